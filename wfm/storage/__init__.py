"""Storage: SQLAlchemy tables, sessions, repositories (types in, types out) and Alembic migrations."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfm.storage.engine import open_engine, read_session, write_session
    from wfm.storage.migrate import is_current, upgrade
    from wfm.storage.tables.accounts import Role
    from wfm.storage.users import User

# SQLAlchemy loads when one of these is first asked for, not with the package.
_HOMES = {
    "Role": "wfm.storage.tables.accounts",
    "User": "wfm.storage.users",
    "is_current": "wfm.storage.migrate",
    "open_engine": "wfm.storage.engine",
    "read_session": "wfm.storage.engine",
    "upgrade": "wfm.storage.migrate",
    "write_session": "wfm.storage.engine",
}

__all__ = ["Role", "User", "is_current", "open_engine", "read_session", "upgrade", "write_session"]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
