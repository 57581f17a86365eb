"""The roster week: agents as rows, time across, the coverage strip above; a table behind it; publishing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user

from web.access import needs
from web.clock import now, today
from web.database import engine, reading
from web.parameters import choice_parameter, day_parameter, nearest_week, text_parameter
from web.roster_data import ALL, coverage_of, coverage_rows, grid_data, rows_of, shortest_intervals, with_headings
from wfm.errors import DataError
from wfm.services import publish_roster, roster_week, start_view
from wfm.services.roles import Permission
from wfm.storage import write_session

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from wfm.services.views import RosterWeek

page = Blueprint("roster", __name__, url_prefix="/roster")
VIEWS = ("week", "day", "table")


@page.get("/")
@needs(Permission.SEE_ROSTER)
def show() -> ResponseReturnValue:
    """The roster of a week; the address holds week, model, view, day, department and work."""
    with reading() as database:
        weeks, view = _open(database)
    if view is None:
        asked = day_parameter("week")
        return render_template("roster/empty.html", weeks=weeks, asked=asked), 404 if asked else 200
    shape = choice_parameter("view", VIEWS, "week")
    day = day_parameter("day") or _default_day(view)
    if day not in view.days:
        raise DataError("the day is not in this week", column="day", value=day.isoformat())
    days = [day] if shape == "day" else list(view.days)
    departments = sorted({a.department for a in view.agents})
    department = choice_parameter("department", [ALL, *departments], ALL)
    work = choice_parameter("work", [ALL, *(c.work for c in view.coverage)], ALL)
    rows = rows_of(view, days, department)
    lines = with_headings(rows)
    return render_template(
        "roster/show.html",
        view=view,
        weeks=weeks,
        shape=shape,
        day=day,
        days=days,
        departments=departments,
        department=department,
        work=work,
        rows=rows,
        at_work=sum(any(not s.is_leave for s in a.shifts) for a in view.agents),
        lines=lines,
        data=grid_data(view, lines, days, work) if shape != "table" else None,
        cover_rows=coverage_rows(view, coverage_of(view, work)) if shape == "table" else [],
        short=[
            (w, view.grid.start + timedelta(minutes=view.grid.minutes * i), n)
            for w, i, n in shortest_intervals(view, days)
        ],
        before=view.week - timedelta(days=7),
        after=view.week + timedelta(days=7),
    )


@page.get("/agent/<agent>")
@needs(Permission.SEE_ROSTER)
def agent_panel(agent: str) -> ResponseReturnValue:
    """One agent's week in words, for the panel beside the grid."""
    with reading() as database:
        _, view = _open(database)
    person = next((a for a in view.agents if a.agent == agent), None) if view else None
    if view is None or person is None:
        abort(404)
    return render_template(
        "roster/agent.html",
        view=view,
        person=person,
        violations=[v for v in view.violations if v.agent == agent],
        not_rostered=[n for n in view.not_rostered if n.agent == agent],
    )


@page.post("/publish")
@needs(Permission.PUBLISH_ROSTER)
def publish() -> ResponseReturnValue:
    """Publish the version that the planner has seen; a newer one is a conflict (409)."""
    version = request.form.get("version", "")
    week = _form_week(request.form.get("week", ""))
    if not version.isdigit():
        raise DataError("the version to publish is a number", column="version", value=version)
    model = request.form.get("model", "")
    with write_session(engine()) as database:
        publish_roster(database, current_user.user, week, model, int(version), now=now())
    return redirect(url_for("roster.show", week=week.isoformat(), model=model))


def _open(database: Session) -> tuple[tuple[date, ...], RosterWeek | None]:
    """The week the address asks for, or the nearest with a roster; first the weeks there are, where it has none."""
    model, asked = text_parameter("model"), day_parameter("week")
    view = roster_week(database, current_user.user, asked, model) if asked else None
    if view is not None:
        return (view.week,), view
    start = start_view(database, current_user.user, today(None))
    left = [] if asked else list(start.weeks)
    while left:
        week = nearest_week(left, today(start.zone))
        if week is None:
            break
        view = roster_week(database, current_user.user, week, model)
        if view is not None:
            return start.weeks, view
        left.remove(week)
    return start.weeks, None


def _default_day(view: RosterWeek) -> date:
    here = today(view.zone)
    return here if here in view.days else view.days[0]


def _form_week(text: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DataError("the week to publish cannot be read", column="week", value=text) from None
