"""Interval grids, weekly opening windows and time zones.

Inside wfm every instant is UTC. A zone appears where people read or write a time: an opening hour, a shift start, a
date. A week of quarter-hours therefore has 668, 672 or 676 intervals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wfm.errors import ConfigError, DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAMES = frozenset(
    (*WEEKDAYS, "monday", "tuesday", "tues", "wednesday", "thursday", "thurs", "friday", "saturday", "sunday")
)
DAY_MINUTES = 24 * 60


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone called ``name``.

    Raises:
        ConfigError: No such zone is known.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"unknown time zone {name!r}. Use an IANA name such as Europe/Amsterdam or America/New_York."
        raise ConfigError(message) from None


def local_instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The UTC instant of a local wall-clock time, ``minute`` minutes after midnight of ``day`` (may exceed a day).

    A time that the spring change skips is read with the offset before the change (02:30 becomes 03:30); one that the
    autumn change repeats is its first occurrence. This is PEP 495 with fold 0, and what people mean by a shift start.
    """
    days, rest = divmod(minute, DAY_MINUTES)
    local = datetime.combine(day + timedelta(days=days), datetime.min.time(), zone)
    return (local.replace(hour=rest // 60, minute=rest % 60)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes after local midnight on one weekday (0 is Monday); an end beyond 1,440 runs into the next day."""

    weekday: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WeekWindows:
    """A weekly pattern of times, for opening hours and availability. No window at all means never."""

    windows: tuple[Window, ...]

    @classmethod
    def always(cls) -> WeekWindows:
        """Every minute of the week."""
        return cls(tuple(Window(d, 0, DAY_MINUTES) for d in range(7)))

    @classmethod
    def parse(cls, rules: str | Iterable[str]) -> WeekWindows:
        """Windows from rules such as ``mon-fri 08:00-17:00``; several are joined by semicolons or given as a list.

        ``daily`` means all seven days, ``24:00`` midnight at the end of a day, an end before its start runs into the
        next day (``fri 22:00-06:00``), and no times at all mean the whole day (``sat``).

        Raises:
            ConfigError: A rule cannot be read.
        """
        texts = rules.split(";") if isinstance(rules, str) else rules
        return cls(tuple(w for text in texts if text.strip() for w in _parse_rule(text)))

    def __str__(self) -> str:
        return "; ".join(
            f"{WEEKDAYS[w.weekday]} {_clock(w.start)}-{_clock(w.end if w.end <= DAY_MINUTES else w.end - DAY_MINUTES)}"
            for w in self.windows
        )

    def on(self, day: date) -> tuple[Window, ...]:
        """The windows that begin on ``day``."""
        return tuple(w for w in self.windows if w.weekday == day.weekday())


_RULE = re.compile(
    r"^\s*(?P<days>[a-z][a-z,\s-]*?)\s*(?:(?P<h1>\d{1,2}):(?P<m1>\d\d)\s*-\s*(?P<h2>\d{1,2}):(?P<m2>\d\d))?\s*$"
)


def _parse_rule(text: str) -> list[Window]:
    match = _RULE.match(text.lower())
    problem = f"cannot read the times {text.strip()!r}. Write them as 'mon-fri 08:00-17:00' or 'sat,sun 10:00-16:00'."
    if match is None:
        raise ConfigError(problem)
    start, end = 0, DAY_MINUTES
    if match["h1"]:
        start, end = int(match["h1"]) * 60 + int(match["m1"]), int(match["h2"]) * 60 + int(match["m2"])
        clock_ok = start < DAY_MINUTES and end <= DAY_MINUTES and int(match["m1"]) < 60 and int(match["m2"]) < 60
        if not clock_ok or start == end:
            raise ConfigError(problem)
        end += DAY_MINUTES if end < start else 0
    return [Window(d, start, end) for d in _parse_days(match["days"], problem)]


def _parse_days(text: str, problem: str) -> list[int]:
    if text.strip() == "daily":
        return list(range(7))
    days: list[int] = []
    for part in text.split(","):
        names = [name.strip() for name in part.split("-")]
        if len(names) > 2 or any(name not in _DAY_NAMES for name in names):
            raise ConfigError(problem)
        first, last = WEEKDAYS.index(names[0][:3]), WEEKDAYS.index(names[-1][:3])
        days += [(first + i) % 7 for i in range((last - first) % 7 + 1)]
    return days


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True)
class IntervalGrid:
    """Consecutive intervals of equal length: ``count`` of ``minutes`` each from ``start`` (UTC), read in ``zone``.

    Raises:
        DataError: ``start`` bears no UTC offset, or the length does not divide a day.
    """

    start: datetime
    minutes: int
    count: int
    zone: str = field(default="UTC")

    def __post_init__(self) -> None:
        zone_of(self.zone)
        if self.start.tzinfo is None:
            raise DataError("a grid starts at an instant with an offset", value=self.start)
        if self.minutes <= 0 or DAY_MINUTES % self.minutes:
            raise DataError("an interval must divide the day", value=self.minutes, remedy="Use 5, 10, 15, 30 or 60.")
        if self.count < 0:
            raise DataError("a grid has no negative length", value=self.count)
        object.__setattr__(self, "start", self.start.astimezone(UTC))

    @classmethod
    def days(cls, first: date, days: int, zone: str, minutes: int = 15) -> IntervalGrid:
        """The grid of ``days`` local days from midnight of ``first``: shorter or longer at a clock change."""
        where = zone_of(zone)
        begin = local_instant(first, 0, where)
        end = local_instant(first + timedelta(days=days), 0, where)
        return cls(begin, minutes, int((end - begin).total_seconds()) // (60 * minutes), zone)

    @property
    def end(self) -> datetime:
        """The instant after the last interval (UTC)."""
        return self.start + timedelta(minutes=self.minutes * self.count)

    @cached_property
    def index(self) -> pd.DatetimeIndex:
        """The start of every interval, UTC."""
        import pandas as pd

        return pd.date_range(
            self.start, periods=self.count, freq=f"{self.minutes}min", unit="us", name="interval_start"
        )

    @cached_property
    def local_dates(self) -> Sequence[date]:
        """The local calendar days that the grid touches, in order."""
        where = zone_of(self.zone)
        first = self.start.astimezone(where).date()
        last = (self.end - timedelta(microseconds=1)).astimezone(where).date()
        return [first + timedelta(days=i) for i in range((last - first).days + 1)]

    def slot(self, instant: datetime) -> int:
        """The number of the interval that holds ``instant``; negative or beyond ``count`` outside the grid."""
        return int((instant - self.start).total_seconds() // (60 * self.minutes))

    def next_slot(self, instant: datetime) -> int:
        """The number of the first interval that starts at ``instant`` or later."""
        return -int((self.start - instant).total_seconds() // (60 * self.minutes))

    def mask(
        self,
        windows: WeekWindows,
        closed: Collection[date] = (),
        instead: Mapping[date, WeekWindows] | None = None,
    ) -> NDArray[np.bool_]:
        """Which intervals lie wholly inside ``windows``; windows that meet or overlap count as one.

        Args:
            windows: The weekly pattern, in local time.
            closed: Local days on which no window begins.
            instead: Local days with a pattern of their own (read for their weekday).
        """
        import numpy as np

        inside = np.zeros(self.count, dtype=bool)
        for begin, end in _joined(self._spans(windows, closed, instead or {})):
            inside[max(0, self.next_slot(begin)) : max(0, self.slot(end))] = True
        return inside

    def _spans(
        self, windows: WeekWindows, closed: Collection[date], instead: Mapping[date, WeekWindows]
    ) -> list[tuple[datetime, datetime]]:
        where = zone_of(self.zone)
        days = [self.local_dates[0] - timedelta(days=1), *self.local_dates] if self.count else []
        return [
            (local_instant(day, window.start, where), local_instant(day, window.end, where))
            for day in days
            if day not in closed
            for window in instead.get(day, windows).on(day)
        ]


def _joined(spans: list[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Spans of time in order, those that meet or overlap made one: an interval may lie across the seam of two days."""
    current: tuple[datetime, datetime] | None = None
    for begin, end in sorted(spans):
        if current is not None and begin <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            if current is not None:
                yield current
            current = (begin, end)
    if current is not None:
        yield current


def monday_of(day: date) -> date:
    """The Monday of the week that holds ``day``."""
    return day - timedelta(days=day.weekday())
