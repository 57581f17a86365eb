"""A transition plan: a pilot, waves by quarter, and the staff each month needs while both organisations run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from wfm.compare.formula_demand import formula_demand
from wfm.compare.operating_models import DEPARTMENTAL, operating_model
from wfm.errors import ConfigError
from wfm.types.transition import Phase, TransitionMonth, TransitionPlan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfm.compare.formula_demand import FormulaDemand
    from wfm.types import Agent, Calendar, Forecast, Plan, Work

WEEKS_A_MONTH = 365.25 / 7 / 12
DAYS_A_MONTH = 5 * WEEKS_A_MONTH


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the organisation moves, and what that costs in time.

    ``pilot_months`` 2-3 and ``total_months`` 6-18 are the range of the project's study brief; five ``training_days`` an
    employee and the dip (share of output lost, for so many months) are assumptions to replace by your own.
    """

    pilot_months: int = 3
    wave_months: int = 3
    total_months: int = 12
    training_days: float = 5.0
    productivity_dip: float = 0.1
    dip_months: int = 3

    def __post_init__(self) -> None:
        if self.pilot_months < 2 or self.wave_months < 2:
            raise ConfigError("a pilot and a wave last at least 2 months: one to train in, one to work in.")
        if self.total_months < self.pilot_months + self.wave_months:
            raise ConfigError("total_months holds the pilot and at least one wave.")
        if self.training_days < 0 or self.dip_months < 0 or not 0 <= self.productivity_dip < 1:
            raise ConfigError("training_days and dip_months are not negative; productivity_dip is a share below 1.")


def transition(
    forecast: Forecast,
    plan: Plan,
    agents: Sequence[Agent],
    calendar: Calendar,
    *,
    order: Sequence[str],
    after: str = "pooled",
    pace: Pace | None = None,
) -> TransitionPlan:
    """Move the departments in ``order`` to the model ``after``: the first as the pilot, the rest in waves.

    Each month's requirement comes from the formulas: departments that have moved form the new model among themselves,
    the others are staffed as before. So the gain of pooling shows only as fast as departments join. The forecast stands
    for every month.

    Args:
        forecast: Contacts of whole days, usually a week.
        plan: Goals, shrinkage and the models' parameters.
        agents: People by department; without them nobody is trained and no shortage can be told.
        calendar: Public holidays and events.
        order: Every department of the forecast once, the pilot first.
        after: ``pooled`` or ``hybrid``.
        pace: Lengths of the phases, training and the dip.

    Raises:
        ConfigError: ``order`` is not every department once, or the model is one of the plan's own kinds of work.
    """
    pace = pace or Pace()
    if plan.models.get(after, {}).get("work"):
        raise ConfigError(f"model {after} has kinds of work of its own: no part of the departments can move to it.")
    demand = formula_demand(forecast, plan, calendar)
    work = _work_by_department(demand, plan)
    if sorted(order) != sorted(work):
        raise ConfigError(f"order names every department once: {', '.join(sorted(work))}.")
    staff = _Staffing(demand, plan, after, _days(forecast))
    phases = _phases(order, work, pace)
    months = _months(phases, staff, work, agents, pace)
    return TransitionPlan(after, phases, months, (*_end_notes(phases, pace), *_notes(agents, months)))


@dataclass(frozen=True)
class _Staffing:
    demand: FormulaDemand
    plan: Plan
    after: str
    days: int

    @property
    def full_time(self) -> float:
        """Hours of a full-time week: the longest contract."""
        return max((c.hours_per_week for c in self.plan.contracts.values()), default=40.0)

    def fte(self, model: str, departments: Sequence[str]) -> float:
        """Full-time people, all shrinkage included, for the queues of ``departments`` under ``model``."""
        queues = [q for q in self.demand.queues if self.plan.queue(q).queue.department in departments]
        works: tuple[Work, ...] = operating_model(self.plan, model, queues).works if queues else ()
        blend = self.plan.blends(model)
        there = 1 - self.plan.shrinkage.total_at(self.demand.grid)
        hours = sum(float((self.demand.agents(w, blend=blend) / there).sum()) for w in works) * self.demand.hours
        return hours / (self.full_time * self.days / 7)


def _work_by_department(demand: FormulaDemand, plan: Plan) -> dict[str, float]:
    """Seconds of handling a department."""
    found: dict[str, float] = {}
    for name, queue in demand.queues.items():
        department = plan.queue(name).queue.department
        found[department] = found.get(department, 0.0) + float((queue.offered * queue.aht_seconds).sum())
    return found


def _days(forecast: Forecast) -> int:
    return max(1, int(forecast.frame["interval_start"].dt.tz_convert(forecast.zone).dt.date.nunique()))


