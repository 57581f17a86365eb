"""My week: today, the next shift, the week with its breaks, and the hours. Made for a phone; loads no charts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template
from flask_login import current_user

from web.access import needs
from web.clock import now, today
from web.database import reading
from web.parameters import day_parameter
from wfm.services import my_week
from wfm.services.roles import Permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

page = Blueprint("my_week", __name__, url_prefix="/my-week")


@page.get("/")
@page.get("/<agent>")
@needs(Permission.SEE_OWN_WEEK)
def show(agent: str | None = None) -> ResponseReturnValue:
    """One's own week. Somebody else's does not exist as far as this page tells."""
    asked = day_parameter("week")
    with reading() as database:
        view = my_week(database, current_user.user, asked or today(None), agent, now=now())
        if view is not None and asked is None and today(view.zone) != today(None):
            view = my_week(database, current_user.user, today(view.zone), agent, now=now())
    if view is None:
        if agent is None:
            return render_template("my_week/unlinked.html")
        abort(404)
    week = timedelta(days=7)
    return render_template(
        "my_week/show.html", view=view, today=today(view.zone), before=view.week - week, after=view.week + week
    )
