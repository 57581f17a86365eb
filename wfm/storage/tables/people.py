"""Agents with what they can do, when they can work and when they are on leave."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wfm.storage.tables.base import Base
from wfm.storage.tables.site import ContractRow, DepartmentRow


class AgentRow(Base):
    """An agent. Those who left stay as ``active = false``, for rosters of the past name them."""

    __tablename__ = "agent"

    id: Mapped[int] = mapped_column(primary_key=True)
    agent: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    efficiency: Mapped[float]
    cost_per_hour: Mapped[float | None]
    pattern: Mapped[str] = mapped_column(server_default=text("''"))
    pattern_week: Mapped[int] = mapped_column(server_default="0")
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]

    department: Mapped[DepartmentRow] = relationship(lazy="raise")
    contract: Mapped[ContractRow] = relationship(lazy="raise")
    skills: Mapped[list[SkillRow]] = relationship(
        cascade="all, delete-orphan", order_by="SkillRow.position", lazy="raise", passive_deletes=True
    )
    windows: Mapped[list[AvailabilityRow]] = relationship(
        cascade="all, delete-orphan", order_by="AvailabilityRow.position", lazy="raise", passive_deletes=True
    )
    leave: Mapped[list[LeaveRow]] = relationship(
        cascade="all, delete-orphan", order_by="LeaveRow.position", lazy="raise", passive_deletes=True
    )


class SkillRow(Base):
    """A queue or department whose contacts an agent can handle."""

    __tablename__ = "agent_skill"

    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    skill: Mapped[str] = mapped_column(index=True)


class AvailabilityRow(Base):
    """A weekly window in which an agent can work: minutes after local midnight of a weekday (0 is Monday)."""

    __tablename__ = "agent_availability"

    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    weekday: Mapped[int]
    start_minute: Mapped[int]
    end_minute: Mapped[int]


class LeaveRow(Base):
    """Local days of leave, first and last included."""

    __tablename__ = "agent_leave"

    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[date] = mapped_column(index=True)
    last: Mapped[date]
