"""Which public holidays a queue keeps is read from its history; one in doubt has the band of both cases."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from wfm.forecast import forecast
from wfm.forecast.days import QueueDays, day_number
from wfm.forecast.observance import KEPT, SELDOM_KEPT, chance_kept, observe, settle
from wfm.forecast.special_days import CLOSED, HOLIDAY, special_kinds
from wfm.intervals import IntervalGrid
from wfm.types import Calendar, History
from wfm.types.special_days import SpecialDay

MONDAY = date(2026, 1, 5)
COLUMBUS, THANKSGIVING = "Columbus Day", "Thanksgiving Day"


def days_with(shares, weeks=20, level=200.0, weekend=True):
    """Constant days of two slots; ``shares`` of a usual day by day offset (None: no rows at all)."""
    counts = np.full((7 * weeks, 2), level / 2)
    if not weekend:
        counts[[d for d in range(len(counts)) if d % 7 >= 5]] = np.nan
    for offset, share in shares.items():
        counts[offset] = np.nan if share is None else share * level / 2
    shape = counts.shape
    first = day_number(MONDAY)
    return QueueDays("q", first, 720, counts, np.ones(shape, dtype=bool), np.zeros(shape), np.full(shape, np.nan))


def calendar(**names):
    """Holidays: name with underscores = day offset or offsets."""
    days = [
        SpecialDay(MONDAY + timedelta(days=o), "holiday", name.replace("_", " "))
        for name, offsets in names.items()
        for o in (offsets if isinstance(offsets, list) else [offsets])
    ]
    return Calendar(tuple(sorted(days, key=lambda d: d.day)))


def test_a_holiday_without_rows_or_with_few_contacts_was_kept_and_a_usual_one_was_worked():
    found = observe(days_with({35: None, 63: 0.1, 91: 1.02}), calendar(A=35, B=63, C=91))
    assert [found.kept[found_day] for found_day in sorted(found.kept)] == [True, True, False]


def test_a_queue_that_shows_no_holiday_at_all_is_not_taken_for_one_that_works_on_them():
    found = observe(days_with({35: 0.95, 63: 1.0}), calendar(A=35, B=63))
    assert found.kept == {}


def test_a_seldom_kept_holiday_tells_by_itself():
    assert list(observe(days_with({35: 1.0}), calendar(Columbus_Day=35)).kept.values()) == [False]


def test_few_contacts_tell_nothing():
    assert observe(days_with({35: 0.0}, level=8.0), calendar(A=35)).kept == {}


def test_chances_start_from_the_share_of_employers_and_follow_what_was_seen():
    nothing = Counter()
    assert chance_kept(COLUMBUS, nothing, nothing) == SELDOM_KEPT[COLUMBUS]
    assert chance_kept("Labor Day", nothing, nothing) == KEPT
    kept_others = Counter({("Memorial Day", True): 3})
    assert chance_kept(COLUMBUS, kept_others, nothing) == pytest.approx(SELDOM_KEPT[COLUMBUS])
    veterans = Counter({("Veterans Day", True): 2})
    assert chance_kept(COLUMBUS, veterans, nothing) > 0.5
    assert chance_kept(COLUMBUS, Counter({(COLUMBUS, True): 1}), nothing) > 0.5
    worked = Counter({("Pentecost Monday", False): 1, ("Easter Monday", True): 3})
    assert chance_kept("Pentecost Monday", worked, nothing) < chance_kept("Labor Day", worked, nothing)


def test_what_the_other_queues_of_a_site_did_counts():
    site = Counter({(COLUMBUS, True): 6})
    assert chance_kept(COLUMBUS, Counter(), site) > 0.5


def test_a_substitute_day_counts_as_its_holiday():
    assert chance_kept("Veterans Day (observed)", Counter(), Counter()) == SELDOM_KEPT["Veterans Day"]


def test_a_holiday_in_doubt_has_two_cases_and_one_that_is_sure_has_one():
    days = days_with({35: None, 63: None, 91: None}, weekend=False)
    cal = calendar(Memorial_Day=35, Independence_Day=63, Labor_Day=91, Columbus_Day=147, Thanksgiving_Day=150)
    own = observe(days, cal)
    found = settle(cal, days, days.end, days.end + 28, own, own.tally())
    columbus, thanksgiving = (day_number(MONDAY) + o for o in (147, 150))
    assert found.kinds[thanksgiving] == (HOLIDAY, THANKSGIVING)
    assert columbus not in found.kinds
    assert columbus + 1 not in found.kinds
    assert found.other[columbus] == (HOLIDAY, COLUMBUS)
    assert found.chance[columbus] == pytest.approx(SELDOM_KEPT[COLUMBUS])
    assert [name for _, name, _ in found.doubts] == [COLUMBUS]


def test_events_settle_what_is_kept():
    cal = calendar(Columbus_Day=147)
    closed = Calendar((*cal.days, SpecialDay(MONDAY + timedelta(days=147), CLOSED, "stocktaking")))
    assert special_kinds(closed, "q")[day_number(MONDAY) + 147] == (CLOSED, "stocktaking")
    worked = Calendar((*cal.days, SpecialDay(MONDAY + timedelta(days=147), "working day", "open")))
    assert day_number(MONDAY) + 147 not in special_kinds(worked, "q")


def history_with_holidays(kept, worked, weeks=40, zone="America/New_York"):
    grid = IntervalGrid.days(MONDAY, 7 * weeks, zone, 120)
    local = grid.index.tz_convert(zone)
    random = np.random.default_rng(5)
    open_hours = (local.hour >= 8) & (local.hour < 18) & (local.day_of_week < 5)
    counts = random.poisson(np.where(open_hours, 80.0, 0.0)).astype(float)
    offset = np.array([(d - MONDAY).days for d in local.date])
    keep = open_hours & ~np.isin(offset, kept)
    frame = pd.DataFrame({"queue": "q", "interval_start": grid.index, "offered": counts})[keep]
    days = [SpecialDay(MONDAY + timedelta(days=o), "holiday", name) for o, name in worked.items()]
    return History(frame.assign(handled=np.nan, abandoned=np.nan, aht_seconds=np.nan), 120, zone), days


def test_a_holiday_most_employers_work_on_is_forecast_open_with_a_band_that_reaches_zero_and_a_note():
    names = {98: "Memorial Day", 140: "Independence Day", 203: "Labor Day", 280: COLUMBUS, 294: THANKSGIVING}
    history, days = history_with_holidays([98, 140, 203], names)
    horizon = IntervalGrid.days(MONDAY + timedelta(days=280), 21, "America/New_York", 120)
    result = forecast(history, horizon, Calendar(tuple(days)))
    frame = result.frame.set_index(result.frame["interval_start"].dt.tz_convert("America/New_York"))
    columbus, usual, thanksgiving = (frame.loc[str(MONDAY + timedelta(days=o))] for o in (280, 287, 294))
    assert columbus["offered"].sum() == pytest.approx(usual["offered"].sum(), rel=0.1)
    assert columbus["offered_p10"].sum() == 0
    assert columbus["offered_p90"].sum() == pytest.approx(usual["offered_p90"].sum(), rel=0.1)
    assert usual["offered_p10"].sum() > 0.6 * usual["offered"].sum()
    assert thanksgiving["offered"].sum() == 0
    assert any(COLUMBUS in note and "14 %" in note for note in result.notes["q"])
    assert not any(THANKSGIVING in note for note in result.notes["q"])


def test_a_holiday_on_a_weekend_tells_nothing():
    assert observe(days_with({34: 1.0, 63: 0.0}), calendar(A=34, B=63)).kept == {day_number(MONDAY) + 63: True}
