"""The service of a scenario's roster by simulation, in usual and in bad weeks, and who loses by it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from wfm.compare.service_figures import PlayedWeeks
from wfm.simulate import simulate
from wfm.simulate.proving import played_roster
from wfm.types.simulated_service import ServiceChange, SimulatedService, Stress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from wfm.intervals import IntervalGrid
    from wfm.types import Agent, Calendar, Forecast, OperatingModel, Plan, Roster
    from wfm.types.simulated_service import ServiceFigures

    Numbers = NDArray[np.float64]
    Mask = NDArray[np.bool_]

SICK = 0.10
MORE_AT_PEAK = 0.20
PEAK_HOURS = 2
CONFIDENCE = 0.95
NOTICEABLE = 0.005
"""Half a point of service level: a smaller loss is not called one, however sure it is."""


@dataclass(frozen=True, slots=True)
class Play:
    """How rosters are simulated: ``weeks`` replications, ``seed`` of contacts, rates and absences."""

    weeks: int = 40
    seed: int = 1


def simulated_service(
    roster: Roster,
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    agents: Sequence[Agent],
    calendar: Calendar,
    play: Play,
) -> SimulatedService:
    """The forecast played through the roster as :func:`wfm.simulate.prove` does, in usual and in bad weeks.

    Bad weeks: a further tenth of the shifts falls out at random; or a fifth more contacts come in the busiest two hours
    in a row of each day (measured in handling time; the same hours for every model). All meet the same random numbers.
    """
    played = partial(_played, roster, forecast, plan, model, agents, calendar, play)
    usual = played()
    missing = plan.shrinkage.on_the_day_at(usual.played.grid)
    sick = played(absence=1 - (1 - missing) * (1 - SICK))
    peak = peak_intervals(forecast, plan, usual.played.grid)
    busy = played(more_at=peak)
    return SimulatedService(
        total=usual.total(),
        queues=usual.queues(),
        departments=usual.departments(),
        works=usual.works([w.name for w in model.works]),
        times=usual.times(),
        stresses=(
            _stress(
                f"{SICK:.0%} sick",
                f"a further {SICK:.0%} of the shifts falls out at random, beyond the usual {usual.played.absence:.0%}",
                usual,
                sick,
                None,
            ),
            _stress(
                f"+{MORE_AT_PEAK:.0%} at the peak",
                f"{MORE_AT_PEAK:.0%} more contacts in the busiest {PEAK_HOURS} hours of a day; figures of these hours",
                usual,
                busy,
                peak,
            ),
        ),
        replications=play.weeks,
        seed=play.seed,
        absence=usual.played.absence,
    )


def peak_intervals(forecast: Forecast, plan: Plan, grid: IntervalGrid) -> Mask:
    """The intervals of the two hours in a row of each local day in which most handling of live contacts comes."""
    frame = forecast.frame[~forecast.frame["queue"].map(lambda q: plan.queue(q).is_deferred).astype(bool)]
    planned = frame["queue"].map({q: plan.queue(q).aht_seconds or 0.0 for q in forecast.queues})
    work = (frame["offered"] * frame["aht_seconds"].fillna(planned)).groupby(frame["interval_start"]).sum()
    load = work.reindex(grid.index, fill_value=0.0).to_numpy()
    dates = grid.index.tz_convert(grid.zone).normalize()
    length = PEAK_HOURS * 60 // grid.minutes
    found = np.zeros(grid.count, dtype=np.bool_)
    for day in dates.unique():
        here = np.flatnonzero(dates == day)
        size = min(length, here.size)
        sums = np.convolve(load[here], np.ones(size), mode="valid")
        if sums.max() > 0:
            at = int(sums.argmax())
            found[here[at : at + size]] = True
    return found


def service_changes(base: SimulatedService, other: SimulatedService) -> tuple[ServiceChange, ...]:
    """Each queue, department and time of day against the first scenario, the worst change first.

    Weeks are compared pair by pair (Student's t). The intervals hold together with 95 % confidence (Bonferroni), so a
    loser among so many is no matter of chance; a loss under half a point is not called one.
    """
    pairs = [
        (before, after)
        for part in ("queues", "departments", "times")
        for before, after in _pairs(getattr(base, part), getattr(other, part))
    ]
    found = [_change(before, after, 1 - (1 - CONFIDENCE) / len(pairs)) for before, after in pairs]
    return tuple(sorted((c for c in found if c is not None), key=lambda c: (c.change, c.kind, c.name)))


def _pairs(
    before: Iterable[ServiceFigures], after: Iterable[ServiceFigures]
) -> list[tuple[ServiceFigures, ServiceFigures]]:
    later = {f.name: f for f in after}
    return [(f, later[f.name]) for f in before if f.name in later]


def _change(before: ServiceFigures, after: ServiceFigures, confidence: float) -> ServiceChange | None:
    from scipy.stats import t

    if before.service_level is None or after.service_level is None:
        return None
    weeks = [(b, a) for b, a in zip(before.weeks, after.weeks, strict=True) if b is not None and a is not None]
    if len(weeks) < 2:
        return None
    each = np.array([a - b for b, a in weeks])
    change = after.service_level - before.service_level
    half = float(t.ppf((1 + confidence) / 2, each.size - 1) * each.std(ddof=1) / each.size**0.5)
    low, high = change - half, change + half
    sure = None if low <= 0 <= high or abs(change) < NOTICEABLE else change < 0
    return ServiceChange(before.kind, before.name, before.service_level, after.service_level, low, high, sure)


def _played(
    roster: Roster,
    forecast: Forecast,
    plan: Plan,
    model: OperatingModel,
    agents: Sequence[Agent],
    calendar: Calendar,
    play: Play,
    *,
    absence: Numbers | None = None,
    more_at: Mask | None = None,
) -> PlayedWeeks:
    played = played_roster(roster, forecast, plan, model, agents, calendar, play.weeks, play.seed, absence=absence)
    factors = played.rate_factors
    if more_at is not None:
        factors = factors * np.repeat(1 + MORE_AT_PEAK * more_at, played.scenario.steps_reported)
    found = simulate(played.scenario, replications=play.weeks, seed=play.seed, rate_factors=factors)
    return PlayedWeeks(replace(played, rate_factors=factors), found, plan)


def _stress(name: str, meaning: str, usual: PlayedWeeks, stressed: PlayedWeeks, where: Mask | None) -> Stress:
    known = [q for q in stressed.queues(where) if q.goal is not None and q.service_level is not None]
    worst = min(known, key=lambda q: ((q.service_level or 0.0) - (q.goal or 0.0), q.name), default=None)
    return Stress(
        name=name,
        meaning=meaning,
        usual=usual.total(where),
        stressed=stressed.total(where),
        worst_queue=None if worst is None else worst.name,
        worst_service_level=None if worst is None else worst.service_level,
    )
