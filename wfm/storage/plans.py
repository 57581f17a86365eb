"""The plan file in and out of the database, with the departments, queues and contracts that it names."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from wfm.errors import ConflictError, DataError
from wfm.storage.tables import AgentRow, ContractRow, DepartmentRow, PlanRow, QueueRow, SpecialDayRow
from wfm.types import Contract, Queue, Site, SpecialDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from wfm.types import Plan


def save_plan(session: Session, text: str, plan: Plan, *, author: str, now: datetime) -> None:
    """Put a plan file in force; the earlier ones stay.

    Raises:
        ConflictError: An agent works under a contract that the plan no longer has.
    """
    site = plan.site
    session.add(
        PlanRow(
            saved_at=now,
            author=author,
            text=text,
            site_name=site.name,
            zone=site.zone,
            country=site.country,
            subdivision=site.subdivision,
            currency=site.currency,
            week_start=site.week_start,
            interval_minutes=site.interval_minutes,
        )
    )
    ensure_queues(session, {name: queue.queue for name, queue in plan.queues.items()})
    _save_contracts(session, plan.contracts)


def plan_text(session: Session) -> str | None:
    """The plan file in force, None before the first."""
    return session.scalar(select(PlanRow.text).order_by(PlanRow.id.desc()).limit(1))


def site(session: Session) -> Site | None:
    """The site of the plan in force, None before the first; spares pages the reading of the file."""
    row = session.scalar(select(PlanRow).order_by(PlanRow.id.desc()).limit(1))
    if row is None:
        return None
    return Site(
        zone=row.zone,
        name=row.site_name,
        country=row.country,
        subdivision=row.subdivision,
        currency=row.currency,
        week_start=row.week_start,
        interval_minutes=row.interval_minutes,
    )


def ensure_departments(session: Session, names: Iterable[str]) -> dict[str, int]:
    """Ids of departments by name, made where they are new."""
    known = dict(session.execute(select(DepartmentRow.name, DepartmentRow.id)).all())
    new = sorted(set(names) - known.keys())
    if new:
        session.execute(insert(DepartmentRow), [{"name": name} for name in new])
        return ensure_departments(session, ())
    return known


def ensure_queues(session: Session, queues: Mapping[str, Queue]) -> dict[str, int]:
    """Ids of all queues by name, those given made where they are new."""
    known = queue_ids(session)
    new = {name: queue for name, queue in sorted(queues.items()) if name not in known}
    if not new:
        return known
    departments = ensure_departments(session, (queue.department for queue in new.values()))
    rows = [
        {
            "name": name,
            "department_id": departments[queue.department],
            "channel": queue.channel,
            "language": queue.language,
        }
        for name, queue in new.items()
    ]
    session.execute(insert(QueueRow), rows)
    return queue_ids(session)


def queue_ids(session: Session) -> dict[str, int]:
    """Ids of all queues by name."""
    return dict(session.execute(select(QueueRow.name, QueueRow.id)).all())


def queue_departments(session: Session) -> dict[str, str]:
    """The department of each queue."""
    query = select(QueueRow.name, DepartmentRow.name).join(DepartmentRow, DepartmentRow.id == QueueRow.department_id)
    return dict(session.execute(query).all())


def known_queue_ids(session: Session, names: Iterable[str]) -> dict[str, int]:
    """Ids of all queues by name.

    Raises:
        DataError: One of ``names`` is not stored.
    """
    known = queue_ids(session)
    for name in names:
        if name not in known:
            raise DataError("unknown queue", column="queue", value=name, remedy="Add it to the plan file.")
    return known


def contracts(session: Session) -> dict[str, Contract]:
    """The contracts in force, by name."""
    rows = session.scalars(select(ContractRow).order_by(ContractRow.name))
    return {row.name: Contract(**{key: getattr(row, key) for key in Contract.__slots__}) for row in rows}


def save_special_days(session: Session, days: Iterable[SpecialDay]) -> None:
    """Replace the days that people announced."""
    session.execute(delete(SpecialDayRow))
    rows = [{"day": d.day, "kind": d.kind, "name": d.name, "queues": list(d.queues)} for d in days]
    if rows:
        session.execute(insert(SpecialDayRow), rows)


def special_days(session: Session, first: date, last: date) -> tuple[SpecialDay, ...]:
    """The announced days from ``first`` to ``last``, in order."""
    query = select(SpecialDayRow).where(SpecialDayRow.day.between(first, last))
    rows = session.scalars(query.order_by(SpecialDayRow.day, SpecialDayRow.kind, SpecialDayRow.name))
    return tuple(SpecialDay(row.day, row.kind, row.name, tuple(row.queues)) for row in rows)


def _save_contracts(session: Session, wanted: Mapping[str, Contract]) -> None:
    rows = {row.name: row for row in session.scalars(select(ContractRow))}
    for name, contract in wanted.items():
        if name in rows:
            for key, value in asdict(contract).items():
                setattr(rows[name], key, value)
        else:
            session.add(ContractRow(**asdict(contract)))
    for name in rows.keys() - wanted.keys():
        holder = session.scalar(select(AgentRow.agent).where(AgentRow.contract_id == rows[name].id).limit(1))
        if holder is not None:
            raise ConflictError(f"the plan no longer has the contract {name!r}, which agent {holder} works under.")
        session.delete(rows[name])
    session.flush()
