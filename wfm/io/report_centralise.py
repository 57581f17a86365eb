"""What to centralise, as a picture of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.report_svg import FIRST, SECOND, THIRD, figure, inline_svg
from wfm.types.centralisation import Verdict

if TYPE_CHECKING:
    from wfm.io.study_parts import Drawing
    from wfm.types.study import Study

COLOURS = {Verdict.CENTRALISE: FIRST, Verdict.FIRST_LINE: THIRD, Verdict.SPECIALIST: SECOND}


def draw_scores(study: Study, drawing: Drawing) -> str:
    """A bar a queue with its verdict."""
    advice = study.centralisation
    assert advice is not None  # noqa: S101 - there is no such part without it
    places = np.arange(len(advice.queues))
    with figure(9, 0.8 + 0.24 * len(places)) as drawn:
        axes = drawn.subplots()
        for verdict, colour in COLOURS.items():
            chosen = [i for i, q in enumerate(advice.queues) if q.verdict is verdict]
            if not chosen:
                continue
            bars = axes.barh(
                chosen, [advice.queues[i].score for i in chosen], color=colour, height=0.65, label=verdict.value
            )
            texts = [f"{advice.queues[i].score:.2f} {advice.queues[i].verdict.value}" for i in chosen]
            axes.bar_label(bars, texts, padding=3)
        axes.set_yticks(places, [q.queue for q in advice.queues])
        axes.invert_yaxis()
        axes.set_xlim(0, 1.1)
        axes.set_xticks(np.arange(0, 1.01, 0.2))
        axes.grid(visible=True, axis="x")
        axes.grid(visible=False, axis="y")
        return inline_svg(drawn, "scores", drawing.label)
