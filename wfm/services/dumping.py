"""Writing what the database holds as the files that loading reads."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wfm.errors import DataError
from wfm.io.files import write_bytes
from wfm.io.parts_file import write_parts_of
from wfm.io.totals_file import write_totals
from wfm.io.write import (
    write_agents,
    write_events,
    write_forecast,
    write_history,
    write_json,
    write_requirement,
    write_result,
    write_roster,
    write_scores,
)
from wfm.services.roles import Permission, require
from wfm.storage import plans
from wfm.storage.comparisons import latest_comparison
from wfm.storage.forecasts import forecast_headers, load_forecast
from wfm.storage.history import load_history
from wfm.storage.people import load_agents
from wfm.storage.requirements import latest_requirements, load_requirement
from wfm.storage.results import load_result, result_of_roster
from wfm.storage.rosters import load_roster, periods, roster_headers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from wfm.storage.users import User

    Files = Iterator[tuple[str, Callable[[Path], None]]]


def dump(session: Session, user: User, directory: str | Path) -> tuple[Path, ...]:
    """Write what the database holds into a folder.

    That is the plan in force, special days, agents, history, the newest forecast, the newest requirement of each
    operating model, the latest version of each model's roster of the last period, and the newest comparison.

    Returns:
        The files, in the order of ``wfm load``.

    Raises:
        PermissionDenied: The user may not export.
        DataError: The folder cannot be written, or the database is empty.
    """
    require(user, Permission.IMPORT_DATA)
    folder = Path(directory)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"cannot make the folder ({error.strerror})", file=str(folder)) from None
    written = []
    for name, write in _files(session):
        write(folder / name)
        written.append(folder / name)
    if not written:
        raise DataError("the database holds nothing to write")
    return tuple(written)


def _files(session: Session) -> Files:
    text = plans.plan_text(session)
    if text is not None:
        yield "plan.toml", lambda path: write_bytes(path, text.encode())
    events = plans.special_days(session, date.min, date.max)
    if events:
        yield "events.csv", partial(write_events, events)
    history = load_history(session)
    if history is not None:
        yield "history.csv.gz", partial(write_history, history)
    yield from _forecast(session)
    agents = load_agents(session)
    if agents:
        yield "agents.csv", partial(write_agents, agents)
    yield from _rosters(session)
    comparison = latest_comparison(session)
    if comparison is not None:
        yield "comparison.json", partial(write_json, comparison.document)


def _forecast(session: Session) -> Files:
    headers = forecast_headers(session)
    if not headers:
        return
    forecast = load_forecast(session, headers[0].id)
    yield "forecast.csv", partial(write_forecast, forecast)
    if forecast.scores is not None:
        yield "scores.csv", partial(write_scores, forecast.scores)
    if forecast.parts is not None:
        yield "parts.csv", partial(write_parts_of, forecast)
    if forecast.totals is not None:
        yield "totals.csv", partial(write_totals, forecast)


def _rosters(session: Session) -> Files:
    """Requirements of all operating models, then rosters with what is known about them."""
    for model, number in latest_requirements(session, date.min, date.max).items():
        yield f"requirement-{model}.csv", partial(write_requirement, load_requirement(session, number))
    found = periods(session)
    if not found:
        return
    written: set[str] = set()
    for header in roster_headers(session, *found[-1]):
        if header.model in written or header.first_day != found[-1][0]:
            continue
        written.add(header.model)
        yield f"roster-{header.model}.csv", partial(write_roster, load_roster(session, header.id))
        result_id = result_of_roster(session, header.id)
        if result_id is not None:
            yield f"result-{header.model}.json", partial(write_result, load_result(session, result_id))
