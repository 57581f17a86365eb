"""The way from departments to another operating model, as a picture of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.report_svg import FIRST, FOURTH, INK, SECOND, THIRD, figure, inline_svg
from wfm.io.study_case_tables import STAFF, staff

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from wfm.io.study_parts import Drawing
    from wfm.types.study import Study
    from wfm.types.transition import TransitionPlan

COLOURS = (SECOND, FIRST, THIRD, FOURTH)


def draw_transition(study: Study, drawing: Drawing) -> str:
    """Staff a month as stacked bars under the names of the phases."""
    plan = next(p for p in study.transitions if p.model_after == drawing.models[0])
    places = np.array([m.month for m in plan.months])
    with figure(9, 2.8) as drawn:
        axes = drawn.subplots()
        base = np.zeros(len(places))
        for column, ((label, _), colour) in enumerate(zip(STAFF, COLOURS, strict=True)):
            heights = np.array([staff(m)[column] for m in plan.months])
            axes.bar(places, heights, bottom=base, color=colour, width=0.8, label=label)
            base += heights
        available = [m.fte_available for m in plan.months]
        known = [float(v) for v in available if v is not None]
        if len(known) == len(available):
            axes.plot(places, known, color=INK, linestyle="--", label="under contract")
        top = max([1.0, float(base.max()), *known])
        axes.set_ylim(0, 1.18 * top)
        _name_phases(axes, plan, 1.05 * top)
        axes.set_xlabel("month")
        axes.set_xticks(places)
        axes.legend(ncols=len(STAFF) + 1, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
        name = f"staff-{plan.model_after}".replace(" ", "-")
        return inline_svg(drawn, name, drawing.label)


def _name_phases(axes: Axes, plan: TransitionPlan, height: float) -> None:
    for phase in plan.phases:
        axes.annotate(phase.name, ((phase.first_month + phase.last_month) / 2, height), ha="center")
        axes.axvline(phase.first_month - 0.5, color=INK, linewidth=0.6, linestyle=":")
