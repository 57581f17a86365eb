"""Public holidays by country and the site's own days."""

from __future__ import annotations

from datetime import date

import pytest

from wfm.calendars import build_calendar
from wfm.errors import ConfigError
from wfm.types import SpecialDay


def test_dutch_holidays_with_names_and_days():
    calendar = build_calendar("nl", [2026])
    assert {date(2026, 1, 1), date(2026, 4, 27), date(2026, 12, 25), date(2026, 12, 26)} <= calendar.holidays
    assert [d.name for d in calendar.on(date(2026, 4, 27))] == ["King's Day"]
    assert all(d.kind == "holiday" and d.day.year == 2026 for d in calendar.days)


def test_years_in_any_order_and_more_than_once():
    calendar = build_calendar("FR", [2012, 2011, 2011])
    assert {d.day.year for d in calendar.days} == {2011, 2012}
    assert list(calendar.days) == sorted(calendar.days, key=lambda d: d.day)
    assert len(calendar.days) == len(set(calendar.days))


def test_subdivision_has_its_own_holidays():
    epiphany = date(2026, 1, 6)
    assert epiphany in build_calendar("DE", [2026], "BY").holidays
    assert epiphany not in build_calendar("DE", [2026]).holidays


def test_events_stand_beside_holidays():
    campaign = SpecialDay(date(2026, 12, 25), "campaign", "Gift cards", ("sales/voice",))
    calendar = build_calendar("NL", [2026], events=[campaign])
    assert campaign in calendar.on(date(2026, 12, 25))
    assert len(calendar.on(date(2026, 12, 25))) == 2
    assert build_calendar(None, [2026], events=[campaign]).days == (campaign,)
    assert build_calendar(None, [2026], events=[campaign]).holidays == frozenset()


@pytest.mark.parametrize(("country", "subdivision"), [("XX", None), ("Netherlands", None), ("DE", "ZZ")])
def test_unknown_place(country, subdivision):
    with pytest.raises(ConfigError, match="ISO codes"):
        build_calendar(country, [2026], subdivision)


@pytest.mark.parametrize("country", ["US", "GB", "BE", "ES", "IT", "PL", "SE", "IN", "BR", "JP", "ZA", "AU"])
def test_many_countries_are_known(country):
    assert len(build_calendar(country, [2026]).holidays) >= 5
