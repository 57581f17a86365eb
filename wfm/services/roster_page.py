"""The roster page: a week of agents and shifts with the coverage beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.services.roles import Permission, require
from wfm.services.views import AgentRoster, RosterWeek, WorkCoverage
from wfm.services.weeks import days_from, week_grid, week_of
from wfm.storage import plans
from wfm.storage.people import agent_cards
from wfm.storage.results import interval_minutes, load_result, result_of_roster
from wfm.storage.rosters import load_roster, roster_headers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd
    from sqlalchemy.orm import Session

    from wfm.intervals import IntervalGrid
    from wfm.storage.rosters import RosterHeader
    from wfm.storage.users import User
    from wfm.types import Shift


def roster_week(session: Session, user: User, week: date, model: str | None = None) -> RosterWeek | None:
    """The latest version of the roster of the week that holds ``week``.

    Args:
        session: A session.
        user: Who asks.
        week: Any day of the week.
        model: Operating model; the published one (else the one saved last) when None.

    Returns:
        None where no such roster is stored.

    Raises:
        PermissionDenied: The user may not see rosters.
    """
    require(user, Permission.SEE_ROSTER)
    site = plans.site(session)
    if site is None:
        return None
    first = week_of(site, week)
    days = days_from(first)
    headers = roster_headers(session, first, days[-1])
    shown = shown_version(headers, model)
    if shown is None:
        return None
    shifts = tuple(s for s in load_roster(session, shown.id).shifts if first <= s.date <= days[-1])
    result_id = result_of_roster(session, shown.id)
    result = None if result_id is None else load_result(session, result_id, with_roster=False)
    coverage = None if result is None else result.coverage
    grid = week_grid(site, first, interval_minutes(coverage) if coverage else None)
    works = _works(coverage.frame, grid) if coverage else ()
    return RosterWeek(
        week=first,
        days=days,
        grid=grid,
        models=tuple(sorted({header.model for header in headers})),
        model=shown.model,
        version=shown.version,
        state=shown.state,
        in_force=next((h.version for h in headers if h.in_force and h.model == shown.model), None),
        saved_at=shown.saved_at,
        saved_by=shown.author,
        published_at=shown.published_at,
        published_by=shown.published_by,
        agents=_agents(session, shifts),
        coverage=works,
        total=_total(works),
        covered_share=_covered_share(works),
        paid_hours=sum(shift.paid_hours for shift in shifts),
        status=result.status if result else None,
        objective=result.objective if result else None,
        bound=result.bound if result else None,
        gap=result.gap if result else None,
        seconds=result.seconds if result else None,
        terms=result.terms if result else {},
        violations=result.violations if result else (),
        not_rostered=result.not_rostered if result else (),
    )


def shown_version(headers: Sequence[RosterHeader], model: str | None = None) -> RosterHeader | None:
    """The latest version of the model asked for, else of the one in force, else of the one saved last."""
    if model is None and headers:
        model = next((header.model for header in headers if header.in_force), headers[0].model)
    return next((header for header in headers if header.model == model), None)


def _agents(session: Session, shifts: Sequence[Shift]) -> tuple[AgentRoster, ...]:
    by_agent: dict[str, list[Shift]] = {}
    for shift in shifts:
        by_agent.setdefault(shift.agent, []).append(shift)
    return tuple(
        AgentRoster(
            agent=card.agent,
            name=card.name,
            department=card.department,
            contract=card.contract,
            contract_hours=card.contract_hours,
            paid_hours=sum(shift.paid_hours for shift in by_agent.get(card.agent, ())),
            shifts=tuple(by_agent.get(card.agent, ())),
        )
        for card in agent_cards(session, also=by_agent.keys())
    )


def _works(frame: pd.DataFrame, grid: IntervalGrid) -> tuple[WorkCoverage, ...]:
    """Coverage along the grid; an interval without a row asks for nobody."""
    found = []
    for work, rows in frame.groupby("work", sort=True):
        along = rows.set_index("interval_start").reindex(grid.index)[["required", "scheduled"]].fillna(0.0)
        required, scheduled = along["required"].to_numpy(), along["scheduled"].to_numpy()
        net = (scheduled - required).tolist()
        found.append(WorkCoverage(str(work), tuple(required.tolist()), tuple(scheduled.tolist()), tuple(net)))
    return tuple(found)


def _total(works: Sequence[WorkCoverage]) -> WorkCoverage | None:
    if not works:
        return None
    required = tuple(map(sum, zip(*(work.required for work in works), strict=True)))
    scheduled = tuple(map(sum, zip(*(work.scheduled for work in works), strict=True)))
    net = tuple(map(sum, zip(*(work.net for work in works), strict=True)))
    return WorkCoverage("", required, scheduled, net)


def _covered_share(works: Sequence[WorkCoverage]) -> float | None:
    """Share of the required agent-intervals of this week that are covered; None where nothing is known or required."""
    required = sum(sum(work.required) for work in works)
    met = sum(min(r, s) for work in works for r, s in zip(work.required, work.scheduled, strict=True))
    return met / required if required else None
