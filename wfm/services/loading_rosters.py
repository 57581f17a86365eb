"""Loading rosters: each is judged by the checker and laid over its requirement before it is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from wfm.compare import operating_model
from wfm.errors import DataError
from wfm.io.read import read_roster
from wfm.io.result_file import read_result
from wfm.roster import build_problem, check, coverage_of
from wfm.services.weeks import week_of
from wfm.storage import plans
from wfm.storage.people import load_agents
from wfm.storage.requirements import latest_requirements, load_requirement
from wfm.storage.results import save_result
from wfm.storage.rosters import save_roster
from wfm.types import RosterResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from wfm.storage.rosters import RosterHeader
    from wfm.types import Coverage, Plan, Requirement, Roster, Violation


@dataclass(frozen=True, slots=True)
class LoadedRoster:
    """A stored roster and, where its requirement is known, what was found about it."""

    path: Path
    model: str
    header: RosterHeader
    result_id: int | None
    shifts: int
    violations: int | None


def load_rosters(
    session: Session,
    files: Mapping[str, tuple[Path, Path | None]],
    plan: Plan,
    requirements: Mapping[str, Requirement],
    *,
    author: str,
    now: datetime,
) -> Iterator[LoadedRoster]:
    """Store the rosters of ``files`` (roster and result of each operating model), one by one.

    The requirement comes with the roster, or is the newest stored one of its model and days. Without any, the roster
    is stored without a result: there is nothing to judge its coverage by.
    """
    for model, (path, result_path) in files.items():
        roster = read_roster(path, zone=plan.site.zone)
        if not roster.shifts:
            raise DataError("a roster without a shift cannot be loaded", file=str(path))
        days = [shift.date for shift in roster.shifts]
        first = week_of(plan.site, min(days))
        last = week_of(plan.site, max(days)) + timedelta(days=6)
        requirement = requirements.get(model) or _stored_requirement(session, model, first, last)
        try:
            header = save_roster(session, roster, model=model, first_day=first, last_day=last, author=author, now=now)
        except DataError as error:
            raise error.in_file(str(path)) from None
        result = _result(session, plan, model, roster, requirement, result_path)
        number = None
        if result is not None:
            number = save_result(
                session,
                result,
                model=model,
                first_day=first,
                zone=roster.zone,
                roster_id=header.id,
                author=author,
                now=now,
            )
        broken = None if result is None else len(result.violations)
        yield LoadedRoster(path, model, header, number, len(roster.shifts), broken)


def _result(
    session: Session, plan: Plan, model: str, roster: Roster, requirement: Requirement | None, path: Path | None
) -> RosterResult | None:
    """The engine's report where there is one, with coverage and violations found anew."""
    found = None if requirement is None else _judge(session, plan, model, roster, requirement)
    coverage, violations = found or (None, ())
    if path is not None:
        reported = read_result(path, roster=roster, coverage=coverage)
        return reported if found is None else replace(reported, violations=violations)
    if found is None:
        return None
    # Nobody claims more of a roster without a report than that it was made; its violations say what it breaks.
    return RosterResult("feasible", roster, None, None, None, {}, coverage, violations)


def _judge(
    session: Session, plan: Plan, model: str, roster: Roster, requirement: Requirement
) -> tuple[Coverage, tuple[Violation, ...]]:
    """Coverage of the requirement and broken rules. The agents are those stored: a roster names no one else."""
    organisation = operating_model(plan, model, plans.queue_ids(session))
    known = set(requirement.works)
    organisation = replace(organisation, works=tuple(work for work in organisation.works if work.name in known))
    problem = build_problem(requirement, load_agents(session), plan, organisation)
    return coverage_of(roster, problem), check(roster, problem)


def _stored_requirement(session: Session, model: str, first: date, last: date) -> Requirement | None:
    number = latest_requirements(session, first, last).get(model)
    return None if number is None else load_requirement(session, number)
