"""Users: who may sign in. Passwords are kept as argon2id hashes; every change is audited."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wfm.errors import ConfigError, PermissionDenied
from wfm.services.clock import moment
from wfm.services.passwords import hash_password, is_outdated, verify_password
from wfm.services.roles import Permission, require
from wfm.storage import audit, read_session, users, write_session
from wfm.storage.audit import AuditEntry
from wfm.storage.tables.accounts import Role
from wfm.storage.users import User

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

#: Who the command line acts as: whoever can run it can read the database file anyway.
SYSTEM = User(id=0, name="system", role=Role.ADMIN, agent=None, active=True, session_key="")


def add_user(
    session: Session,
    actor: User,
    name: str,
    password: str,
    role: Role | str,
    *,
    agent: str | None = None,
    now: datetime | None = None,
) -> User:
    """Add a user, linked to an agent where that is who they are on the roster. Names are kept in lower case.

    Raises:
        PermissionDenied: ``actor`` is not an administrator.
        ConfigError: The name, role or password will not do.
        ConflictError: The name is taken, or the agent has a user.
        DataError: No such agent.
    """
    require(actor, Permission.MANAGE_USERS)
    key = _key(name)
    if not key or key == SYSTEM.name or len(key) > 100 or not key.isprintable():
        raise ConfigError(f"{name!r} cannot be a user name.")
    if role not in list(Role):
        raise ConfigError(f"{role!r} is no role. Use one of: {', '.join(Role)}.")
    at = moment(now)
    user = users.add(
        session,
        name=key,
        role=Role(role),
        password_hash=hash_password(password, key),
        session_key=_new_session_key(),
        agent=agent,
        now=at,
    )
    audit.record(session, AuditEntry(at, actor.name, "add", "user", key, None, _public(user)))
    return user


def authenticate(engine: Engine, name: str, password: str, *, now: datetime | None = None) -> User | None:
    """The active user whose password this is, else None; a caller learns nothing about which of the two was wrong.

    The hash is checked outside of any write, renewed where its parameters are outdated, and the attempt is audited
    (a name that is nobody's is not kept: people type passwords there).
    """
    with read_session(engine) as session:
        found = users.by_name(session, _key(name))
        user = found if found is not None and found.active else None
        kept = users.password_hash(session, user.id) if user is not None else None
    right = verify_password(kept, password)
    renewed = hash_password(password, "") if right and kept is not None and is_outdated(kept) else None
    subject = found.name if found is not None else "unknown"
    entry = AuditEntry(moment(now), subject, "sign in" if right else "failed sign in", "user", subject, None, None)
    with write_session(engine) as session:
        if user is not None and renewed is not None:
            users.set_password(session, user.id, renewed)
        audit.record(session, entry)
    return user if right else None


def find_user(session: Session, user_id: int, session_key: str) -> User | None:
    """The signed-in user, None once deactivated or after a change of password."""
    user = users.by_id(session, user_id)
    if user is None or not user.active or not secrets.compare_digest(user.session_key.encode(), session_key.encode()):
        return None
    return user


def change_password(
    session: Session, actor: User, old_password: str, new_password: str, *, now: datetime | None = None
) -> User:
    """Change one's own password; every session of the user ends, so sign in the returned user again.

    Raises:
        PermissionDenied: The old password is not right.
        ConfigError: The new one will not do.
    """
    user = users.by_id(session, actor.id)
    if user is None or not user.active or not verify_password(users.password_hash(session, user.id), old_password):
        raise PermissionDenied("the present password is not right.")
    at, key = moment(now), _new_session_key()
    users.set_password(session, user.id, hash_password(new_password, user.name), session_key=key, now=at)
    audit.record(session, AuditEntry(at, user.name, "change password", "user", user.name, None, None))
    return replace(user, session_key=key)


def deactivate_user(session: Session, actor: User, name: str, *, now: datetime | None = None) -> User:
    """Keep a user from signing in and end the sessions; the account stays, for the audit names it.

    Raises:
        PermissionDenied: ``actor`` is not an administrator.
        ConfigError: No such user, or it is the actor.
    """
    require(actor, Permission.MANAGE_USERS)
    user = users.by_name(session, _key(name))
    if user is None or not user.active:
        raise ConfigError(f"there is no active user {name!r}.")
    if user.id == actor.id:
        raise ConfigError("nobody deactivates themselves: ask another administrator.")
    key = _new_session_key()
    users.deactivate(session, user.id, key)
    after = replace(user, active=False, session_key=key)
    entry = AuditEntry(moment(now), actor.name, "deactivate", "user", user.name, _public(user), _public(after))
    audit.record(session, entry)
    return after


def list_users(session: Session, actor: User) -> tuple[User, ...]:
    """All users by name.

    Raises:
        PermissionDenied: ``actor`` is not an administrator.
    """
    require(actor, Permission.MANAGE_USERS)
    return users.every(session)


def _key(name: str) -> str:
    return name.strip().casefold()


def _new_session_key() -> str:
    return secrets.token_urlsafe(24)


def _public(user: User) -> dict[str, Any]:
    return {"role": user.role.value, "agent": user.agent, "active": user.active}
