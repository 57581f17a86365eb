"""Simulated service by queue and time of day, and bad weeks, as pictures of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.report_svg import INK, MARKERS, SERIES, figure, inline_svg, share_axis
from wfm.io.study_service_tables import live_goals, service_by, stresses

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from wfm.io.study_parts import Drawing
    from wfm.types.simulated_service import ServiceFigures
    from wfm.types.study import Study


def draw_service(study: Study, drawing: Drawing) -> str:
    """A row a queue whose contacts cannot wait, a point with its band a model, a stroke at the goal."""
    found = service_by(study, drawing.models, "queues")
    goals = live_goals(found)
    places = np.arange(len(goals))
    step = 0.7 / max(1, len(found))
    with figure(9, 0.8 + len(goals) * (0.14 + 0.13 * len(found))) as drawn:
        axes = drawn.subplots()
        for k, (model, figures) in enumerate(found.items()):
            ys = places + (k - (len(found) - 1) / 2) * step
            shown = [(y, figures[name]) for y, name in zip(ys, goals, strict=True) if name in figures]
            _points(axes, shown, _colour(study, model), MARKERS[k % len(MARKERS)], model)
        for y, goal in enumerate(goals.values()):
            if goal is not None:
                axes.plot([goal, goal], [y - 0.45, y + 0.45], color=INK, linewidth=1)
        axes.set_yticks(places, list(goals))
        axes.set_ylim(len(goals) - 0.5, -0.5)
        share_axis(axes)
        axes.legend(ncols=len(found), loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
        return inline_svg(drawn, "service", drawing.label)


def _colour(study: Study, model: str) -> str:
    """The colour that a model has in every picture."""
    return SERIES[study.models.index(model) % len(SERIES)]


def _points(axes: Axes, shown: list[tuple[float, ServiceFigures]], colour: str, marker: str, label: str) -> None:
    for y, figures in shown:
        if figures.service_level_low is not None and figures.service_level_high is not None:
            axes.plot([figures.service_level_low, figures.service_level_high], [y, y], color=colour, linewidth=1.6)
    known = [(figures.service_level, y) for y, figures in shown if figures.service_level is not None]
    axes.plot([x for x, _ in known], [y for _, y in known], marker, color=colour, markersize=4.5, label=label)


def draw_times(study: Study, drawing: Drawing) -> str:
    """A line a model over the day, with a shade for its band."""
    found = service_by(study, drawing.models, "times")
    names = list(dict.fromkeys(name for figures in found.values() for name in figures))
    with figure(9, 2.6) as drawn:
        axes = drawn.subplots()
        for k, (model, figures) in enumerate(found.items()):
            colour = _colour(study, model)
            shown = [(i, figures[n]) for i, n in enumerate(names) if n in figures]
            known = [(x, f.service_level) for x, f in shown if f.service_level is not None]
            marker = MARKERS[k % len(MARKERS)]
            axes.plot([x for x, _ in known], [y for _, y in known], color=colour, marker=marker, ms=4, label=model)
            banded = [(x, f) for x, f in shown if f.service_level_low is not None and f.service_level_high is not None]
            axes.fill_between(
                [x for x, _ in banded],
                [float(f.service_level_low or 0) for _, f in banded],
                [float(f.service_level_high or 0) for _, f in banded],
                color=colour,
                alpha=0.15,
                linewidth=0,
            )
        axes.set_xticks(range(len(names)), [name.split("-")[0] for name in names])
        axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g}%")
        axes.legend(ncols=len(found), loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
        return inline_svg(drawn, "times", drawing.label)


def draw_stress(study: Study, drawing: Drawing) -> str:
    """A row a bad week and model, from the usual level to the bad one."""
    rows = stresses(study)
    with figure(9, 0.7 + 0.3 * len(rows)) as drawn:
        axes = drawn.subplots()
        for y, (model, stress) in enumerate(rows):
            usual, bad = stress.usual, stress.stressed
            if usual.service_level is None or bad.service_level is None:
                continue
            colour = _colour(study, model)
            axes.plot([usual.service_level, bad.service_level], [y, y], color=colour, linewidth=0.8, linestyle=":")
            if bad.service_level_low is not None and bad.service_level_high is not None:
                axes.plot([bad.service_level_low, bad.service_level_high], [y, y], color=colour, linewidth=2)
            axes.plot(usual.service_level, y, "o", markerfacecolor="none", markeredgecolor=colour, markersize=6)
            axes.plot(bad.service_level, y, "o", color=colour, markersize=6)
            text = f"{usual.service_level:.1%} to {bad.service_level:.1%}"
            right = max(usual.service_level, bad.service_level, bad.service_level_high or 0)
            axes.annotate(text, (right, y), xytext=(8, 0), textcoords="offset points", va="center")
        axes.set_yticks(range(len(rows)), [f"{stress.name}: {model}" for model, stress in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.margins(x=0.15)
        share_axis(axes)
        return inline_svg(drawn, "resilience", drawing.label)
