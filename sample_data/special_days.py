"""Days that are not like others: public holidays, school holidays, campaigns, the outage, and gaps in the counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.organisation import CHANNELS, COUNTRY, FIRST_DAY, LAST_DAY
from wfm.calendars import build_calendar
from wfm.types import SpecialDay

OUTAGE_DAY = date(2026, 3, 10)
OUTAGE_SLOTS = range(41, 55)  # 10:15 to 13:45 local
AFTER_OUTAGE_SLOTS = range(55, 72)  # 13:45 to 18:00: people who could not get through try again

# name, first day, number of days, department, factor on its queues
CAMPAIGNS = (
    ("renewal mailing", date(2024, 11, 19), 2, "contracts", 1.30),
    ("premium letter", date(2025, 1, 14), 3, "billing", 1.28),
    ("storm on the coast", date(2025, 2, 24), 2, "claims", 1.35),
    ("app relaunch", date(2025, 4, 8), 3, "support", 1.32),
    ("direct debit reminder", date(2025, 6, 17), 2, "billing", 1.25),
    ("app update", date(2025, 9, 16), 2, "support", 1.27),
    ("renewal mailing", date(2025, 11, 18), 2, "contracts", 1.33),
    ("premium letter", date(2026, 1, 13), 3, "billing", 1.30),
    ("hail", date(2026, 5, 27), 2, "claims", 1.34),
    ("app update", date(2026, 6, 9), 2, "support", 1.29),
    ("direct debit reminder", date(2026, 9, 15), 2, "billing", 1.26),
    ("renewal mailing", date(2026, 11, 17), 2, "contracts", 1.30),
)

# name, first day, last day: made-up breaks of the usual Dutch length
SCHOOL_HOLIDAYS = (
    ("Christmas break", date(2024, 12, 21), date(2025, 1, 5)),
    ("spring break", date(2025, 2, 22), date(2025, 3, 2)),
    ("May break", date(2025, 4, 26), date(2025, 5, 4)),
    ("summer break", date(2025, 7, 19), date(2025, 8, 31)),
    ("autumn break", date(2025, 10, 18), date(2025, 10, 26)),
    ("Christmas break", date(2025, 12, 20), date(2026, 1, 4)),
    ("spring break", date(2026, 2, 14), date(2026, 2, 22)),
    ("May break", date(2026, 4, 25), date(2026, 5, 3)),
    ("summer break", date(2026, 7, 18), date(2026, 8, 30)),
    ("autumn break", date(2026, 10, 17), date(2026, 10, 25)),
    ("Christmas break", date(2026, 12, 19), date(2027, 1, 3)),
)

SCHOOL_FACTOR = 0.93
EVE_FACTOR = 0.65  # 24 and 31 December
BRIDGE_FACTOR = 0.80  # the Friday after Ascension Day
AFTER_HOLIDAY_FACTOR = 1.12
HOLIDAY_REAL_TIME_FACTOR = 0.80  # of a Sunday, for those who are open
HOLIDAY_DEFERRED_FACTOR = 1.0  # letters come as on a Sunday


@dataclass(frozen=True)
class Gap:
    """Local days and quarter-hours whose counts were lost; no queue named means all."""

    day: date
    slots: range
    queue: str = ""


GAPS = (
    Gap(date(2025, 3, 6), range(36, 56)),  # the export failed for five hours
    Gap(date(2025, 8, 12), range(0, 96), "claims/chat"),
    Gap(date(2025, 8, 13), range(0, 96), "claims/chat"),
    Gap(date(2026, 2, 4), range(48, 80)),
    Gap(date(2026, 7, 21), range(0, 96), "support/voice"),
    Gap(date(2026, 10, 8), range(60, 68)),
)
LOST_AT_RANDOM = 0.0005  # share of single quarter-hours that never arrived


def holidays() -> frozenset[date]:
    """Public holidays of the years of the history."""
    return build_calendar(COUNTRY, range(FIRST_DAY.year, LAST_DAY.year + 1)).holidays


def day_factor(department: str, is_real_time: bool, day: date, public: frozenset[date]) -> float:
    """What the special days make of a day's demand, 1 being a plain day."""
    if day in public:
        return HOLIDAY_REAL_TIME_FACTOR if is_real_time else HOLIDAY_DEFERRED_FACTOR
    factor = 1.0
    if any(first <= day <= last for _, first, last in SCHOOL_HOLIDAYS):
        factor *= SCHOOL_FACTOR
    for _, first, length, where, lift in CAMPAIGNS:
        if where == department and first <= day < first + timedelta(days=length):
            factor *= lift
    if (day.month, day.day) in {(12, 24), (12, 31)}:
        factor *= EVE_FACTOR
    elif is_real_time and day.weekday() == 4 and day - timedelta(days=1) in public and day.month in {5, 6}:
        factor *= BRIDGE_FACTOR
    elif day - timedelta(days=1) in public and day.weekday() < 5:
        factor *= AFTER_HOLIDAY_FACTOR
    return factor


def events() -> tuple[SpecialDay, ...]:
    """What the organisation itself knows of its days: the content of events.csv, sorted by day."""
    found = [SpecialDay(OUTAGE_DAY, "outage", "telephone and chat down 10:15-13:45")]
    for name, first, last in SCHOOL_HOLIDAYS:
        found += [SpecialDay(first + timedelta(days=i), "school_holiday", name) for i in range((last - first).days + 1)]
    for name, first, length, department, _ in CAMPAIGNS:
        queues = tuple(f"{department}/{channel}" for channel in CHANNELS)
        found += [SpecialDay(first + timedelta(days=i), "campaign", name, queues) for i in range(length)]
    return tuple(sorted(found, key=lambda d: (d.day, d.kind, d.name)))
