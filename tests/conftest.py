"""Databases for the tests: a migrated SQLite file or PostgreSQL database of its own for each test."""

from __future__ import annotations

import shutil
from itertools import count
from typing import TYPE_CHECKING

import pytest
from postgres_server import postgres_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres_socket() -> Iterator[str]:
    """The socket folder of one PostgreSQL server for all tests."""
    with postgres_server() as socket:
        yield socket


def postgres_url(socket: str, database: str) -> str:
    """The address of a database of the test server."""
    return f"postgresql+psycopg://postgres@/{database}?host={socket}"


@pytest.fixture(scope="session")
def postgres_template(postgres_socket: str) -> str:
    """The name of a migrated database that others are copied from."""
    from wfm.storage import upgrade

    _create_database(postgres_socket, "template_wfm", "template0")
    upgrade(postgres_url(postgres_socket, "template_wfm"))
    return "template_wfm"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated SQLite file that others are copied from."""
    from wfm.storage import upgrade

    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite:///{path}")
    return str(path)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An address of an empty, migrated database of the test's own."""
    if request.param == "sqlite":
        path = request.getfixturevalue("tmp_path") / "wfm.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    socket = request.getfixturevalue("postgres_socket")
    name = f"test_{next(_NUMBERS)}"
    _create_database(socket, name, request.getfixturevalue("postgres_template"))
    yield postgres_url(socket, name)
    _administer(socket, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database of the test's own."""
    from wfm.storage import open_engine

    opened = open_engine(database_url)
    yield opened
    opened.dispose()


def _create_database(socket: str, name: str, template: str) -> None:
    _administer(socket, f"CREATE DATABASE {name} TEMPLATE {template}")


def _administer(socket: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"host={socket} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(statement)
