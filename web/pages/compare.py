"""The comparison page: the same demand served by departments, pooled or hybrid, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask_login import current_user

from web.access import needs
from web.compare_data import hourly_chart, saving_table
from web.database import reading
from web.parameters import choice_parameter
from wfm.services import comparison_view
from wfm.services.roles import Permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

page = Blueprint("compare", __name__, url_prefix="/compare")


@page.get("/")
@needs(Permission.SEE_COMPARISON)
def show() -> ResponseReturnValue:
    """All scenarios; the address holds which one the heat map sets against the first."""
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
    )
