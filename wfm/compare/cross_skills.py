"""Operating models between departmental and pooled: a part of the people cross-skilled, or contacts that overflow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from wfm.errors import ConfigError
from wfm.types import CrossSkilled, Work

if TYPE_CHECKING:
    from wfm.types import Agent, OperatingModel, Plan

PAIRS: Final = "pairs"
CHAIN: Final = "chain"
GENERALISTS: Final = "generalists"
OVERFLOW: Final = "overflow"
CROSS_SKILLED: tuple[CrossSkilled, ...] = (PAIRS, CHAIN, GENERALISTS)
ALL_DEPARTMENTS = "all departments"
SHARE = 0.2
"""Share of each department's people who are cross-skilled, where neither name nor plan says: an assumption. Studies of
limited flexibility find most of the gain in the first fifth (Wallace and Whitt 2005)."""
OVERFLOW_SECONDS = 60.0
"""Wait after which a contact overflows, where the plan says nothing: an assumption."""
OVERFLOW_AHT_FACTOR = 1.1
"""Handle time of another department's contact, where the plan says nothing: an assumption."""

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CrossSkilling:
    """Who is cross-skilled: ``share`` (0..1) of each department's people, for one other department or all."""

    kind: CrossSkilled
    share: float


def cross_skilling(plan: Plan, name: str) -> CrossSkilling | None:
    """What the model called ``name`` means: ``pairs``, ``chain`` or ``generalists``, maybe with percent (``chain-30``).

    Without percent, the share is that of the plan's table of this name, else :data:`SHARE`. None for other names.

    Raises:
        ConfigError: The percentage is not from 1 to 100.
    """
    match = re.fullmatch(r"(pairs|chain|generalists)(?:-(\d+))?", name)
    if match is None:
        return None
    kind = next(k for k in CROSS_SKILLED if k == match[1])
    share = float(match[2]) / 100 if match[2] else plan.models.get(name, {}).get("cross_skilled_share")
    share = SHARE if share is None else float(share)
    if not 0 < share <= 1:
        raise ConfigError(f"model {name}: the share of people cross-skilled lies between 1 and 100 percent.")
    return CrossSkilling(kind, share)


def table_of(plan: Plan, name: str) -> Table:
    """The plan's table of the model; ``chain-30`` is described by [model.chain] where it has none of its own."""
    found = plan.models.get(name)
    return plan.models.get(name.partition("-")[0], {}) if found is None else found


def cross_skilled_works(plan: Plan, name: str, departments: Sequence[Work]) -> tuple[Work, ...]:
    """The departments, and a kind of work for each group of cross-skilled people.

    ``pairs``: departments two and two (the odd one out joins the last pair's second). ``chain``: each department and
    the next, round in a circle (Jordan and Graves 1995). ``generalists``: every department. Neighbours are alike in
    handle time by the plan, because unlike handle times in one queue make customers wait (else by name).

    Raises:
        ConfigError: There is only one department.
    """
    skilling = cross_skilling(plan, name)
    if skilling is None:
        raise ConfigError(f"{name} is no model of cross-skilled people.")
    if len(departments) < 2:
        raise ConfigError(f"model {name} needs at least two departments to be cross-skilled for.")
    factor = _aht_factor(plan, name)
    order = sorted(departments, key=lambda w: (_planned_aht(plan, w), w.name))
    groups = {PAIRS: _pairs, CHAIN: _chain, GENERALISTS: _everybody}[skilling.kind](order)
    trained = tuple(
        Work(
            ALL_DEPARTMENTS if skilling.kind == GENERALISTS else "+".join(w.name for w in served),
            (),
            skills=(ALL_DEPARTMENTS if skilling.kind == GENERALISTS else "+".join(w.name for w in served),),
            helps=tuple(q for w in served for q in w.queues),
            help_aht_factor=factor,
            help_by_all=True,
            staffed_from=tuple((w.name, skilling.share) for w in homes),
        )
        for homes, served in groups
    )
    return (*departments, *trained)


Group = tuple[list[Work], list[Work]]  # whose people are cross-skilled, and the departments that they serve


