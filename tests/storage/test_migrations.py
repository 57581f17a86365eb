"""The migrated schema is the schema of the models, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from wfm.errors import ConfigError
from wfm.storage import is_current, open_engine, upgrade
from wfm.storage.tables import Base


def test_migrated_schema_is_that_of_the_models(engine):
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "target_metadata": Base.metadata}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []
    assert is_current(engine)


def test_words_are_checked_by_the_database_as_the_models_say(engine):
    """Autogenerate does not compare CHECK constraints, so they are compared here."""
    inspector = inspect(engine)
    for table in Base.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if type(c).__name__ == "CheckConstraint"}
        found = {c["name"] for c in inspector.get_check_constraints(table.name)}
        assert found == wanted, table.name


def test_upgrading_twice_changes_nothing(database_url, engine):
    before = inspect(engine).get_table_names()
    upgrade(database_url)
    assert inspect(engine).get_table_names() == before


def test_processes_that_start_together_upgrade_one_database(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, [url] * 4))
    engine = open_engine(url)
    assert is_current(engine)
    engine.dispose()


def test_a_database_of_a_later_version_is_refused_and_left_alone(database_url, engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError, match="later version"):
        upgrade(database_url)
    assert not is_current(engine)


def test_an_upgrade_that_fails_is_not_called_an_address_that_cannot_be_opened(tmp_path):
    url = f"sqlite:///{tmp_path / 'half.db'}"
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE roster (id INTEGER)"))  # somebody else's table of the same name
    engine.dispose()
    with pytest.raises(ConfigError, match="cannot be upgraded"):
        upgrade(url)


def test_a_folder_that_cannot_hold_a_database_is_a_clear_error(tmp_path):
    with pytest.raises(ConfigError, match="database"):
        upgrade(f"sqlite:///{tmp_path / 'nowhere' / 'wfm.db'}")


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://somewhere/wfm", "nosuch://x"])
def test_an_address_that_is_no_supported_database_is_refused(url):
    with pytest.raises(ConfigError):
        open_engine(url)
