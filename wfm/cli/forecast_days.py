"""Which days the forecasting commands are about: the first one, what is known before it, and the special days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from wfm.cli.options import say

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from wfm.types import Calendar, History, SpecialDay


def day_after(history: History) -> date:
    """The first local day after the history's last interval."""
    last = history.frame["interval_start"].max().tz_convert(history.zone)
    day: date = last.date() + timedelta(days=1)
    return day


def monday_after(history: History) -> date:
    """The first Monday after the history's last interval: a whole week, also where weekends are closed."""
    day = day_after(history)
    return day + timedelta(days=-day.weekday() % 7)


def known_before(history: History, first: date) -> History:
    """What the history holds before the first day of a forecast; tells where it goes on, for that is not looked at.

    Raises:
        DataError: Nothing lies before it.
    """
    from wfm.errors import DataError

    known = history.before(first)
    if known.frame.empty:
        begins = history.frame["interval_start"].min().tz_convert(history.zone).date()
        problem = f"nothing is known before the forecast begins: the history begins on {begins}"
        raise DataError(problem, value=f"--from {first}", remedy="Give a later day.")
    if (after := day_after(history)) > first:
        say(f"note: the history goes on to {after - timedelta(days=1)}: only what lies before {first} is used")
    return known


def calendar_of(
    history: History,
    first: date | None,
    last: date,
    country: str | None,
    subdivision: str | None,
    events_path: str | None,
) -> Calendar:
    """The public holidays and the events of a file, from the history to ``last``; tells which events cannot count.

    Args:
        history: Its queues and years.
        first: First day that is forecast; None in a backtest, which forecasts days that are known.
        last: Its year is the last one with holidays.
        country: ISO code; no public holidays without it.
        subdivision: Its region.
        events_path: File of events.

    Raises:
        click.UsageError: A region without a country.
    """
    from wfm.calendars import build_calendar
    from wfm.io.read import read_events

    if subdivision and not country:
        raise click.UsageError("--subdivision needs --country")
    events = read_events(events_path) if events_path else ()
    strange = sorted({queue for event in events for queue in event.queues} - set(history.queues))
    if strange:
        say(f"note: {events_path}: days of {_few(strange)} count for nothing: the history has no such queue")
    for kind in _unseen(events, first, history.queues) if first else ():
        say(f"note: {events_path}: no day of the kind {kind} lies before {first}: nothing tells what such a day does")
    return build_calendar(country, range(history.years[0], last.year + 1), subdivision, events)


def _unseen(events: Sequence[SpecialDay], first: date, queues: Collection[str]) -> list[str]:
    """Kinds of day ahead that no earlier day can teach."""
    from wfm.forecast.special_days import CLOSED, HOLIDAY, WORKING_DAY

    mine = [event for event in events if not event.queues or set(event.queues) & set(queues)]
    seen = {event.kind for event in mine if event.day < first} | {CLOSED, HOLIDAY, WORKING_DAY}
    return sorted({event.kind for event in mine if event.day >= first} - seen)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