def _pairs(order: Sequence[Work]) -> list[Group]:
    found = [(list(order[i : i + 2]), list(order[i : i + 2])) for i in range(0, len(order) - 1, 2)]
    return [*found, ([order[-1]], [order[-2], order[-1]])] if len(order) % 2 else found


def _chain(order: Sequence[Work]) -> list[Group]:
    if len(order) == 2:
        return _pairs(order)
    return [([home], [home, following]) for home, following in pairwise([*order, order[0]])]


def _everybody(order: Sequence[Work]) -> list[Group]:
    return [(list(order), list(order))]


def _planned_aht(plan: Plan, work: Work) -> float:
    known = [plan.queue(q).aht_seconds for q in work.queues if not plan.queue(q).is_deferred]
    return max((seconds for seconds in known if seconds is not None), default=0.0)


def _aht_factor(plan: Plan, name: str) -> float:
    """Handle time of the cross-skilled: of the model's table, else that of the pooled generalists."""
    table = table_of(plan, name) or plan.models.get("pooled", {})
    return float(table.get("aht_factor", 1.0))


def overflow_seconds(plan: Plan, name: str) -> float | None:
    """The wait after which contacts of the model overflow to other teams; None where they do not."""
    seconds = table_of(plan, name).get("overflow_after_seconds")
    if seconds is None:
        return OVERFLOW_SECONDS if name == OVERFLOW else None
    return float(seconds)


def with_overflow(plan: Plan, name: str, works: Sequence[Work]) -> tuple[Work, ...]:
    """Each team also takes the others' contacts that have waited long enough, where the model's table says so.

    Cross-skilled people are left as they are: they take theirs at once. Work that may wait does not overflow.

    Raises:
        ConfigError: A queue is divided over kinds of work, so that it is not clear whose contact overflows.
    """
    seconds = overflow_seconds(plan, name)
    if seconds is None:
        return tuple(works)
    if len(works) < 2 or any(part.share < 1 for work in works for part in work.parts):
        raise ConfigError(f"model {name}: overflow_after_seconds is for teams that each have queues of their own.")
    factor = float(table_of(plan, name).get("overflow_aht_factor", OVERFLOW_AHT_FACTOR))
    real_time = {w.name: [q for q in w.queues if not plan.queue(q).is_deferred] for w in works}
    return tuple(
        work
        if work.staffed_from
        else replace(
            work,
            helps=tuple(q for name, queues in real_time.items() if name != work.name for q in queues),
            help_after_seconds=seconds,
            help_aht_factor=factor,
            help_by_all=True,
        )
        for work in works
    )


def trained(agents: Sequence[Agent], model: OperatingModel) -> tuple[tuple[Agent, ...], int | None]:
    """The people as the model has them trained, and how many of them would be cross-skilled (None: not its point).

    Of each department's people the share asked (rounded): first those who already have skills of the departments to
    serve, then people spread evenly over the list. Who is trained works with the cross-skilled from then on.
    """
    if not any(work.staffed_from for work in model.works):
        return tuple(agents), None
    now = {a.agent: a for a in agents}
    served = {w.name: {q.partition("/")[0] for q in w.helps} for w in model.works}
    moved: set[str] = set()
    for work in model.works:
        for home, share in work.staffed_from:
            own = [a for a in agents if a.department == home]
            free = [a for a in own if a.agent not in moved]
            for agent in _chosen(free, round(share * len(own)), served[work.name]):
                now[agent.agent] = replace(agent, skills=(work.name,))
                moved.add(agent.agent)
    return tuple(now[a.agent] for a in agents), len(moved)


def _chosen(people: Sequence[Agent], count: int, departments: set[str]) -> list[Agent]:
    skilled = [a for a in people if len({s.partition("/")[0] for s in a.skills} & departments) > 1][:count]
    rest = [a for a in people if a not in skilled]
    left = min(count - len(skilled), len(rest))
    return skilled + [rest[(2 * i + 1) * len(rest) // (2 * left)] for i in range(left)]
