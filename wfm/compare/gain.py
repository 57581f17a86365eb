"""The gain of one operating model over another: split by cause, and the slowdown at which it is gone.

On requirements alone: by formula, and by simulation where teams share contacts. How well rosters follow them tells
:mod:`wfm.compare.roster_fit`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from wfm.compare.formula_demand import formula_demand, without_occupancy_cap
from wfm.compare.operating_models import operating_model
from wfm.compare.shared_requirement import shared_requirement
from wfm.types.gain import Gain, GainSplit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from wfm.compare.formula_demand import FormulaDemand
    from wfm.types import Calendar, Forecast, OperatingModel, Plan, Requirement, Work

    Numbers = NDArray[np.float64]

STEPS_UP, STEPS_DOWN = (1.25, 2.0, 10.0), (0.8, 0.5, 0.1)  # factors between which to search
SAME = 1e-9  # agents: a requirement this little above a whole number is that number


@dataclass(frozen=True)
class _Teams:
    """Load and agents, shape (teams, intervals)."""

    load: Numbers
    agents: Numbers

    @property
    def whole(self) -> Numbers:
        return np.ceil(self.agents - SAME)


def gain(forecast: Forecast, plan: Plan, calendar: Calendar, before: str, after: str, *, with_cap: bool = True) -> Gain:
    """What the model ``after`` saves against ``before`` on the same forecast and goals; each blends as the plan says.

    Args:
        forecast: Contacts offered.
        plan: Goals, opening hours and the models' parameters.
        calendar: Public holidays and events.
        before: Name of today's model.
        after: Name of the other model.
        with_cap: False to pass over the limit on occupancy and keep the service goals alone.

    Raises:
        ConfigError: A model is unknown or a queue has no plan.
    """
    (found,) = gains(forecast, plan, calendar, before, (after,), with_cap=with_cap)
    return found


def gains(
    forecast: Forecast,
    plan: Plan,
    calendar: Calendar,
    before: str,
    others: Sequence[str],
    *,
    with_cap: bool = True,
    known: Mapping[str, Requirement] | None = None,
) -> tuple[Gain, ...]:
    """As :func:`gain`, for several models at once. ``known``: requirements already found for this cap, by model."""
    judged = plan if with_cap else without_occupancy_cap(plan)
    demand = formula_demand(forecast, judged, calendar)
    found = known or {}

    def teams_of(model: OperatingModel) -> _Teams:
        needed = found.get(model.name)
        if needed is None and not model.shares_contacts:
            return _teams(demand, model, blend=plan.blends(model.name))
        if needed is None:
            both = shared_requirement(forecast, plan, model, calendar)
            needed = both.with_cap if with_cap else both.without_cap
        return _known_teams(needed, model)

    old = operating_model(plan, before, forecast.queues)
    today = teams_of(old)
    return tuple(
        _gain(demand, plan, old, today, model, teams_of(model), with_cap=with_cap)
        for model in (operating_model(plan, name, forecast.queues) for name in others)
    )


def _gain(
    demand: FormulaDemand,
    plan: Plan,
    old: OperatingModel,
    today: _Teams,
    new: OperatingModel,
    other: _Teams,
    *,
    with_cap: bool,
) -> Gain:
    if new.shares_contacts:
        break_even = _shared_break_even(today, other, new)
    else:
        break_even = _break_even(demand, float(today.agents.sum()), new, blend=plan.blends(new.name))
    return Gain(
        model_before=old.name,
        model_after=new.name,
        with_cap=with_cap,
        hours=_hours(today, other, demand.hours),
        peak=_peak(today, other),
        break_even=break_even,
        slowdown_today=_slowdown(new) if len(new.works) == 1 or new.shares_contacts else 1.0,
        by="simulation" if old.shares_contacts or new.shares_contacts else "formula",
    )


def _teams(demand: FormulaDemand, model: OperatingModel, *, blend: bool) -> _Teams:
    works = model.works
    shape = (len(works), demand.grid.count)
    return _Teams(
        np.array([demand.load(w, blend=blend) for w in works]).reshape(shape),
        np.array([demand.agents(w, blend=blend) for w in works]).reshape(shape),
    )


def _known_teams(requirement: Requirement, model: OperatingModel) -> _Teams:
    frame = requirement.frame
    by_work = {str(work): rows for work, rows in frame.groupby("work")}
    return _Teams(
        np.array([by_work[w.name]["load_erlangs"].to_numpy() for w in model.works]),
        np.array([by_work[w.name]["agents_required"].to_numpy() for w in model.works]),
    )


def _slowdown(model: OperatingModel) -> float:
    """The plan's factor on the handle times of those who take what is not their own, or of the one pool."""
    return next((w.help_aht_factor for w in model.works if w.help_by_all), model.works[0].aht_factor)


def _shared_break_even(today: _Teams, other: _Teams, model: OperatingModel) -> float | None:
    """Slower cross-skilled people need as many more agents, in proportion: an estimate from their own hours.

    Of teams whose contacts overflow no such estimate is made: how many contacts change hands depends on the pace.
    """
    cross = [i for i, w in enumerate(model.works) if w.staffed_from]
    slowed = float(other.agents[cross].sum())
    return 1 + float(today.agents.sum() - other.agents.sum()) / slowed if slowed > 0 else None


def _hours(today: _Teams, other: _Teams, hours: float) -> GainSplit:
    """Whole people = load + (agents - load) + (whole - agents), each summed over the intervals and compared."""
    load, agents, whole = (
        hours * float(a.sum() - b.sum())
        for a, b in ((today.load, other.load), (today.agents, other.agents), (today.whole, other.whole))
    )
    return GainSplit(total=whole, work_content=load, pooling=agents - load, rounding=whole - agents)


def _peak(today: _Teams, other: _Teams) -> GainSplit:
    """Each team's own peak = load, margin and rounding where all together peak + peaks at different times."""
    steps = [np.array(_peak_steps(teams)) for teams in (today, other)]
    load, agents, whole, own = (float(x) for x in steps[0] - steps[1])
    return GainSplit(
        total=own, work_content=load, pooling=agents - load, rounding=whole - agents, peak_smoothing=own - whole
    )


def _peak_steps(teams: _Teams) -> tuple[float, float, float, float]:
    """Load and agents where the agents together peak; whole agents together at their peak; each team at its own."""
    if not teams.agents.size:
        return 0.0, 0.0, 0.0, 0.0
    together = teams.agents.sum(axis=0)
    at = int(together.argmax())
    return (
        float(teams.load[:, at].sum()),
        float(together[at]),
        float(teams.whole.sum(axis=0).max()),
        float(teams.whole.max(axis=1).sum()),
    )


def _break_even(demand: FormulaDemand, enough: float, model: OperatingModel, *, blend: bool) -> float | None:
    """Where longer handling (which never asks for fewer agents) eats up the saving: Brent's search of the factor."""
    known: dict[float, float] = {}

    def short(factor: float) -> float:
        if factor not in known:
            slower = (_slower(work, factor) for work in model.works)
            known[factor] = sum(float(demand.agents(w, blend=blend).sum()) for w in slower) - enough
        return known[factor]

    if enough <= 0 or short(1.0) == -enough:
        return None
    ends = STEPS_UP if short(1.0) < 0 else STEPS_DOWN
    crossed = next((k for k, factor in enumerate(ends) if short(factor) * short(1.0) <= 0), None)
    if crossed is None:
        return None
    return float(brentq(short, (1.0, *ends)[crossed], ends[crossed], xtol=1e-4, rtol=1e-4))


def _slower(work: Work, factor: float) -> Work:
    return replace(work, aht_factor=work.aht_factor * factor)
