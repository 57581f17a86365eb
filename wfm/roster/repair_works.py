"""Compiled: which work an agent does in each slot, as published or changed at a price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.compiled import compiled
from wfm.roster.repair_tariff import notice_factor
from wfm.roster.respond import cover_cost
from wfm.roster.values import FORBIDDEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.repair_tariff import Published, Tariff


@compiled
def choose_work(
    m: Model,
    tariff: Tariff,
    pub: Published,
    skill: int,
    cover: NDArray[np.float64],
    keep: bool,
    value: NDArray[np.float64],
    work: NDArray[np.int64],
) -> None:
    """``work`` [slot] and what it is worth there (``value``, points): the best path, each stretch of other work priced.

    Published work stays where it is before now, and everywhere if ``keep``. ``cover`` is without the agent.
    """
    works, slots = m.required.shape
    price = np.full(slots, tariff.work_reassigned)
    for day in range(pub.start.shape[0]):
        if pub.start[day] >= 0:
            price[pub.start[day] : pub.end[day]] *= notice_factor(tariff, pub.start[day])
    score, back = np.full((works, slots), FORBIDDEN), np.zeros((works, slots), dtype=np.int64)
    gain = _gains(m, tariff, pub, skill, cover, keep)
    for t in range(slots):
        for w in range(works):
            if gain[w, t] <= FORBIDDEN:
                continue
            best, source = 0.0, w
            if t > 0:
                best = FORBIDDEN
                for v in range(works):
                    same = v == w and (pub.work[t] < 0 or pub.work[t] == w or pub.work[t - 1] == pub.work[t])
                    through = score[v, t - 1] - (0.0 if same or pub.work[t] == w else price[t])
                    if through > best:
                        best, source = through, v
            score[w, t], back[w, t] = best + gain[w, t], source
    at = int(np.argmax(score[:, slots - 1]))
    for t in range(slots - 1, -1, -1):
        # What a stretch of other work costs is charged to its first slot, so that a shift's sum holds it.
        work[t], before = at, back[at, t]
        value[t] = score[at, t] - (score[before, t - 1] if t > 0 else 0.0)
        at = before
    # After the horizon nothing is required: work there is worth nothing.
    value[slots:] = 0.0
    work[slots:] = work[slots - 1]


@compiled
def _gains(
    m: Model, tariff: Tariff, pub: Published, skill: int, cover: NDArray[np.float64], keep: bool
) -> NDArray[np.float64]:
    """What the agent is worth [work, slot], in points; ``FORBIDDEN`` for work that may not be done there."""
    works, slots = m.required.shape
    gain = np.full((works, slots), FORBIDDEN)
    for w in range(works):
        share = m.efficiency[skill, w]
        if share <= 0.0:
            continue
        for t in range(slots):
            held = pub.work[t] >= 0 and (keep or t < tariff.now)
            if held and pub.work[t] != w:
                continue
            missing = m.required[w, t] - cover[w, t]
            worth = cover_cost(missing, m.short_width, m.short_price, w, t, m.over_price)
            worth -= cover_cost(missing - share, m.short_width, m.short_price, w, t, m.over_price)
            gain[w, t] = tariff.unit * (worth - m.away[skill, w])
    return gain
