"""Agents in and out of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wfm.errors import DataError
from wfm.intervals import WeekWindows, Window
from wfm.storage.plans import ensure_departments
from wfm.storage.tables import AgentRow, AvailabilityRow, ContractRow, DepartmentRow, LeaveRow, SkillRow
from wfm.types import Agent, Availability, DateRange

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class AgentCard:
    """An agent in a line."""

    agent: str
    name: str
    department: str
    contract: str
    contract_hours: float


_CHILDREN = (selectinload(AgentRow.skills), selectinload(AgentRow.windows), selectinload(AgentRow.leave))


def save_agents(session: Session, agents: Sequence[Agent]) -> None:
    """Make the team consist of ``agents``, in this order. Who is not among them becomes inactive.

    Raises:
        DataError: An agent has a contract that the plan does not have, or is listed twice.
    """
    contracts = dict(session.execute(select(ContractRow.name, ContractRow.id)).all())
    departments = ensure_departments(session, (agent.department for agent in agents))
    rows = {row.agent: row for row in session.scalars(select(AgentRow).options(*_CHILDREN))}
    for row in rows.values():
        row.active = False
    seen: set[str] = set()
    for position, agent in enumerate(agents):
        if agent.contract not in contracts:
            remedy = f"The plan has: {', '.join(sorted(contracts)) or 'none; load the plan first'}."
            raise DataError("unknown contract", column="contract", value=agent.contract, remedy=remedy)
        if agent.agent in seen:
            raise DataError("an agent is listed twice", column="agent", value=agent.agent)
        seen.add(agent.agent)
        row = rows.get(agent.agent) or AgentRow(agent=agent.agent, skills=[], windows=[], leave=[])
        row.name, row.efficiency, row.cost_per_hour = agent.name, agent.efficiency, agent.cost_per_hour
        row.pattern, row.pattern_week = agent.pattern, agent.pattern_week
        row.department_id, row.contract_id = departments[agent.department], contracts[agent.contract]
        row.active, row.position = True, position
        _save_children(session, row, agent)
    session.flush()


def load_agents(session: Session) -> tuple[Agent, ...]:
    """The active agents in the order of their file."""
    query = (
        select(AgentRow)
        .where(AgentRow.active)
        .order_by(AgentRow.position)
        .options(joinedload(AgentRow.department), joinedload(AgentRow.contract), *_CHILDREN)
    )
    return tuple(_agent(row) for row in session.scalars(query))


def agent_cards(session: Session, also: Collection[str] = ()) -> tuple[AgentCard, ...]:
    """What the roster page says of the active agents, and of those in ``also`` who left, in the order of the file."""
    query = (
        select(
            AgentRow.agent,
            AgentRow.name,
            DepartmentRow.name,
            ContractRow.name,
            ContractRow.hours_per_week,
            AgentRow.active,
        )
        .join(DepartmentRow, DepartmentRow.id == AgentRow.department_id)
        .join(ContractRow, ContractRow.id == AgentRow.contract_id)
        .order_by(AgentRow.position, AgentRow.agent)
    )
    rows = session.execute(query).all()
    return tuple(AgentCard(*row[:5]) for row in rows if row[5] or row[0] in also)


def agent_ids(session: Session, agents: Iterable[str]) -> dict[str, int]:
    """Ids of all agents by identity, those who left among them.

    Raises:
        DataError: One of ``agents`` is not stored.
    """
    known = dict(session.execute(select(AgentRow.agent, AgentRow.id)).all())
    for agent in agents:
        if agent not in known:
            raise DataError("unknown agent", column="agent", value=agent, remedy="Load the agents first.")
    return known


def _save_children(session: Session, row: AgentRow, agent: Agent) -> None:
    if row.id is not None:
        # The new rows have the keys of the old ones, which must be gone before.
        row.skills, row.windows, row.leave = [], [], []
        session.flush()
    row.skills = [SkillRow(position=i, skill=skill) for i, skill in enumerate(agent.skills)]
    row.windows = [
        AvailabilityRow(position=i, weekday=w.weekday, start_minute=w.start, end_minute=w.end)
        for i, w in enumerate(agent.availability.windows.windows)
    ]
    row.leave = [LeaveRow(position=i, first=d.first, last=d.last) for i, d in enumerate(agent.availability.leave)]
    session.add(row)


def _agent(row: AgentRow) -> Agent:
    windows = WeekWindows(tuple(Window(w.weekday, w.start_minute, w.end_minute) for w in row.windows))
    return Agent(
        agent=row.agent,
        name=row.name,
        department=row.department.name,
        contract=row.contract.name,
        skills=tuple(skill.skill for skill in row.skills),
        availability=Availability(windows, tuple(DateRange(d.first, d.last) for d in row.leave)),
        efficiency=row.efficiency,
        pattern=row.pattern,
        pattern_week=row.pattern_week,
        cost_per_hour=row.cost_per_hour,
    )
