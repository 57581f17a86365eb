"""The curve of cross-skilling, as a picture of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.io.report_svg import MARKERS, SERIES, figure, inline_svg
from wfm.io.study_service_tables import KINDS, curve_lines

if TYPE_CHECKING:
    from wfm.io.study_parts import Drawing
    from wfm.types.study import Study


def draw_curve(study: Study, drawing: Drawing) -> str:
    """Share cross-skilled against agents at the peak and agent-hours, a line a kind, with and without the cap."""
    lines = curve_lines(study)
    kinds = list(dict.fromkeys(kind for kind, _ in lines))
    with figure(9, 3) as drawn:
        panels = drawn.subplots(1, 2)
        for axes, field, title in zip(
            panels, ("agents_at_peak", "hours"), ("agents at the peak", "agent-hours"), strict=True
        ):
            for (kind, with_cap), points in lines.items():
                k = kinds.index(kind)
                axes.plot(
                    [p.share for p in points],
                    [getattr(p, field) for p in points],
                    color=SERIES[k % len(SERIES)],
                    marker=MARKERS[k % len(MARKERS)],
                    markersize=4,
                    linestyle="-" if with_cap else ":",
                    label=f"{KINDS[kind]}{'' if with_cap else ', without cap'}",
                )
            axes.set_title(title)
            axes.set_xlabel("share cross-skilled")
            axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
            axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        handles, labels = panels[0].get_legend_handles_labels()
        drawn.legend(handles, labels, ncols=3, loc="outside upper left")
        return inline_svg(drawn, "curve", drawing.label)
