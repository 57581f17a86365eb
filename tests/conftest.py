"""How hypothesis runs, and a database of its own for each test that needs one, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from postgres_server import postgres_server
from template_databases import BACKENDS, Databases, migrated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine


# Timings belong in benchmarks: a slow machine fails no test. In CI the same examples every time, elsewhere new ones.
settings.register_profile("wfm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("wfm"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "wfm")


@pytest.fixture(scope="session")
def postgres_socket() -> Iterator[str]:
    """The socket folder of one PostgreSQL server for all tests."""
    with postgres_server() as socket:
        yield socket


@pytest.fixture(scope="session")
def databases_of(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Databases]:
    """The databases of a backend, whose server starts when it is first asked for."""
    found: dict[str, Databases] = {}

    def of(backend: str) -> Databases:
        if backend not in found:
            postgres = backend == "postgresql"
            place = request.getfixturevalue("postgres_socket") if postgres else tmp_path_factory.mktemp("sqlite")
            found[backend] = Databases(backend, Path(place))
        return found[backend]

    return of


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, databases_of: Callable[[str], Databases]) -> Iterator[str]:
    """An address of an empty, migrated database of the test's own."""
    databases = databases_of(request.param)
    with databases.copy(migrated(databases)) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database of the test's own."""
    from wfm.storage import open_engine

    opened = open_engine(database_url)
    yield opened
    opened.dispose()
