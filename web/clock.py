"""The clock of an application, and the local day it gives. Tests hand in their own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from flask import current_app

from wfm.intervals import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

_EXTENSION = "wfm.clock"


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def attach_clock(app: Flask, clock: Callable[[], datetime]) -> None:
    """Let ``app`` read the time from ``clock``."""
    app.extensions[_EXTENSION] = clock


def now() -> datetime:
    """Now (UTC), by the application's clock."""
    found: datetime = current_app.extensions[_EXTENSION]()
    return found


def today(zone: str | None) -> date:
    """Today where people read ``zone``; in UTC where no zone is known yet."""
    return now().astimezone(zone_of(zone or "UTC")).date()
