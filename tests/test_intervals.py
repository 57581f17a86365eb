"""Grids, weekly windows and zones, at both clock changes, against slow walks over every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.errors import ConfigError, DataError
from wfm.intervals import IntervalGrid, WeekWindows, Window, local_instant, monday_of, zone_of

AMSTERDAM = "Europe/Amsterdam"
SPRING, AUTUMN, USUAL = date(2026, 3, 23), date(2026, 10, 19), date(2026, 11, 16)  # Mondays


# --- zones and instants -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe", "europe amsterdam"])
def test_unknown_zone_is_a_config_error(name):
    with pytest.raises(ConfigError, match="Europe/Amsterdam"):
        zone_of(name)


@pytest.mark.parametrize(
    ("day", "minute", "utc"),
    [
        (date(2026, 3, 29), 90, "2026-03-29T00:30"),  # before the change
        (date(2026, 3, 29), 150, "2026-03-29T01:30"),  # 02:30 does not exist: 03:30 summer time
        (date(2026, 3, 29), 180, "2026-03-29T01:00"),
        (date(2026, 10, 25), 150, "2026-10-25T00:30"),  # 02:30 exists twice: the first
        (date(2026, 10, 25), 180, "2026-10-25T02:00"),
        (date(2026, 10, 24), 1440 + 180, "2026-10-25T02:00"),  # minutes beyond a day
        (date(2026, 10, 25), -60, "2026-10-24T21:00"),  # and before it
    ],
)
def test_local_instant_at_clock_changes(day, minute, utc):
    assert local_instant(day, minute, ZoneInfo(AMSTERDAM)) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 7), (date(2026, 10, 24), 9), (date(2026, 11, 16), 8)])
def test_night_from_22_to_06_lasts_elapsed_hours(day, hours):
    zone = ZoneInfo(AMSTERDAM)
    assert local_instant(day, 30 * 60, zone) - local_instant(day, 22 * 60, zone) == timedelta(hours=hours)


def test_monday_of():
    assert {monday_of(USUAL + timedelta(days=i)) for i in range(7)} == {USUAL}


# --- rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "windows"),
    [
        ("mon-fri 08:00-17:00", [(d, 480, 1020) for d in range(5)]),
        ("sat,sun 10:00-16:00", [(5, 600, 960), (6, 600, 960)]),
        ("Saturday", [(5, 0, 1440)]),
        ("daily 22:00-06:00", [(d, 1320, 1800) for d in range(7)]),
        ("fri 20:00-24:00", [(4, 1200, 1440)]),
        ("sat-mon 9:30-10:00", [(5, 570, 600), (6, 570, 600), (0, 570, 600)]),
        ("mon 08:00-12:00; mon 13:00-17:00;", [(0, 480, 720), (0, 780, 1020)]),
        ("  Tue , THU - Fri  08:00 - 09:00 ", [(1, 480, 540), (3, 480, 540), (4, 480, 540)]),
        ("", []),
    ],
)
def test_rules_that_can_be_read(rule, windows):
    assert WeekWindows.parse(rule) == WeekWindows(tuple(Window(*w) for w in windows))


@pytest.mark.parametrize(
    "rule",
    [
        "workdays 08:00-17:00",
        "monkey 08:00-17:00",
        "mon-fri 8-17",
        "mon 08:00-08:00",
        "mon 24:00-08:00",
        "mon 08:00-25:00",
        "mon 08:60-09:00",
        "mon-wed-fri",
        "mon,,tue",
        "mon-",
        "08:00-17:00",
        "mon 08:00-17:00, sat",
        "mon 08:00",
        "lundi",
    ],
)
def test_rules_that_cannot_be_read_show_how_to_write_them(rule):
    with pytest.raises(ConfigError, match="mon-fri 08:00-17:00"):
        WeekWindows.parse(rule)


weekdays = st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
day_parts = st.one_of(weekdays, st.builds("{}-{}".format, weekdays, weekdays))


@st.composite
def rules(draw):
    """A rule's text with the local minutes of the week it means, found without the code under test."""
    parts = draw(st.lists(day_parts, min_size=1, max_size=3))
    start = draw(st.integers(0, 1439))
    end = draw(st.integers(1, 1440).filter(lambda e: e != start))
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    minutes = set()
    for part in parts:
        first, last = (names.index(name) for name in (part.split("-") * 2)[:2])
        day = first
        while True:
            length = end - start if end > start else end + 1440 - start
            minutes |= {(day * 1440 + start + i) % (7 * 1440) for i in range(length)}
            if day == last:
                break
            day = (day + 1) % 7
    clock = f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
    return f"{','.join(parts)} {clock}", minutes