def _phases(order: Sequence[str], work: Mapping[str, float], pace: Pace) -> tuple[Phase, ...]:
    """The pilot, then waves of about the same work each, in order; no more waves than departments or time allow."""
    pilot, rest = order[0], list(order[1:])
    phases = [Phase("pilot", 1, pace.pilot_months, (pilot,))]
    count = min(len(rest), (pace.total_months - pace.pilot_months) // pace.wave_months)
    for number, departments in enumerate(_even_groups(rest, work, count), start=1):
        first = phases[-1].last_month + 1
        phases.append(Phase(f"wave {number}", first, first + pace.wave_months - 1, departments))
    return tuple(phases)


def _even_groups(names: Sequence[str], work: Mapping[str, float], count: int) -> list[tuple[str, ...]]:
    """Runs of ``names``, none empty, whose largest sum is as small as can be (dynamic programming over the cuts)."""
    if count == 0:
        return []
    sums = np.concatenate([[0.0], np.cumsum([work[n] for n in names])])
    nothing: tuple[float, tuple[int, ...]] = (np.inf, ())
    best = [(0.0, nothing[1]), *[nothing] * len(names)]
    for _ in range(count):
        longer = [nothing] * (len(names) + 1)
        for end in range(1, len(names) + 1):
            options = [
                (max(best[cut][0], float(sums[end] - sums[cut])), (*best[cut][1], end))
                for cut in range(end)
                if np.isfinite(best[cut][0])
            ]
            longer[end] = min(options, default=nothing)
        best = longer
    return [tuple(names[a:b]) for a, b in pairwise((0, *best[-1][1]))]


def _months(
    phases: Sequence[Phase], staff: _Staffing, work: Mapping[str, float], agents: Sequence[Agent], pace: Pace
) -> tuple[TransitionMonth, ...]:
    heads = Counter(agent.department for agent in agents)
    contracts = staff.plan.contracts
    available = sum(contracts[a.contract].hours_per_week for a in agents) / staff.full_time if agents else None
    everything = sum(work.values())
    last = max(phases[-1].last_month, phases[-1].moves_in + pace.dip_months)
    fte: dict[tuple[str, ...], tuple[float, float]] = {}
    months = []
    for month in range(last + 1):
        moved = tuple(d for p in phases if p.moves_in <= month for d in p.departments)
        if moved not in fte:
            still = [d for d in work if d not in moved]
            fte[moved] = staff.fte(DEPARTMENTAL, still), staff.fte(staff.after, moved)
        departments, central = fte[moved]
        trained = sum(heads[d] for p in phases if p.first_month == month for d in p.departments)
        moved_work = sum(work[d] for d in moved)
        new = [p for p in phases if p.moves_in <= month < p.moves_in + pace.dip_months]
        new_work = sum(work[d] for p in new for d in p.departments)
        dip = _dip(central, new_work, moved_work, pace)
        months.append(
            TransitionMonth(
                month=month,
                phase=_phase_name(phases, month),
                moved_share=moved_work / everything if everything else 0.0,
                fte_departments=departments,
                fte_central=central,
                fte_dip=dip,
                fte_training=trained * pace.training_days / DAYS_A_MONTH,
                training_days=trained * pace.training_days,
                fte_available=available,
                training_days_possible=_room(available, departments + central + dip, staff.plan),
            )
        )
    return tuple(months)


def _dip(central: float, new_work: float, moved_work: float, pace: Pace) -> float:
    """The new people's part of the central team, by work, falls short by the dip."""
    if moved_work <= 0:
        return 0.0
    return central * new_work / moved_work * pace.productivity_dip / (1 - pace.productivity_dip)


def _room(available: float | None, needed: float, plan: Plan) -> float | None:
    """Training days that the roster has room for in a month: who is not needed, and the time set aside for training."""
    if available is None:
        return None
    aside = sum(share for category, share in plan.shrinkage.planned.items() if "training" in category.lower())
    return (max(0.0, available - needed) + aside * min(available, needed)) * DAYS_A_MONTH


def _phase_name(phases: Sequence[Phase], month: int) -> str:
    if month == 0:
        return "today"
    return next((p.name for p in phases if p.first_month <= month <= p.last_month), "settled")


def _end_notes(phases: Sequence[Phase], pace: Pace) -> tuple[str, ...]:
    """Say so where few departments are moved sooner than the time that was given."""
    end = phases[-1].last_month
    if end + pace.wave_months > pace.total_months:
        return ()
    return (
        f"A wave takes {pace.wave_months} months and a department at least: the last one moves in month "
        f"{phases[-1].moves_in}, so {end} months are enough where {pace.total_months} were given.",
    )


def _notes(agents: Sequence[Agent], months: Sequence[TransitionMonth]) -> tuple[str, ...]:
    notes = ["The planned days stand for every month: no growth, no season.", "A training day is a full-time day."]
    if not agents:
        return (*notes, "No agents were given: no training days and no shortage can be told.")
    crowded = [m for m in months if m.training_days_possible is not None and m.training_days > m.training_days_possible]
    if crowded:
        told = "; ".join(
            f"month {m.month} asks for {m.training_days:.0f}, there is room for {m.training_days_possible:.0f}"
            for m in crowded
        )
        notes.append(f"Training days beyond what the roster has room for: {told}.")
    elif any(m.training_days for m in months):
        notes.append("The roster has room for every training day.")
    worst = max(months, key=lambda m: (m.fte_short or 0.0, -m.month))
    short = worst.fte_short
    if short is not None and short > 0:
        notes.append(
            f"Month {worst.month} ({worst.phase}) is {short:.1f} full-time people short: hire or train slower."
        )
    return tuple(notes)
