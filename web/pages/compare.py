"""The comparison page: the same demand served by departments, pooled or hybrid, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template
from flask_login import current_user

from web.access import needs
from web.compare_data import hourly_chart, saving_table
from web.database import reading
from web.parameters import choice_parameter
from web.study_parts import study_parts
from wfm.services import comparison_view
from wfm.services.roles import Permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
page = Blueprint("compare", __name__, url_prefix="/compare")


@page.get("/")
@needs(Permission.SEE_COMPARISON)
def show() -> ResponseReturnValue:
    """All scenarios and the study behind them; the address holds which one is shown in detail against the first."""
    with reading() as database:
        view = comparison_view(database, current_user.user)
    if view is None:
        return render_template("compare/empty.html")
    others = [s.model for s in view.scenarios[1:]]
    against = choice_parameter("against", others, "pooled" if "pooled" in others else others[0]) if others else None
    return render_template(
        "compare/show.html",
        view=view,
        others=others,
        against=against,
        hourly=hourly_chart(view),
        saving=saving_table(view, against) if against else None,
        parts=study_parts(view.study, against),
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
