"""Contacts: queues, goals, what came in and what is expected."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from wfm.errors import ConfigError, DataError
from wfm.intervals import IntervalGrid, local_instant, zone_of
from wfm.types.frames import FrameContract

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    import pandas as pd


class Channel(StrEnum):
    """How a contact reaches the organisation."""

    VOICE = "voice"
    CHAT = "chat"
    MESSAGING = "messaging"
    EMAIL = "email"
    SOCIAL = "social"


@dataclass(frozen=True, slots=True)
class Queue:
    """Contacts of one department by one channel (and one language, where that matters)."""

    department: str
    channel: Channel = Channel.VOICE
    language: str = ""

    @property
    def name(self) -> str:
        """How files and pages call it: ``billing/voice`` or ``billing/voice/fr``."""
        return "/".join(part for part in (self.department, self.channel.value, self.language) if part)


@dataclass(frozen=True, slots=True)
class ServiceGoal:
    """What customers of a real-time queue are promised. Shares are 0..1; None means no such goal.

    The service level is the share of contacts offered that are answered within the threshold.
    """

    service_level: float | None = 0.8
    threshold_seconds: float = 20.0
    asa_seconds: float | None = None
    max_abandonment: float | None = None
    max_occupancy: float | None = 0.85

    def __post_init__(self) -> None:
        for name in ("service_level", "max_abandonment", "max_occupancy"):
            value = getattr(self, name)
            if value is not None and not 0 < value <= 1:
                raise ConfigError(f"{name} is a share above 0 and up to 1, not {value}. Write 80 % as 0.8.")
        if self.service_level is not None and self.service_level >= 1:
            raise ConfigError("service_level 1 asks for infinitely many agents. Use a share below 1, such as 0.95.")
        if self.threshold_seconds < 0 or (self.asa_seconds is not None and self.asa_seconds <= 0):
            raise ConfigError("threshold_seconds and asa_seconds are not negative.")


HISTORY = FrameContract(
    "history",
    key=("queue", "interval_start"),
    numbers=("offered", "handled", "abandoned", "aht_seconds"),
    may_be_nan=("handled", "abandoned", "aht_seconds"),
)

QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
QUANTILE_COLUMNS = tuple(f"offered_p{round(100 * q):02d}" for q in QUANTILES)

FORECAST = FrameContract(
    "forecast",
    key=("queue", "interval_start"),
    numbers=("offered", *QUANTILE_COLUMNS, "aht_seconds"),
    may_be_nan=("aht_seconds",),
    texts=("model",),
)


# Columns of scores.csv: one row a queue, model and origin. ``wape``, ``bias`` and the first coverages are those of
# intervals; ``pinball`` is the mean over the quantiles, a contact; ``floor`` is the WAPE that chance alone leaves;
# ``wape_median`` is the WAPE of the medians, which absolute errors ask for where counts are small.
SCORE_COLUMNS = (
    "queue", "model", "origin", "wape", "wape_naive", "mase", "bias", "coverage_80", "coverage_90", "seconds",
    "pinball", "floor", "wape_day", "wape_week",
    "coverage_80_day", "coverage_90_day", "coverage_80_week", "coverage_90_week", "wape_median",
)  # fmt: skip
# Those that every file of scores holds; the others came later.
REQUIRED_SCORES = SCORE_COLUMNS[: SCORE_COLUMNS.index("seconds") + 1]
# Columns of Forecast.totals and of the file of days and weeks.
TOTALS = ("queue", "by", "first_day", "offered", *QUANTILE_COLUMNS)


@dataclass(frozen=True)
class History:
    """Contacts a queue and interval, as the telephone system counted them.

    ``frame`` has queue, interval_start (UTC), offered, handled, abandoned, aht_seconds (the last three NaN where
    unknown). An interval without a row was not measured; a closed one is a row of zero or no row. ``notes`` say what
    reading the file took for granted.
    """

    frame: pd.DataFrame
    interval_minutes: int
    zone: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "frame", HISTORY.check(self.frame))

    @property
    def queues(self) -> tuple[str, ...]:
        """Queue names, sorted."""
        return tuple(sorted(self.frame["queue"].unique()))

    @property
    def years(self) -> tuple[int, int]:
        """First and last calendar year (UTC) of the history."""
        return _years(self.frame)

    def before(self, day: date) -> History:
        """What was known at local midnight of ``day``: the same history, cut there."""
        midnight = local_instant(day, 0, zone_of(self.zone))
        return replace(self, frame=self.frame[self.frame["interval_start"] < midnight])


@dataclass(frozen=True)
class Adjustment:
    """A change people made to a forecast: kept beside the raw numbers, with author and reason."""

    queue: str
    start: datetime
    end: datetime
    factor: float
    author: str
    reason: str
    made_at: datetime


@dataclass(frozen=True)
class Forecast:
    """Contacts expected a queue and interval, as a mean with quantiles, and the mean handle time.

    ``frame`` follows :data:`FORECAST`. ``scores`` (as in scores.csv) tell how the method did on past weeks, against
    the seasonal naive forecast; None when it was not asked. ``notes`` say what was assumed, a queue. ``parts`` are the
    factors of each queue and day as made (see :mod:`wfm.forecast.explain`); None for a forecast that was read.
    ``totals`` (columns :data:`TOTALS`) are the days and the weeks (from Monday, as far as they are forecast) with bands
    of their own, for those of intervals do not add up; None for a forecast that was read without them.
    """

    frame: pd.DataFrame
    interval_minutes: int
    zone: str
    made_at: datetime | None = None
    scores: pd.DataFrame | None = None
    adjustments: tuple[Adjustment, ...] = ()
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: pd.DataFrame | None = None
    totals: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "frame", FORECAST.check(self.frame))

    @property
    def queues(self) -> tuple[str, ...]:
        """Queue names, sorted."""
        return tuple(sorted(self.frame["queue"].unique()))

    @property
    def years(self) -> tuple[int, int]:
        """First and last calendar year (UTC) of the forecast."""
        return _years(self.frame)

    @property
    def grid(self) -> IntervalGrid:
        """From the first interval to the last; intervals without a row have no contacts.

        Raises:
            DataError: The forecast is empty.
        """
        starts = self.frame["interval_start"]
        if starts.empty:
            raise DataError("the forecast holds no interval")
        first, last = starts.min(), starts.max()
        count = int((last - first).total_seconds()) // (60 * self.interval_minutes) + 1
        return IntervalGrid(first.to_pydatetime(), self.interval_minutes, count, self.zone)


def _years(frame: pd.DataFrame) -> tuple[int, int]:
    if frame.empty:
        raise DataError("there is no interval", remedy="Check the days asked for and the file.")
    return frame["interval_start"].min().year, frame["interval_start"].max().year
