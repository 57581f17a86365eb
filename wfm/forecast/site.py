"""What the queues of a site teach each other at one origin: effects of special days, and which holidays are kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wfm.forecast.cleaning import clean
from wfm.forecast.effects import measure_effects, pool_effects
from wfm.forecast.observance import observe, pool_observances, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wfm.forecast.days import QueueDays
    from wfm.forecast.effects import DayEffects, Sample
    from wfm.forecast.observance import Observance, Settled
    from wfm.forecast.origin import Origin
    from wfm.types import Calendar


@dataclass(frozen=True)
class Seen:
    """What one queue's own special days say, before anything is pooled."""

    effects: DayEffects
    observance: Observance


@dataclass(frozen=True)
class Site:
    """What all queues say: effects by kind and look, and how often each holiday was kept and worked."""

    effects: Mapping[tuple[str, str], Sample] = field(default_factory=dict)
    observances: Counter[tuple[str, bool]] = field(default_factory=Counter)


def look(days: QueueDays, calendar: Calendar) -> Seen:
    """What the special days of one queue's history say."""
    own = observe(days, calendar)
    kinds = settle(calendar, days, days.end, days.end, own, own.tally()).kinds
    return Seen(measure_effects(clean(days, kinds)), own)


def pool(seen: Iterable[Seen | None]) -> Site:
    """What the queues that had enough history say together."""
    every = [s for s in seen if s is not None]
    return Site(pool_effects(s.effects for s in every), pool_observances(s.observance for s in every))


def settled(days: QueueDays, calendar: Calendar, origin: Origin, site: Site) -> Settled:
    """The kinds of day of a queue at an origin."""
    own = observe(days, calendar)
    return settle(calendar, days, days.end, origin.first + origin.days, own, site.observances)
