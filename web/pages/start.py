"""The start page: what needs attention now, and where to go next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask_login import current_user

from web.access import public, signed_in
from web.clock import today
from web.database import reading
from web.parameters import nearest_week
from wfm.services import start_view

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

page = Blueprint("start", __name__)


@page.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """Attention first, then the pages of one's role."""
    with reading() as database:
        view = start_view(database, current_user.user, today(None))
        if today(view.zone) != view.today:  # the site's day has turned and UTC's has not, or the other way round
            view = start_view(database, current_user.user, today(view.zone))
    return render_template("start/show.html", view=view, week=nearest_week(view.weeks, view.today))


@page.get("/health")
@public
def health() -> ResponseReturnValue:
    """For a proxy or a supervisor: answers when the server does."""
    return {"status": "ok"}
