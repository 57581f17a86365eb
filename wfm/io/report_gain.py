"""Where the gain of another operating model comes from, as a picture of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.report_svg import FIFTH, FIRST, FOURTH, INK, PAPER, THIRD, figure, inline_svg
from wfm.io.study_tables import PARTS

if TYPE_CHECKING:
    from wfm.io.study_parts import Drawing
    from wfm.types.study import Study

COLOURS = (FIRST, THIRD, FOURTH, FIFTH)
LEGIBLE = 0.08  # share of the widest bar from which a number fits inside


def draw_gain(study: Study, drawing: Drawing) -> str:
    """A bar a change, with and without the occupancy cap, of parts that add up."""
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
        return inline_svg(drawn, "gain", drawing.label)
