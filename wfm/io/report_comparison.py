"""The operating models side by side and by hour, as pictures of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.report_svg import DASHES, SERIES, figure, inline_svg
from wfm.io.study_figures import measures
from wfm.io.study_tables import hourly

if TYPE_CHECKING:
    from wfm.io.study_parts import Drawing
    from wfm.types.study import Study


def draw_models(study: Study, drawing: Drawing) -> str:
    """A panel a figure, a bar a model."""
    shown = [
        (m.title, m.form, [m.of(s) for s in study.scenarios])
        for m in measures(study)
        if m.drawn and all(m.of(s) is not None for s in study.scenarios)
    ]
    places = np.arange(len(study.models))
    with figure(9, 0.7 + 0.38 * len(places)) as drawn:
        panels = drawn.subplots(1, len(shown), sharey=True, squeeze=False).ravel()
        for axes, (title, form, values) in zip(panels, shown, strict=True):
            known = [float(v or 0) for v in values]
            bars = axes.barh(places, known, color=[SERIES[i % len(SERIES)] for i in places], height=0.6)
            axes.bar_label(bars, [format(v, form) for v in known], padding=3)
            axes.set_title(title)
            axes.set_yticks(places, study.models)
            axes.set_xlim(0, 1.25 * max([*known, 1.0]))
            axes.set_xticks([])
            axes.grid(visible=False)
            axes.spines["bottom"].set_visible(False)
        panels[0].invert_yaxis()
        return inline_svg(drawn, "models", drawing.label)


def draw_hours(study: Study, drawing: Drawing) -> str:
    """A step line a model over the open hours of the days, one after the other."""
    hours, columns = hourly(study)
    days = [day for day, _ in hours]
    first = [i for i, day in enumerate(days) if i == 0 or days[i - 1] != day]
    with figure(9, 2.8) as drawn:
        axes = drawn.subplots()
        for i, (model, values) in enumerate(columns.items()):
            axes.step(
                range(len(values)),
                values,
                where="mid",
                color=SERIES[i % len(SERIES)],
                linestyle=DASHES[i % len(DASHES)],
                label=model,
            )
        axes.set_xticks(first, [f"{days[i]:%a %d %b}" for i in first], ha="left")
        axes.grid(visible=True, axis="x")
        axes.set_xlim(0, max(1, len(hours) - 1))
        axes.set_ylim(bottom=0)
        axes.set_ylabel("agents")
        axes.legend(ncols=len(columns), loc="lower left", bbox_to_anchor=(0, 1))
        return inline_svg(drawn, "hours", drawing.label)
