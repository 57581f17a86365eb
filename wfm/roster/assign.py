"""Work assignment: the same cover with as few changes of work inside a shift as the numbers allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.compiled import compiled

if TYPE_CHECKING:
    from wfm.roster.model import Model
    from wfm.roster.respond import Plan


@compiled
def keep_work(m: Model, plan: Plan) -> None:
    """Exchange works inside a slot between agents of one skill class, so that each keeps the work done before.

    Agents of a class are alike to every work, so an exchange changes neither cover nor cost. Going through the slots in
    order, an agent whose work changes looks for one of the class who does the wanted work and either started with no
    work before or would rather have the other.
    """
    agents, slots = plan.work.shape
    for t in range(1, slots):
        for i in range(agents):
            wanted, has = plan.work[i, t - 1], plan.work[i, t]
            if wanted < 0:
                wanted = _work_before(plan, i, t)
            if has < 0 or wanted < 0 or has == wanted:
                continue
            for j in range(agents):
                if m.skill[j] == m.skill[i] and plan.work[j, t] == wanted:
                    other = plan.work[j, t - 1]
                    if other < 0:
                        other = _work_before(plan, j, t)
                    if other != wanted:
                        plan.work[i, t], plan.work[j, t] = wanted, has
                        break


@compiled
def _work_before(plan: Plan, agent: int, slot: int) -> int:
    """The work before a break: up to two hours of slots back."""
    for t in range(slot - 1, max(-1, slot - 25), -1):
        if plan.work[agent, t] >= 0:
            return plan.work[agent, t]  # type: ignore[no-any-return]
    return -1
