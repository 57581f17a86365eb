"""The forecast page: what is expected, with its band, in front of what came in; special days; how good it was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template
from flask_login import current_user

from web.access import needs
from web.database import reading
from web.forecast_data import day_chart, hourly_rows, interval_chart, week_total
from web.parameters import day_parameter, text_parameter
from wfm.services import forecast_view
from wfm.services.roles import Permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

page = Blueprint("forecast", __name__, url_prefix="/forecast")


@page.get("/")
@needs(Permission.SEE_FORECAST)
def show() -> ResponseReturnValue:
    """The forecast of one queue and week; the address holds both."""
    queue, week = text_parameter("queue"), day_parameter("week")
    with reading() as database:
        view = forecast_view(database, current_user.user, queue, week)
    if view is None:
        if queue or week:
            abort(404)
        return render_template("forecast/empty.html")
    return render_template(
        "forecast/show.html",
        view=view,
        intervals=interval_chart(view),
        days=day_chart(view),
        hourly=hourly_rows(view),
        forecast_total=week_total([d.forecast for d in view.week_days]),
        actual_total=week_total([d.actual for d in view.week_days]),
        last_year_total=week_total([d.last_year for d in view.week_days]),
        before=view.week - timedelta(days=7),
        after=view.week + timedelta(days=7),
    )
