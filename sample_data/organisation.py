"""Polder Mutual: a made-up Dutch insurer with four departments, each reached by five channels.

Everything a reader may want to change about the organisation stands here as a table; `README.md` says why each number
is what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NAME = "Polder Mutual (made up)"
ZONE = "Europe/Amsterdam"
COUNTRY = "NL"
CURRENCY = "EUR"
INTERVAL_MINUTES = 15
SLOTS_A_DAY = 24 * 60 // INTERVAL_MINUTES

FIRST_DAY = date(2024, 11, 11)
LAST_DAY = date(2026, 11, 15)
PLANNED_MONDAY = date(2026, 11, 16)

CHANNELS = ("voice", "chat", "messaging", "email", "social")
REAL_TIME = frozenset({"voice", "chat"})


@dataclass(frozen=True)
class Department:
    """One department.

    ``open`` and ``open_on_holidays`` are patterns of local time; ``months`` is the level of demand from January to
    December, 1 being the year's average.
    """

    name: str
    open: tuple[str, ...]
    open_on_holidays: tuple[str, ...]
    months: tuple[float, ...]


OFFICE_HOURS = ("mon-fri 08:00-20:00", "sat 09:00-17:00")

DEPARTMENTS = (
    # January: yearly statements and the first collections of the new premium.
    Department("billing", OFFICE_HOURS, (), (1.22, 1.12, 1.02, 1.00, 0.97, 0.94, 0.84, 0.86, 0.98, 1.00, 1.00, 1.05)),
    # Storms and slippery roads: November to February.
    Department("claims", OFFICE_HOURS, (), (1.12, 1.10, 1.00, 0.95, 0.92, 0.93, 0.93, 0.96, 0.96, 1.00, 1.06, 1.07)),
    # The switching season: people compare from mid-November until the year ends.
    Department(
        "contracts",
        ("mon-fri 08:00-18:00",),
        (),
        (1.08, 0.96, 0.95, 0.95, 0.94, 0.92, 0.80, 0.82, 0.98, 1.04, 1.22, 1.34),
    ),
    # The website and the app: holidays matter little.
    Department(
        "support",
        ("mon-fri 08:00-22:00", "sat 09:00-18:00", "sun 10:00-18:00"),
        ("daily 10:00-18:00",),
        (1.10, 1.02, 1.00, 0.99, 0.97, 0.95, 0.92, 0.93, 1.00, 1.01, 1.03, 1.08),
    ),
)


@dataclass(frozen=True)
class QueueFacts:
    """What is true of one queue at the end of the history.

    ``weekly`` contacts in a week of average season; ``growth`` and ``aht_drift`` are shares a year; ``aht_seconds`` the
    mean handle time.
    """

    department: str
    channel: str
    weekly: float
    growth: float
    aht_seconds: float
    aht_drift: float

    @property
    def name(self) -> str:
        """How files call the queue."""
        return f"{self.department}/{self.channel}"

    @property
    def is_real_time(self) -> bool:
        """Whether the customer waits on the line."""
        return self.channel in REAL_TIME


def _queues(department: str, rows: dict[str, tuple[float, float, float, float]]) -> tuple[QueueFacts, ...]:
    return tuple(QueueFacts(department, channel, *rows[channel]) for channel in CHANNELS)


# channel: contacts a week, growth a year, mean handle time in seconds, its drift a year
QUEUES = (
    *_queues(
        "billing",
        {
            "voice": (4880, -0.04, 310, 0.02),
            "chat": (1330, 0.10, 640, -0.02),
            "messaging": (540, 0.22, 420, -0.03),
            "email": (940, -0.05, 430, 0.01),
            "social": (110, 0.05, 300, 0.0),
        },
    ),
    *_queues(
        "claims",
        {
            "voice": (3180, -0.01, 500, 0.03),
            "chat": (680, 0.12, 820, -0.01),
            "messaging": (450, 0.25, 520, -0.02),
            "email": (1090, -0.03, 620, 0.02),
            "social": (80, 0.04, 360, 0.0),
        },
    ),
    *_queues(
        "contracts",
        {
            "voice": (2440, -0.03, 420, 0.01),
            "chat": (810, 0.12, 700, -0.02),
            "messaging": (350, 0.24, 460, -0.03),
            "email": (850, -0.04, 480, 0.0),
            "social": (70, 0.06, 300, 0.0),
        },
    ),
    *_queues(
        "support",
        {
            "voice": (5200, 0.02, 290, -0.02),
            "chat": (2020, 0.15, 560, -0.03),
            "messaging": (710, 0.28, 380, -0.04),
            "email": (640, -0.06, 400, 0.0),
            "social": (250, 0.08, 280, 0.0),
        },
    ),
)


def department(name: str) -> Department:
    """The department called ``name``."""
    return next(d for d in DEPARTMENTS if d.name == name)
