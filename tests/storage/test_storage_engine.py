"""Sessions: writers take turns, readers see one state, instants are UTC."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from template_databases import migrated

from wfm.errors import DataError
from wfm.storage import open_engine, read_session, write_session
from wfm.storage.tables import AuditIsAppendOnlyError, AuditRow, DepartmentRow, QueueRow

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def audit_row(**changes):
    values = {"at": NOON, "actor": "planner", "action": "publish", "subject": "roster", "subject_id": "1"}
    return AuditRow(**{**values, "before": None, "after": None, **changes})


@pytest.fixture
def sqlite_url(databases_of):
    databases = databases_of("sqlite")
    with databases.copy(migrated(databases)) as url:
        yield url


def _increments(begin, url, threads=6, each=25):
    """Read a counter and write it back plus one, as a version check does, from several threads."""
    engine = open_engine(url)
    with write_session(engine) as session:
        session.add(DepartmentRow(name="0"))

    def work(_):
        failed = 0
        for _ in range(each):
            try:
                with begin(engine) as session:
                    row = session.execute(text("SELECT id, name FROM department")).one()
                    session.execute(
                        text("UPDATE department SET name = :name WHERE id = :id"),
                        {"name": str(int(row.name) + 1), "id": row.id},
                    )
                    session.commit() if begin is read_session else None
            except DBAPIError:
                failed += 1
        return failed

    with ThreadPoolExecutor(threads) as pool:
        failed = sum(pool.map(work, range(threads)))
    with read_session(engine) as session:
        counted = int(session.scalar(select(DepartmentRow.name)))
    engine.dispose()
    return counted, failed, threads * each


def test_no_increment_is_lost_or_refused_between_writers_on_sqlite(sqlite_url):
    counted, failed, wanted = _increments(write_session, sqlite_url)
    assert (counted, failed) == (wanted, 0)


def test_plain_begin_would_refuse_or_lose_some(sqlite_url):
    """Why write sessions begin with BEGIN IMMEDIATE: if this fails, the test above proves nothing."""
    counted, failed, wanted = _increments(read_session, sqlite_url)
    assert counted < wanted
    assert counted + failed == wanted, "SQLite refuses in WAL mode rather than to lose silently"


def test_sqlite_has_wal_foreign_keys_and_patience(sqlite_url):
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) == 15_000
    engine.dispose()


def test_foreign_keys_hold(engine):
    with pytest.raises(IntegrityError), write_session(engine) as session:
        session.add(QueueRow(name="billing/voice", department_id=999, channel="voice", language=""))


def test_an_error_in_a_write_session_keeps_nothing(engine):
    def break_midway():
        with write_session(engine) as session:
            session.add(DepartmentRow(name="billing"))
            session.flush()
            raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"):
        break_midway()
    with read_session(engine) as session:
        assert session.scalar(select(DepartmentRow.name)) is None


def test_a_read_session_keeps_nothing(engine):
    try:
        with read_session(engine) as session:
            session.add(DepartmentRow(name="billing"))
            session.flush()
    except DBAPIError:
        assert engine.dialect.name == "postgresql", "PostgreSQL refuses the write itself"
    with read_session(engine) as session:
        assert session.scalar(select(DepartmentRow.name)) is None


def test_a_read_session_sees_one_state_while_others_write(engine):
    with read_session(engine) as reader:
        assert reader.scalars(select(DepartmentRow.name)).all() == []
        with write_session(engine) as writer:
            writer.add(DepartmentRow(name="billing"))
        assert reader.scalars(select(DepartmentRow.name)).all() == []
    with read_session(engine) as later:
        assert later.scalars(select(DepartmentRow.name)).all() == ["billing"]


def test_instants_come_back_in_utc_whatever_their_offset(engine):
    there = NOON.astimezone(timezone(timedelta(hours=5, minutes=45)))
    with write_session(engine) as session:
        session.add(audit_row(at=there))
    with read_session(engine) as session:
        at = session.scalar(select(AuditRow.at))
    assert at == NOON
    assert at.utcoffset() == timedelta(0)


def test_an_instant_without_offset_is_refused(engine):
    with pytest.raises(Exception, match="without an offset") as caught, write_session(engine) as session:
        session.add(audit_row(at=datetime(2026, 11, 16, 12)))  # noqa: DTZ001 - that is the point
    assert isinstance(caught.value, DataError) or isinstance(caught.value.__cause__, DataError)


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_the_audit(engine, change):
    with write_session(engine) as session:
        session.add(audit_row())
    with pytest.raises(DBAPIError, match="append-only"), write_session(engine) as session:
        session.execute(text(change))
    with read_session(engine) as session:
        assert session.scalars(select(AuditRow.actor)).all() == ["planner"]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_truncate_the_audit(engine):
    with pytest.raises(DBAPIError, match="append-only"), write_session(engine) as session:
        session.execute(text("TRUNCATE audit"))


def test_the_models_refuse_to_change_the_audit(engine):
    with write_session(engine) as session:
        session.add(audit_row())
    with pytest.raises(AuditIsAppendOnlyError), write_session(engine) as session:
        session.scalar(select(AuditRow)).actor = "nobody"
    with pytest.raises(AuditIsAppendOnlyError), write_session(engine) as session:
        session.delete(session.scalar(select(AuditRow)))


def test_the_audit_keeps_sql_null_for_nothing(engine):
    with write_session(engine) as session:
        session.add(audit_row(after={"version": 2}))
    with read_session(engine) as session:
        row = session.execute(text("SELECT before IS NULL AS none, after IS NULL AS some FROM audit")).one()
    assert (bool(row.none), bool(row.some)) == (True, False)


def test_words_outside_the_list_are_refused_by_the_database(engine):
    with write_session(engine) as session:
        session.add(DepartmentRow(name="billing"))
    statement = text(
        "INSERT INTO queue (name, department_id, channel, language) SELECT 'q', id, 'fax', '' FROM department"
    )
    with pytest.raises(IntegrityError), write_session(engine) as session:
        session.execute(statement)


def test_the_sqlite_library_knows_what_we_use():
    assert sqlite3.sqlite_version_info >= (3, 35)
