"""Users and the audit, in and out of the database. Roles and passwords are checked in ``wfm.services``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from wfm.errors import ConflictError, DataError
from wfm.storage.tables import AgentRow, Role, UserRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class User:
    """A user without secrets. ``agent`` is the identity of the person's row on the roster, if any.

    ``session_key`` goes into the session cookie; it changes with the password, which ends all sessions.
    """

    id: int
    name: str
    role: Role
    agent: str | None
    active: bool
    session_key: str


def add(
    session: Session,
    *,
    name: str,
    role: Role,
    password_hash: str,
    session_key: str,
    agent: str | None,
    now: datetime,
) -> User:
    """Store a new user.

    Raises:
        ConflictError: The name is taken, or the agent has a user already.
        DataError: No such agent.
    """
    agent_id = None
    if agent is not None:
        agent_id = session.scalar(select(AgentRow.id).where(AgentRow.agent == agent))
        if agent_id is None:
            raise DataError("no such agent", column="agent", value=agent, remedy="Load the agents first.")
        if session.scalar(select(UserRow.id).where(UserRow.agent_id == agent_id)) is not None:
            raise ConflictError(f"agent {agent} has a user already.")
    if session.scalar(select(UserRow.id).where(UserRow.name == name)) is not None:
        raise ConflictError(f"the user name {name!r} is taken.")
    row = UserRow(
        name=name,
        role=role,
        password_hash=password_hash,
        session_key=session_key,
        agent_id=agent_id,
        active=True,
        created_at=now,
        password_changed_at=now,
    )
    session.add(row)
    session.flush()
    return _user(row, agent)


def by_name(session: Session, name: str) -> User | None:
    """The user of this name, active or not."""
    return _first(session, _users().where(UserRow.name == name))


def by_id(session: Session, user_id: int) -> User | None:
    """The user of this id, active or not."""
    return _first(session, _users().where(UserRow.id == user_id))


def every(session: Session) -> tuple[User, ...]:
    """All users by name."""
    return tuple(_user(row, agent) for row, agent in session.execute(_users().order_by(UserRow.name)))


def password_hash(session: Session, user_id: int) -> str:
    """The stored hash of a user's password."""
    return session.execute(select(UserRow.password_hash).where(UserRow.id == user_id)).scalar_one()


def set_password(
    session: Session, user_id: int, hashed: str, *, session_key: str | None = None, now: datetime | None = None
) -> None:
    """Store another hash; with ``session_key`` and ``now`` it is a change of the password rather than a rehash."""
    row = session.execute(select(UserRow).where(UserRow.id == user_id)).scalar_one()
    row.password_hash = hashed
    if session_key is not None and now is not None:
        row.session_key = session_key
        row.password_changed_at = now


def deactivate(session: Session, user_id: int, session_key: str) -> None:
    """Keep a user from signing in and end the sessions."""
    row = session.execute(select(UserRow).where(UserRow.id == user_id)).scalar_one()
    row.active = False
    row.session_key = session_key


def _users() -> Select[UserRow, str | None]:
    return select(UserRow, AgentRow.agent).outerjoin(AgentRow, AgentRow.id == UserRow.agent_id)


def _first(session: Session, query: Select[UserRow, str | None]) -> User | None:
    found = session.execute(query).first()
    return None if found is None else _user(found[0], found[1])


def _user(row: UserRow, agent: str | None) -> User:
    return User(row.id, row.name, row.role, agent, row.active, row.session_key)
