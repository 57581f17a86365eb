"""The numbers of the rules as tours need them, in hours; None where a rule is not in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfm.types import Rules


UNLIMITED = 10**6


@dataclass(frozen=True, slots=True)
class NightLimits:
    """What the law asks of night shifts. Hours of the clock are local."""

    from_hour: float
    to_hour: float
    more_than_hours: float
    max_hours: float
    late_end_hour: float
    rest_hours: float
    max_in_row: int
    series: int
    rest_after_series_hours: float
    max_in_16_weeks: int


@dataclass(frozen=True, slots=True)
class AverageLimit:
    """At most ``max_hours`` a week on average over any ``weeks`` weeks; for those with ``min_nights`` or more."""

    max_hours: float
    weeks: int
    min_nights: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """Every number that a tour obeys. What lets the law off (a short rest now and then) is not made use of."""

    shift_hours: float | None
    week_hours: float | None
    averages: tuple[AverageLimit, ...]
    rest_hours: float
    weekly_rest_hours: float | None
    weekly_rest_span_hours: float
    night: NightLimits | None
    sundays_free: int | None
    names: frozenset[str]


def limits_of(rules: Rules) -> Limits:
    """The numbers of the rules in force."""
    number = rules.parameter
    weekly_rest = number("weekly_rest", "hours")
    averages = [
        AverageLimit(r.parameters["max_hours"], int(r.parameters["weeks"]), int(r.parameters.get("min_nights", 0)))
        for r in rules.by_name.values()
        if {"max_hours", "weeks"} <= set(r.parameters)
    ]
    return Limits(
        shift_hours=number("shift_length", "max_hours"),
        week_hours=number("weekly_hours", "max_hours"),
        averages=tuple(averages),
        rest_hours=number("daily_rest", "hours") or 0.0,
        weekly_rest_hours=weekly_rest,
        # The rest must lie within so many days of a shift's start, so the work between two rests fits in the others.
        weekly_rest_span_hours=24 * (number("weekly_rest", "per_days") or 7) - (weekly_rest or 0.0),
        night=_night(rules),
        sundays_free=None if (free := number("sundays_free", "per_year")) is None else int(free),
        names=frozenset(rules.by_name),
    )


def _nights_to_count(rules: Rules) -> NightLimits | None:
    """Night shifts that only an average speaks of: known as such, limited by nothing."""
    rule = rules.by_name.get("night_average")
    if rule is None:
        return None
    p = rule.parameters
    return NightLimits(
        from_hour=p["from_hour"],
        to_hour=p["to_hour"],
        more_than_hours=p["more_than_hours"],
        max_hours=24.0,
        late_end_hour=24.0,
        rest_hours=0.0,
        max_in_row=UNLIMITED,
        series=UNLIMITED,
        rest_after_series_hours=0.0,
        max_in_16_weeks=UNLIMITED,
    )


def _night(rules: Rules) -> NightLimits | None:
    rule = rules.by_name.get("night_shift")
    if rule is None:
        return _nights_to_count(rules)
    p = rule.parameters
    return NightLimits(
        from_hour=p["from_hour"],
        to_hour=p["to_hour"],
        more_than_hours=p["more_than_hours"],
        max_hours=p["max_hours"],
        late_end_hour=p["late_end_hour"],
        rest_hours=p["rest_hours"],
        max_in_row=int(p["max_in_row"]),
        series=int(p["series"]),
        rest_after_series_hours=p["rest_after_series_hours"],
        max_in_16_weeks=int(p["max_in_16_weeks"]),
    )
