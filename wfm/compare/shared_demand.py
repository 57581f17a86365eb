"""The real-time contacts of a model whose teams share contacts, as a simulation that counts agents.

Contacts on which an agent holds one at a time form one simulation, chats another for each number held at a time, as
the formulas have it. An agent who holds c chats stands as c places, each slower by what c chats at a time cost
(``wfm.staffing.chat``): a place stays as slow when its agent holds fewer, which is a little cautious, for every model
alike. Nobody hangs up, unless a goal limits abandonment and the patience is known: again as the formulas have it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wfm.simulate.on_duty import entries_of, group_taking, taken_by
from wfm.simulate.scenario import Scenario, SimulatedQueue
from wfm.staffing.chat import effective_concurrency
from wfm.staffing.uncertain import draw_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from wfm.compare.formula_demand import FormulaDemand
    from wfm.staffing.demand_types import QueueDemand
    from wfm.types import OperatingModel, Plan, ServiceGoal, Work

    Numbers = NDArray[np.float64]

GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class SharedContacts:
    """The contacts held ``places`` at a time: teams' load and agents by formula before anything is shared.

    ``load`` and ``agents`` have the shape (departmental teams, intervals), in whole agents' worth of work.
    """

    places: int
    queues: tuple[QueueDemand, ...]
    teams: tuple[Work, ...]
    load: Numbers
    agents: Numbers

    @property
    def goals(self) -> dict[str, ServiceGoal]:
        """By queue, without the limit on occupancy."""
        return {q.name: replace(q.plan.goal, max_occupancy=None) for q in self.queues}


def tightest_cap(contacts: SharedContacts, plan: Plan) -> Numbers:
    """The lowest limit of the plan on occupancy of any queue that has contacts, in each interval; 1 without one."""
    caps = np.ones(contacts.load.shape[1])
    for queue in contacts.queues:
        cap = plan.queue(queue.name).goal.max_occupancy
        caps = np.where((queue.offered > 0) & queue.is_open, np.minimum(caps, cap or 1.0), caps)
    return caps


def shared_contacts(demand: FormulaDemand, teams: Sequence[Work], *, blend: bool) -> tuple[SharedContacts, ...]:
    """The real-time contacts of ``teams``, by how many an agent holds at a time."""
    parts = [demand.real_time(work, blend=blend) for work in teams]
    found = []
    for places in sorted({p for part in parts for p in part}):
        nothing = np.zeros(demand.grid.count)
        load = np.array([part[places].load if places in part else nothing for part in parts])
        agents = np.array([part[places].agents if places in part else nothing for part in parts])
        names = {q for part in parts if places in part for q in part[places].queues}
        queues = tuple(q for name, q in demand.staffed.items() if name in names)
        found.append(SharedContacts(places, queues, tuple(teams), load / effective_concurrency(places), agents))
    return tuple(found)


def played_contacts(
    contacts: SharedContacts,
    model: OperatingModel,
    plan: Plan,
    agents: Mapping[str, Numbers],
    interval_seconds: float,
    weeks: int,
) -> Scenario:
    """``weeks`` copies of the horizon end to end, with ``agents`` (decimal, a kind of work) in each interval.

    Decimal agents are whole ones in each copy, one more in as many copies as the decimals say: so the mean service lies
    between that of n and n + 1 agents, as a decimal requirement has it. Where the plan staffs for the forecast's whole
    distribution, the copies meet its draws in turn, each as often as it weighs.
    """
    entries = [e for e in entries_of(model, [q.name for q in contacts.queues]) if e.second_line_of is None]
    demands = {q.name: q for q in contacts.queues}
    slower = contacts.places / effective_concurrency(contacts.places)
    queues = []
    for name, demand in demands.items():
        goal = demand.plan.goal
        offered = np.concatenate([_contacts(demand, week, weeks) for week in range(weeks)])
        queues.append(
            SimulatedQueue(
                name,
                offered,
                np.tile(demand.aht_seconds * slower, weeks),
                patience_seconds=demand.plan.patience_seconds if goal.max_abandonment is not None else None,
                threshold_seconds=goal.threshold_seconds,
            )
        )
    groups = []
    for number, work in enumerate(model.works):
        places = contacts.places * agents.get(work.name, np.zeros(contacts.load.shape[1]))
        whole = np.concatenate([np.floor(places + (week * GOLDEN + number / 7) % 1) for week in range(weeks)])
        taken = taken_by(work, entries, plan)
        groups.append(group_taking(work.name, whole, work, taken, entries, plan, home=work.name))
    return Scenario(tuple(queues), tuple(groups), interval_seconds, weeks * contacts.load.shape[1])


def _contacts(demand: QueueDemand, week: int, weeks: int) -> Numbers:
    offered = demand.offered
    if demand.draws is not None:
        cumulative = np.cumsum(draw_weights())
        draw = int(np.searchsorted(cumulative, (week + 0.5) / weeks * cumulative[-1]))
        offered = demand.draws[draw]
    return np.where(demand.is_open, offered, 0.0)
