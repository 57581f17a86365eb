"""Where the gain of another operating model comes from, as a section of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.report_parts import Picture, Section
from wfm.io.report_svg import FIFTH, FIRST, FOURTH, INK, PAPER, THIRD, figure, inline_svg
from wfm.io.study_tables import PARTS, gain_hours_table, gain_table

if TYPE_CHECKING:
    from wfm.types.study import Study

COLOURS = (FIRST, THIRD, FOURTH, FIFTH)
LEGIBLE = 0.06  # share of the widest bar from which a number fits inside
READING = (
    "People at work (no absence) that the teams must be able to field, each at its own peak. Right of zero a part "
    "saves people, left of it it asks for more; the number beside the name is the sum. The occupancy cap keeps people "
    "from being busy all the time, and takes part of the saving of large teams away."
)


def gain_section(study: Study) -> Section:
    """A bar a change, with and without the occupancy cap, of parts that add up."""
    caption = "People saved at the teams' peaks, by cause."
    picture = Picture(_bars(study), caption, gain_table(study).text())
    return Section("gain", "Where the gain comes from", (READING,), (picture,), (gain_hours_table(study).text(),))


def _bars(study: Study) -> str:
    places = np.arange(len(study.gains))
    names = [f"{g.model_after}, {'with' if g.with_cap else 'without'} cap: {g.peak.total:+.0f}" for g in study.gains]
    parts = [np.array([float(getattr(g.peak, field)) for g in study.gains]) for _, field in PARTS]
    widest = float(np.abs(parts).sum(axis=0).max(initial=1.0))
    with figure(9, 0.8 + 0.34 * len(places)) as drawn:
        axes = drawn.subplots()
        right, left = np.zeros(len(places)), np.zeros(len(places))
        for (title, _), values, colour in zip(PARTS, parts, COLOURS, strict=True):
            starts = np.where(values >= 0, right, left)
            bars = axes.barh(places, values, left=starts, color=colour, height=0.6, label=title)
            texts = [f"{v:+.1f}" if abs(v) > LEGIBLE * widest else "" for v in values]
            axes.bar_label(bars, texts, label_type="center", color=PAPER)
            right, left = right + values.clip(min=0), left + values.clip(max=0)
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.grid(visible=True, axis="x")
        axes.grid(visible=False, axis="y")
        axes.legend(ncols=len(PARTS), loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
        return inline_svg(drawn, "gain", "Bars of people saved by cause for each change of model; numbers below.")
