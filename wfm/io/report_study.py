"""The parts of a study as sections of the report, each picture drawn as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.io.report_case import draw_cash, draw_cash_month, draw_tornado
from wfm.io.report_centralise import draw_scores
from wfm.io.report_comparison import draw_hours, draw_models
from wfm.io.report_curve import draw_curve
from wfm.io.report_gain import draw_gain
from wfm.io.report_heat import draw_losers, draw_saving
from wfm.io.report_losers import draw_changes
from wfm.io.report_parts import Picture, Section
from wfm.io.report_service import draw_service, draw_stress, draw_times
from wfm.io.report_transition import draw_transition
from wfm.io.study_parts import study_parts, usual_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wfm.io.study_parts import Drawing, Part
    from wfm.types.study import Study

DRAWN: Mapping[str, Callable[[Study, Drawing], str]] = {
    "models": draw_models,
    "hours": draw_hours,
    "saving": draw_saving,
    "service": draw_service,
    "times": draw_times,
    "losers": draw_losers,
    "changes-department": draw_changes,
    "changes-queue": draw_changes,
    "changes-time-of-day": draw_changes,
    "stress": draw_stress,
    "gain": draw_gain,
    "curve": draw_curve,
    "scores": draw_scores,
    "cash": draw_cash,
    "cash-month": draw_cash_month,
    "tornado": draw_tornado,
    "transition": draw_transition,
}


def study_sections(study: Study) -> list[Section]:
    """A section a part, in the order of a decision; none for a single model."""
    return [_section(study, part) for part in study_parts(study, usual_model(study))]


def _section(study: Study, part: Part) -> Section:
    return Section(
        part.identity,
        part.title,
        part.words,
        tuple(_picture(study, drawing) for drawing in part.drawings),
        tuple(table.text() for table in part.tables),
        tuple(table.text() for table in part.first),
        part.more,
    )


def _picture(study: Study, drawing: Drawing) -> Picture:
    svg = DRAWN[drawing.name](study, drawing)
    return Picture(svg, drawing.label, tuple(table.text() for table in drawing.tables), drawing.half)
