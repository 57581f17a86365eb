from datetime import date, timedelta

from wfm.calendars import build_calendar
from wfm.forecast.days import day_number
from wfm.forecast.special_days import AFTER, BEFORE, BRIDGE, HOLIDAY, special_kinds
from wfm.types import Calendar, SpecialDay


def kind(calendar, day, queue="service/voice"):
    return special_kinds(calendar, queue).get(day_number(day), (None,))[0]


def test_the_friday_after_ascension_day_is_a_bridge():
    calendar = build_calendar("NL", [2026])
    assert kind(calendar, date(2026, 5, 14)) == HOLIDAY
    assert kind(calendar, date(2026, 5, 15)) == BRIDGE
    assert kind(calendar, date(2026, 5, 13)) == BEFORE


def test_days_beside_a_midweek_holiday_are_before_and_after():
    calendar = Calendar((SpecialDay(date(2026, 4, 1), "holiday", "Made-up Day"),))
    assert kind(calendar, date(2026, 3, 31)) == BEFORE
    assert kind(calendar, date(2026, 4, 2)) == AFTER
    assert kind(calendar, date(2026, 4, 3)) is None


def test_a_weekend_day_beside_a_holiday_is_a_weekend_day():
    calendar = Calendar((SpecialDay(date(2026, 4, 6), "holiday", "Easter Monday"),))
    assert kind(calendar, date(2026, 4, 5)) is None
    assert kind(calendar, date(2026, 4, 7)) == AFTER


def test_a_holiday_on_a_weekend_casts_no_shadow():
    calendar = Calendar((SpecialDay(date(2011, 12, 25), "holiday", "Christmas Day"),))
    assert kind(calendar, date(2011, 12, 25)) == HOLIDAY
    assert kind(calendar, date(2011, 12, 26)) is None


def test_a_public_holiday_on_which_the_site_works_is_an_ordinary_day_for_its_queues():
    day = date(2003, 10, 13)
    events = (SpecialDay(day, "holiday", "Columbus Day"), SpecialDay(day, "working day", "open", ("bank/voice",)))
    assert kind(Calendar(events), day, "bank/voice") is None
    assert kind(Calendar(events), day + timedelta(days=1), "bank/voice") is None
    assert kind(Calendar(events), day, "loans/voice") == HOLIDAY


def test_an_event_outranks_the_shadow_of_a_holiday_but_not_the_holiday():
    holiday = date(2026, 4, 1)
    events = tuple(SpecialDay(holiday + timedelta(days=i), "campaign", "mailing") for i in range(2))
    calendar = Calendar((SpecialDay(holiday, "holiday", "Made-up Day"), *events))
    assert kind(calendar, holiday) == HOLIDAY
    assert kind(calendar, holiday + timedelta(days=1)) == "campaign"


def test_an_event_of_some_queues_is_nothing_to_others():
    calendar = Calendar((SpecialDay(date(2026, 4, 1), "campaign", "mailing", ("a/voice",)),))
    assert kind(calendar, date(2026, 4, 1), "a/voice") == "campaign"
    assert kind(calendar, date(2026, 4, 1), "b/voice") is None
