"""The database of an application: one engine, and a session of one consistent state for a request that reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from wfm.storage import open_engine, read_session

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from flask import Flask
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

_EXTENSION = "wfm.engine"


def attach_database(app: Flask, url: str) -> None:
    """Open the engine of ``url`` for ``app``."""
    app.extensions[_EXTENSION] = open_engine(url)


def engine() -> Engine:
    """The engine of the application that answers this request."""
    found: Engine = current_app.extensions[_EXTENSION]
    return found


def reading() -> AbstractContextManager[Session]:
    """One consistent state of the database, for a page that changes nothing."""
    return read_session(engine())
