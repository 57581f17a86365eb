"""Works split by how well they are done: a price for an average agent and another for one of nine tenths.

An agent is a whole person. Where all do a work equally well, a slot's cover is a whole number of them, and the bound
may count with whole numbers instead of tenths of agents that nobody is. Where some do it at .9, the cover is a whole
number of the ones and a whole number of the others: a pair of whole numbers, a price each, and again the bound counts
with nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wfm.compiled import compiled
from wfm.roster.respond import cover_cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model

MOST_LEVELS = 2  # of one work; the rarer ones of a work with more are priced as parts of the commonest
NONE = -1
ANY = -1


class Levels(NamedTuple):
    """``priced`` is the model with a work for each level, as pricing sees it; sizes: works W, levels V.

    ``work`` [V] and ``share`` [V] say which work, and how much of an agent; ``first`` and ``second`` [W] the levels of
    a work (``NONE`` where it has one); ``most`` [V] how many agents there are of it, ``ANY`` where it stands for agents
    of several levels, who count in parts of it.
    """

    priced: Model
    work: NDArray[np.int64]
    share: NDArray[np.float64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    most: NDArray[np.int64]


def levels_of(m: Model, agents: NDArray[np.int64]) -> Levels:
    """The levels among ``agents``."""
    work: list[int] = []
    share: list[float] = []
    most: list[int] = []
    works, classes = m.required.shape[0], m.efficiency.shape[0]
    first, second = np.zeros(works, dtype=np.int64), np.full(works, NONE, dtype=np.int64)
    people = np.bincount(m.skill[agents], minlength=classes)
    columns: list[NDArray[np.float64]] = []
    for w in range(works):
        found = sorted({float(e) for e, n in zip(m.efficiency[:, w], people, strict=True) if e > 0 and n})
        count = {e: int(people[m.efficiency[:, w] == e].sum()) for e in found}
        common = sorted(found, key=lambda e: -count[e])
        exact = len(common) <= MOST_LEVELS
        for place, e in enumerate((common or [1.0]) if exact else common[:1]):
            if place:
                second[w] = len(work)
            else:
                first[w] = len(work)
            here = m.efficiency[:, w]
            columns.append(np.where(here == e, 1.0, 0.0) if exact else here / e)
            work.append(w)
            share.append(e)
            most.append(count.get(e, 0) if exact else ANY)
    of = np.array(work, dtype=np.int64)
    efficiency = np.stack(columns, axis=1)
    priced = m._replace(
        efficiency=np.ascontiguousarray(efficiency),
        away=np.ascontiguousarray(m.away[:, of]),
        required=np.ascontiguousarray(m.required[of]),
    )
    return Levels(priced, of, np.array(share), first, second, np.array(most, dtype=np.int64))


def lifted(levels: Levels, price: NDArray[np.float64]) -> NDArray[np.float64]:
    """Prices [work, slot] as prices of levels: a part of an agent is worth its part."""
    return np.asarray(price[levels.work] * levels.share[:, None])


def lowered(levels: Levels, price: NDArray[np.float64]) -> NDArray[np.float64]:
    """Prices of levels as prices of a whole agent [work, slot], after the commonest level."""
    return np.asarray(price[levels.first] / levels.share[levels.first][:, None])


def limits(m: Model, levels: Levels) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Between which prices of levels a bound is worth looking for."""
    share = levels.share[:, None]
    return np.full(levels.priced.required.shape, -m.over_price) * share, m.short_price[levels.work, :, -1] * share


@compiled
def slot_side(
    m: Model, levels: Levels, price: NDArray[np.float64], softness: float, wanted: NDArray[np.float64]
) -> float:
    """The cheapest numbers of agents in every slot: their cover's cost and their ``price`` [level, slot] together.

    ``wanted`` [level, slot] receives these numbers; with ``softness`` above zero their mean over the numbers of the
    second level, the likelier the cheaper they are, so that it changes smoothly with the prices.
    """
    total = 0.0
    room = np.empty((2, max(int(levels.most.max()), 0) + 2))
    for w in range(m.required.shape[0]):
        v, u = levels.first[w], levels.second[w]
        for t in range(m.required.shape[1]):
            missing = m.required[w, t] - m.base_cover[w, t]
            if levels.most[v] == ANY:
                total += _parts(m, w, t, missing, price[v, t] / levels.share[v])
                wanted[v, t] = _wanted_parts(m, w, t, missing, price[v, t] / levels.share[v]) / levels.share[v]
            elif u == NONE:
                at = min(int(max(missing, 0.0) / levels.share[v]), levels.most[v])
                at, value = _cheapest(m, w, t, missing, levels.share[v], price[v, t], at, levels.most[v])
                total += value
                wanted[v, t] = at
            else:
                total += _pairs(m, levels, w, t, missing, price, softness, wanted, room)
    return total


@compiled
def _parts(m: Model, work: int, slot: int, missing: float, price: float) -> float:
    """The cheapest cover where parts of an agent count: every step of the shortfall that costs less than ``price``.

    Where more is settled than required, the steps are still there to buy: the bound stays valid.
    """
    value = price * missing
    for step in range(m.short_width.shape[2] - 1):
        value -= m.short_width[work, slot, step] * max(price - m.short_price[work, slot, step], 0.0)
    return value


@compiled
def _wanted_parts(m: Model, work: int, slot: int, missing: float, price: float) -> float:
    for step in range(m.short_width.shape[2] - 1):
        if price > m.short_price[work, slot, step]:
            missing -= m.short_width[work, slot, step]
    return missing


@compiled
def _pairs(
    m: Model,
    levels: Levels,
    work: int,
    slot: int,
    missing: float,
    price: NDArray[np.float64],
    softness: float,
    wanted: NDArray[np.float64],
    room: NDArray[np.float64],
) -> float:
    """The cheapest pair of whole numbers; ``room`` [value | count, others] is working space."""
    v, u = levels.first[work], levels.second[work]
    share, other_share = levels.share[v], levels.share[u]
    values, counts = room[0], room[1]
    limit = min(levels.most[u], int(np.ceil(max(missing, 0.0) / other_share)))
    at, best = min(int(max(missing, 0.0) / share), levels.most[v]), np.inf
    for others in range(limit + 1):
        left = missing - other_share * others
        at, value = _cheapest(m, work, slot, left, share, price[v, slot], at, levels.most[v])
        values[others], counts[others] = value + price[u, slot] * others, at
        best = min(best, values[others])
    weight, mean, mean_others = 0.0, 0.0, 0.0
    for others in range(limit + 1):
        likely = 1.0 if values[others] == best else 0.0
        if softness > 0.0:
            likely = np.exp((best - values[others]) / softness)
        weight += likely
        mean += likely * counts[others]
        mean_others += likely * others
    wanted[v, slot], wanted[u, slot] = mean / weight, mean_others / weight
    return best


@compiled
def _cheapest(
    m: Model, work: int, slot: int, missing: float, share: float, price: float, at: int, most: int
) -> tuple[int, float]:
    """From ``at`` agents up or down to the cheapest number: the cost is convex in it."""
    value = _cost(m, work, slot, missing - share * at, price * at)
    for direction in (1, -1):
        while 0 <= at + direction <= most:
            other = _cost(m, work, slot, missing - share * (at + direction), price * (at + direction))
            if other >= value:
                break
            at, value = at + direction, other
    return at, value


@compiled
def _cost(m: Model, work: int, slot: int, missing: float, paid: float) -> float:
    return cover_cost(missing, m.short_width, m.short_price, work, slot, m.over_price) + paid
