"""The clock, read only where a service was not told the time."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(now: datetime | None) -> datetime:
    """``now``, or the present in UTC."""
    return datetime.now(UTC) if now is None else now
