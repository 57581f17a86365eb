"""The study behind the comparison, as sections of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.io.report_case import case_section, input_section
from wfm.io.report_centralise import centralise_section
from wfm.io.report_curve import curve_section
from wfm.io.report_gain import gain_section
from wfm.io.report_service import service_sections
from wfm.io.report_transition import transition_section

if TYPE_CHECKING:
    from wfm.io.report_parts import Section
    from wfm.types.study import Study


def study_sections(study: Study) -> list[Section]:
    """Sections for what was studied, in the order of a decision; none for a comparison without a study."""
    found = service_sections(study)
    if study.gains:
        found.append(gain_section(study))
    if study.curve:
        found.append(curve_section(study))
    if study.centralisation is not None and study.centralisation.queues:
        found.append(centralise_section(study.centralisation))
    found += [case_section(case, study.currency) for case in study.cases]
    found += [transition_section(plan) for plan in study.transitions]
    if study.cases:
        found.append(input_section(study.cases))
    return found
