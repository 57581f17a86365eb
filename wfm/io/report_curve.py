"""The curve of cross-skilling, as a section of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.io.report_parts import Picture, Section
from wfm.io.report_svg import MARKERS, SERIES, figure, inline_svg
from wfm.io.study_service_tables import KINDS, curve_lines, curve_table

if TYPE_CHECKING:
    from wfm.types.study import Study

READING = (
    "How many agents the departments need where only some of their people are cross-skilled, found by simulation. "
    "Where a line runs flat, training more people brings nothing more."
)


def curve_section(study: Study) -> Section:
    """Share cross-skilled against agents at the peak and agent-hours, a line a kind, with and without the cap."""
    caption = "Agents at the peak (left) and agent-hours (right) by the share of people cross-skilled."
    picture = Picture(_curve(study), caption, curve_table(study).text())
    return Section("curve", "How many people to cross-skill", (READING,), (picture,))


def _curve(study: Study) -> str:
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
        return inline_svg(drawn, "curve", "Agents needed by share of people cross-skilled; numbers below.")
