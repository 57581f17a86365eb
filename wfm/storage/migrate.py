"""Bring a database to the schema of this version of wfm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from wfm.errors import ConfigError
from wfm.storage.engine import open_engine

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database_url: str) -> None:
    """Create the database's tables, or bring them up to date. Does nothing where they are.

    Raises:
        ConfigError: The database cannot be opened or upgraded, or was made by a later version of wfm.
    """
    engine = open_engine(database_url)
    try:
        _reach(engine)
        upgrade_engine(engine)
    except OperationalError as error:
        raise ConfigError(f"the database cannot be upgraded: {error.orig}") from error
    finally:
        engine.dispose()


def _reach(engine: Engine) -> None:
    try:
        engine.connect().close()
    except OperationalError as error:
        raise ConfigError(f"the database cannot be opened: {error.orig}") from None


def upgrade_engine(engine: Engine) -> None:
    """The same for an engine that is open; the whole upgrade is one transaction."""
    # "wfm_writes" makes SQLite take the write lock first, so that two processes that start together take turns.
    with engine.execution_options(wfm_writes=True).begin() as connection:
        config = migration_config(connection)
        _refuse_unknown_revision(connection, ScriptDirectory.from_config(config))
        command.upgrade(config, "head")


def migration_config(connection: Connection) -> Config:
    """Alembic's configuration for a connection; there is no alembic.ini."""
    config = Config()
    # Alembic reads the option with interpolation, in which a percent sign is doubled.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema of this version."""
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(migration_config(connection))
        return MigrationContext.configure(connection).get_current_revision() == scripts.get_current_head()


def _refuse_unknown_revision(connection: Connection, scripts: ScriptDirectory) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise ConfigError(f"the database was made by a later version of wfm (schema {current}). Install that version.")
