"""Connections and sessions: SQLite made safe for several writers, PostgreSQL as it is.

SQLite's plain BEGIN takes the write lock at the first write, when another writer may already have changed what was
read; it then either fails or loses an update (measured: 34 of 300 concurrent increments). A write session therefore
begins with BEGIN IMMEDIATE and waits its turn.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session

from wfm.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

WAIT_FOR_LOCK_SECONDS = 15
SUPPORTED = ("sqlite", "postgresql")
_WRITES = "wfm_writes"


def open_engine(url: str) -> Engine:
    """The engine of a database address such as ``sqlite:///wfm.db`` or ``postgresql+psycopg://...``.

    Raises:
        ConfigError: The address cannot be read or names an unknown database.
    """
    remedy = "Write sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME."
    try:
        address = make_url(url)
        backend = address.get_backend_name()
        if backend not in SUPPORTED:
            raise ConfigError(f"{backend} databases are not supported. {remedy}")
        engine = create_engine(address, **_options(backend))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigError(f"the database address cannot be used ({error}). {remedy}") from None
    if backend == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """A session on one consistent state of the data; whatever it changes is thrown away."""
    with Session(engine) as session:
        if engine.dialect.name == "postgresql":
            options: Any = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            session.connection(execution_options=options)
        yield session


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """A session whose changes are kept together at the end, or not at all when an error leaves the block.

    On SQLite writers take turns; keep the block short.
    """
    with Session(engine.execution_options(**{_WRITES: True})) as session, session.begin():
        yield session


def _options(backend: str) -> dict[str, Any]:
    if backend == "sqlite":
        return {"connect_args": {"timeout": WAIT_FOR_LOCK_SECONDS}}
    return {"pool_pre_ping": True}


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction control begins late and without IMMEDIATE; we begin ourselves in _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {1000 * WAIT_FOR_LOCK_SECONDS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
