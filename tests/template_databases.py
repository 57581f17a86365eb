"""Databases that are filled once and copied for each test: files of SQLite, databases of a PostgreSQL server."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


class Databases:
    """Databases of one backend: templates that are filled once, and copies that tests may spoil."""

    def __init__(self, backend: str, place: Path) -> None:
        self.backend, self._place, self._names, self._templates = backend, place, count(1), dict[str, str]()

    def template(self, name: str, fill: Callable[[str], None], base: str | None = None) -> str:
        """The template called ``name``; ``fill`` makes it from a copy of ``base`` when it is first asked for."""
        if name not in self._templates:
            self._templates[name] = self._create(f"template_{name}", base)
            fill(self._url(self._templates[name]))
        return self._templates[name]

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        """The address of a copy, dropped at the end."""
        name = self._create(f"copy_{next(self._names)}", template)
        yield self._url(name)
        if self.backend == "postgresql":
            self._administer(f"DROP DATABASE {name} WITH (FORCE)")
        else:
            for path in self._place.glob(f"{name}*"):
                path.unlink()

    def _create(self, name: str, base: str | None) -> str:
        if self.backend == "postgresql":
            self._administer(f"CREATE DATABASE {name} TEMPLATE {base or 'template0'}")
            return name
        if base:
            shutil.copy(self._place / base, self._place / f"{name}.db")
        return f"{name}.db"

    def _url(self, name: str) -> str:
        if self.backend == "postgresql":
            return f"postgresql+psycopg://postgres@/{name}?host={self._place}"
        return f"sqlite:///{self._place / name}"

    def _administer(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(f"host={self._place} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(statement)


def migrated(databases: Databases) -> str:
    """The template of an empty database of this version."""
    from wfm.storage import upgrade

    return databases.template("migrated", upgrade)