def week_minutes(windows: WeekWindows) -> set[int]:
    return {(w.weekday * 1440 + m) % (7 * 1440) for w in windows.windows for m in range(w.start, w.end)}


@given(st.lists(rules(), min_size=1, max_size=3))
def test_parsing_means_what_a_walk_over_the_rule_means(parts):
    text = "; ".join(rule for rule, _ in parts)
    assert week_minutes(WeekWindows.parse(text)) == set().union(*(minutes for _, minutes in parts))


@given(st.lists(rules(), min_size=1, max_size=3))
def test_windows_as_text_parse_to_themselves(parts):
    windows = WeekWindows.parse([rule for rule, _ in parts])
    assert WeekWindows.parse(str(windows)) == windows


def test_always_is_every_minute_of_the_week():
    assert week_minutes(WeekWindows.always()) == set(range(7 * 1440))


# --- masks ------------------------------------------------------------------------------------------------------

windows_of_a_week = st.lists(
    st.builds(
        lambda day, start, length: Window(day, start, start + length),
        st.integers(0, 6),
        st.sampled_from([0, 60, 120, 125, 150, 180, 480, 487, 1320, 1425]),
        st.sampled_from([5, 15, 30, 67, 120, 480, 960, 1439]),
    ),
    max_size=6,
).map(lambda w: WeekWindows(tuple(w)))
grids = st.builds(
    IntervalGrid.days,
    st.builds(
        lambda monday, i: monday + timedelta(days=i), st.sampled_from([SPRING, AUTUMN, USUAL]), st.integers(4, 8)
    ),
    st.integers(1, 4),
    st.sampled_from([AMSTERDAM, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
    st.sampled_from([5, 15, 30, 60]),
)


def elapsed_walk(grid: IntervalGrid, pattern_of) -> list[bool]:
    """Every minute of every interval, against every window's instants by PEP 495 (fold 0), one by one."""
    zone = ZoneInfo(grid.zone)

    def instant(day: date, minute: int) -> datetime:
        wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
        return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)

    first = grid.start.astimezone(zone).date() - timedelta(days=2)
    spans = []
    for i in range((grid.end - grid.start).days + 6):
        day = first + timedelta(days=i)
        spans += [(instant(day, w.start), instant(day, w.end)) for w in pattern_of(day) if w.weekday == day.weekday()]
    answer = []
    for slot in range(grid.count):
        minutes = (grid.start + timedelta(minutes=slot * grid.minutes + m) for m in range(grid.minutes))
        answer.append(all(any(begin <= minute < end for begin, end in spans) for minute in minutes))
    return answer


@settings(max_examples=60, deadline=None)
@given(grids, windows_of_a_week)
def test_mask_agrees_with_a_walk_over_minutes(grid, windows):
    assert grid.mask(windows).tolist() == elapsed_walk(grid, lambda _day: windows.windows)


@settings(max_examples=25, deadline=None)
@given(grids, windows_of_a_week, windows_of_a_week, st.sets(st.integers(-1, 5), max_size=2), st.integers(-1, 5))
def test_mask_with_closed_days_and_days_of_their_own(grid, windows, other, closed_offsets, offset):
    zone = ZoneInfo(grid.zone)
    first = grid.start.astimezone(zone).date()
    closed = {first + timedelta(days=i) for i in closed_offsets}
    special = first + timedelta(days=offset)

    def pattern_of(day):
        if day in closed:
            return ()
        return other.windows if day == special else windows.windows

    assert grid.mask(windows, closed, {special: other}).tolist() == elapsed_walk(grid, pattern_of)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([SPRING, AUTUMN, USUAL]), st.data())
