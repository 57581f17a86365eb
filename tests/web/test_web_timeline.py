"""Local days as elapsed minutes, on the days that the clock changes too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.timeline import timeline_of

ZONE = "Europe/Amsterdam"
WEEKS = {"plain": date(2026, 11, 16), "autumn": date(2026, 10, 19), "spring": date(2026, 3, 23)}


def week(first):
    return timeline_of([first + timedelta(days=i) for i in range(7)], ZONE)


@pytest.mark.parametrize(("name", "sunday"), [("plain", 1440), ("autumn", 1500), ("spring", 1380)])
def test_sunday_has_23_24_or_25_hours(name, sunday):
    line = week(WEEKS[name])
    start, end = line.bounds(line.days[6])
    assert (start, end - start) == (6 * 1440, sunday)


def test_ticks_repeat_an_hour_in_autumn_and_skip_one_in_spring():
    def sunday_hours(first):
        line = week(first)
        start, end = line.bounds(line.days[6])
        return [t["label"] for t in line.ticks(end - 1) if t["at"] >= start][:5]

    assert sunday_hours(WEEKS["autumn"]) == ["00:00", "01:00", "02:00", "02:00", "03:00"]
    assert sunday_hours(WEEKS["spring"]) == ["00:00", "01:00", "03:00", "04:00", "05:00"]


def test_minutes_are_elapsed_time():
    line = week(WEEKS["autumn"])
    assert line.minute(datetime(2026, 10, 18, 22, 0, tzinfo=UTC)) == 0
    assert line.minute(datetime(2026, 10, 25, 23, 0, tzinfo=UTC)) == 7 * 1440 + 60


def test_a_day_shows_the_whole_hours_around_what_happens():
    line = week(WEEKS["plain"])
    monday, tuesday = line.segments([(8 * 60 + 15, 17 * 60 + 10)], line.days[:2])
    assert (monday["from"], monday["to"], monday["closed"]) == (480, 1080, False)
    assert tuesday["closed"]
    assert tuesday["to"] - tuesday["from"] == 90


def test_a_night_shift_shows_on_both_days():
    line = week(WEEKS["plain"])
    monday, tuesday = line.segments([(22 * 60, 30 * 60)], line.days[:2])
    assert (monday["from"], monday["to"]) == (1320, 1440)
    assert (tuesday["from"], tuesday["to"]) == (1440, 1800)


@given(
    first=st.sampled_from(sorted(WEEKS.values())),
    busy=st.lists(st.tuples(st.integers(0, 10080), st.integers(1, 900)), max_size=12),
)
def test_every_busy_minute_of_the_week_is_shown_once(first, busy):
    line = week(first)
    end = line.bounds(line.days[6])[1]
    stretches = [(a, min(a + n, end)) for a, n in busy if a < end]
    segments = line.segments(stretches, line.days)
    assert all(s["from"] < s["to"] for s in segments)
    assert all(a["to"] <= b["from"] for a, b in pairwise(segments))
    for a, b in stretches:
        shown = sum(max(0, min(b, s["to"]) - max(a, s["from"])) for s in segments)
        assert shown == b - a
