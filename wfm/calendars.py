"""Special days of a site: public holidays by country and subdivision, and the events people announce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.errors import ConfigError
from wfm.types.special_days import Calendar, SpecialDay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wfm.types.plan import Plan


def build_calendar(
    country: str | None,
    years: Iterable[int],
    subdivision: str | None = None,
    events: Iterable[SpecialDay] = (),
) -> Calendar:
    """Public holidays of the years, from the `holidays` package, together with ``events``.

    Args:
        country: ISO 3166 code such as ``NL``; None for no public holidays.
        years: Calendar years.
        subdivision: ISO 3166-2 code within the country, such as ``BY`` for Bavaria.
        events: Days of the site's own: campaigns, school holidays, outages.

    Raises:
        ConfigError: The country or subdivision is unknown.
    """
    days = list(events)
    if country:
        days += _public_holidays(country.upper(), subdivision, sorted(set(years)))
    return Calendar(tuple(sorted(days, key=lambda d: (d.day, d.kind, d.name))))


def plan_calendar(plan: Plan, years: tuple[int, int], events: Iterable[SpecialDay] = ()) -> Calendar:
    """Public holidays of the plan's site from the first to the last of ``years``, with ``events``."""
    first, last = years
    return build_calendar(plan.site.country, range(first, last + 1), plan.site.subdivision, events)


def _public_holidays(country: str, subdivision: str | None, years: list[int]) -> list[SpecialDay]:
    import holidays

    try:
        found = holidays.country_holidays(country, subdiv=subdivision, years=years, language="en_US")
    except NotImplementedError:
        where = f"{country}-{subdivision}" if subdivision else country
        message = f"no public holidays are known for {where!r}. Use ISO codes such as NL, FR or DE with BY."
        raise ConfigError(message) from None
    return [SpecialDay(day, "holiday", name) for day, name in found.items()]