def test_mask_follows_the_wall_clock_where_no_window_touches_the_changed_hour(monday, data):
    """An hour on the clock is open by what the clock shows, changes or not: windows that start and end from 04:00."""
    windows = data.draw(
        st.lists(
            st.builds(
                lambda d, s, n: Window(d, s, min(s + n, 1440)),
                st.integers(0, 6),
                st.integers(240, 1425),
                st.integers(1, 900),
            ),
            max_size=5,
        ).map(lambda w: WeekWindows(tuple(w)))
    )
    grid = IntervalGrid.days(monday, 7, AMSTERDAM, 15)
    zone = ZoneInfo(AMSTERDAM)
    open_minutes = week_minutes(windows)

    def is_open(minute: datetime) -> bool:
        local = minute.astimezone(zone)
        return local.weekday() * 1440 + local.hour * 60 + local.minute in open_minutes

    expected = [
        all(is_open(grid.start + timedelta(minutes=slot * 15 + m)) for m in range(15)) for slot in range(grid.count)
    ]
    assert grid.mask(windows).tolist() == expected


@pytest.mark.parametrize("zone", [AMSTERDAM, "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"])
@pytest.mark.parametrize("first", [SPRING, AUTUMN, date(2026, 3, 30)])
def test_always_open_has_no_hole_even_where_midnight_lies_inside_an_interval(zone, first):
    start = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    assert IntervalGrid(start, 60, 14 * 24, zone).mask(WeekWindows.always()).all()


def test_night_window_is_open_nine_hours_in_autumn_and_seven_in_spring():
    nights = WeekWindows.parse("sat 22:00-06:00")
    for monday, hours in ((SPRING, 7), (AUTUMN, 9), (USUAL, 8)):
        grid = IntervalGrid.days(monday, 7, AMSTERDAM, 15)
        assert grid.mask(nights).sum() == 4 * hours


def test_empty_pattern_and_empty_grid():
    grid = IntervalGrid.days(USUAL, 1, AMSTERDAM)
    assert not grid.mask(WeekWindows(())).any()
    assert IntervalGrid(grid.start, 15, 0, AMSTERDAM).mask(WeekWindows.always()).tolist() == []


# --- grids ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("monday", "slots"), [(SPRING, 668), (AUTUMN, 676), (USUAL, 672)])
def test_week_of_quarter_hours(monday, slots):
    grid = IntervalGrid.days(monday, 7, AMSTERDAM)
    assert grid.count == slots == len(grid.index)
    assert list(grid.local_dates) == [monday + timedelta(days=i) for i in range(7)]
    assert grid.index[0].tz_convert(AMSTERDAM).hour == 0
    assert (grid.index[-1] + timedelta(minutes=15)).to_pydatetime() == grid.end
    assert str(grid.index.dtype) == "datetime64[us, UTC]"


@given(grids, st.integers(-5000, 50000))
def test_slot_and_next_slot_bracket_an_instant(grid, seconds):
    instant = grid.start + timedelta(seconds=seconds)
    length = timedelta(minutes=grid.minutes)
    slot, following = grid.slot(instant), grid.next_slot(instant)
    assert grid.start + slot * length <= instant < grid.start + (slot + 1) * length
    assert grid.start + (following - 1) * length < instant <= grid.start + following * length


def test_start_in_any_zone_becomes_utc():
    start = datetime(2026, 11, 16, 8, tzinfo=ZoneInfo(AMSTERDAM))
    grid = IntervalGrid(start, 15, 4, AMSTERDAM)
    assert (grid.start, grid.start.tzinfo) == (start, UTC)
    assert np.array_equal(grid.index.hour, [7] * 4)


@pytest.mark.parametrize(
    ("start", "minutes", "count"),
    [
        (datetime.fromisoformat("2026-11-16"), 15, 4),
        (datetime(2026, 11, 16, tzinfo=UTC), 7, 4),
        (datetime(2026, 11, 16, tzinfo=UTC), 0, 4),
        (datetime(2026, 11, 16, tzinfo=UTC), -15, 4),
        (datetime(2026, 11, 16, tzinfo=UTC), 15, -1),
    ],
)
def test_grid_refuses_what_it_cannot_be(start, minutes, count):
    with pytest.raises(DataError):
        IntervalGrid(start, minutes, count)


def test_grid_in_an_unknown_zone():
    with pytest.raises(ConfigError):
        IntervalGrid.days(USUAL, 7, "Nowhere")
