"""The comparison page: the same demand served by departments, pooled or hybrid, side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, get_template_attribute, jsonify, render_template, request
from flask_login import current_user

from web.access import needs
from web.case_sliders import case_charts, case_tables, headlines, moved_case, sliders, values_in
from web.database import reading
from web.parameters import choice_parameter
from web.study_drawn import drawn
from wfm.io.study_parts import study_parts, usual_model
from wfm.services import comparison_view, saved_cases
from wfm.services.roles import Permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from wfm.types.business_case import BusinessCase
    from wfm.types.study import Study

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
page = Blueprint("compare", __name__, url_prefix="/compare")


@page.get("/")
@needs(Permission.SEE_COMPARISON)
def show() -> ResponseReturnValue:
    """All scenarios and the study behind them.

    The address holds which one is shown in detail against the first, and the values of its business case that were
    changed.
    """
    with reading() as database:
        view = comparison_view(database, current_user.user)
    if view is None:
        return render_template("compare/empty.html")
    others = [s.model for s in view.scenarios[1:]]
    against = choice_parameter("against", others, usual_model(view.study)) if others else None
    cases = {case.facts.model_after: case for case in view.study.cases}
    case = cases.get(against or "")
    values = values_in(request.args, case) if case else {}
    shown = moved_case(case, values) if case else None
    study = view.study if shown is None else _with(view.study, shown)
    return render_template(
        "compare/show.html",
        view=view,
        others=others,
        against=against,
        parts=[(part, drawn(study, part)) for part in study_parts(study, against, [against] if against else [])],
        case=_asked(case, shown, values, view.study.currency) if case and shown else None,
    )


def _with(study: Study, case: BusinessCase) -> Study:
    """The study with another case for the model of ``case``."""
    return replace(
        study, cases=tuple(case if c.facts.model_after == case.facts.model_after else c for c in study.cases)
    )


def _asked(case: BusinessCase, moved: BusinessCase, values: dict[str, float], currency: str) -> dict[str, object]:
    """What the form over the business case shows."""
    first, rest = sliders(case, values, currency)
    return {"headlines": headlines(case, moved, currency), "first": first, "rest": rest, "moved": bool(values)}


@page.get("/case")
@needs(Permission.SEE_COMPARISON)
def case() -> ResponseReturnValue:
    """The business case with the values in the address: headlines, tables as they stand on the page, charts."""
    with reading() as database:
        cases, currency = saved_cases(database, current_user.user)
    if not cases:
        abort(404)
    models = [known.facts.model_after for known in cases]
    against = choice_parameter("against", models, models[-1])
    usual = cases[models.index(against)]
    moved = moved_case(usual, values_in(request.args, usual))
    numbers = get_template_attribute("compare/_part.html", "numbers")
    return jsonify(
        headlines=[{"name": h.name, "text": h.text, "usual": h.usual} for h in headlines(usual, moved, currency)],
        tables={table.sheet: numbers(table) for table in case_tables(moved, currency)},
        charts=case_charts(moved, currency),
    )


@page.get("/workbook.xlsx")
@needs(Permission.SEE_COMPARISON)
def workbook() -> ResponseReturnValue:
    """The newest comparison as a workbook, made when it is asked for."""
    from wfm.io.workbook_comparison import comparison_workbook

    with reading() as database:
        view = comparison_view(database, current_user.user)
    if view is None:
        abort(404)
    answer = Response(comparison_workbook(view.study), mimetype=XLSX)
    answer.headers["Content-Disposition"] = "attachment; filename=comparison.xlsx"
    return answer
