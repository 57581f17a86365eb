"""Improvement by choice: a pool of tours for a group of agents, and the best one of each, all at once, by CP-SAT.

Measured on pools of 25 agents with 20 tours each: CP-SAT on one thread proves the best choice in half a second, where
SCIP is not done after five, so CP-SAT it is. Its limit counts its own steps, not seconds: the same on every machine.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper

from wfm.compiled import compiled
from wfm.roster.bound import THREADS
from wfm.roster.improve import agent_cost, cover_total, restore, together
from wfm.roster.model import room_for
from wfm.roster.pool import EVERY_DAY, pool_for
from wfm.roster.pool_program import program_for
from wfm.roster.respond import cover_cost, take_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.pool import Pool
    from wfm.roster.pool_program import Program
    from wfm.roster.progress import Progress
    from wfm.roster.respond import Plan

LIMIT = 2.0  # of a solve, in CP-SAT's deterministic time: about seconds
LOOK_SECONDS = 0.05  # between two looks at the clock during a solve
# Of a step's pools: (agents at most, tours drawn for an agent, noise in units of the price scale, one day only).
POOLS = ((25, 30, 1.0, False), (12, 40, 0.5, False), (60, 40, 1.0, True))
TINY = 1e-9


@compiled
def slack(m: Model, cover: NDArray[np.float64], price: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    """``out`` [slot]: what its cover costs above the cheapest at ``price``, which is the slot's part of the gap."""
    width, dear = m.short_width, m.short_price
    out[:] = 0.0
    for w in range(m.required.shape[0]):
        for t in range(m.required.shape[1]):
            missing = m.required[w, t] - cover[w, t]
            out[t] += cover_cost(missing, width, dear, w, t, m.over_price) - price[w, t] * missing
            for k in range(width.shape[2] - 1):
                out[t] += width[w, t, k] * max(price[w, t] - dear[w, t, k], 0.0)


def choose(
    program: Program, stopped: Callable[[], bool], *, limit: float = LIMIT, workers: int = 1
) -> NDArray[np.int64]:
    """The rows of the pool in the best choice found within ``limit``; empty where it is to keep every tour."""
    model: Any = ModelBuilderHelper()  # its stubs know only one shape of array
    nothing = np.zeros(len(program.cost))
    model.fill_model_from_sparse_data(nothing, program.most, program.cost, program.low, program.high, program.matrix)
    for variable in range(len(program.cost)):
        model.set_var_integrality(variable, True)
    for variable, value in enumerate(program.start):
        model.add_hint(variable, value)
    solver = ModelSolverHelper("sat")
    # Several workers take turns, so that the same choice is found on every machine.
    turns = "interleave_search: true " if workers > 1 else ""
    solver.set_solver_specific_parameters(
        f"{turns}num_workers: {workers} random_seed: 1 max_deterministic_time: {limit}"
    )
    with ThreadPoolExecutor(1) as thread:
        solve = thread.submit(solver.solve, model)
        while not wait([solve], LOOK_SECONDS).done:
            if stopped():
                solver.interrupt_solve()
        solve.result()
    if not solver.has_solution():
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.asarray(solver.variable_values())[: program.choices] > 0.5)


def take(m: Model, plan: Plan, pool: Pool, rows: NDArray[np.int64]) -> float:
    """Give the agents of ``rows`` their new tours, unless the cost would rise. The gain, 0 where undone."""
    agents = pool.agent[rows]
    before = cover_total(m, plan.cover) + sum(agent_cost(m, plan, i) for i in agents)
    old = plan.tour[agents], plan.break_at[agents], plan.work[agents]
    swap(m, plan, agents, pool.tour[rows], pool.break_at[rows], pool.work[rows])
    gain = before - cover_total(m, plan.cover) - sum(agent_cost(m, plan, i) for i in agents)
    if gain > TINY:
        return float(gain)
    swap(m, plan, agents, *old)
    return 0.0


@compiled
def swap(
    m: Model,
    plan: Plan,
    agents: NDArray[np.int64],
    tour: NDArray[np.int64],
    break_at: NDArray[np.int64],
    work: NDArray[np.int8],
) -> None:
    """Take the agents out and put them back with these tours."""
    for i in agents:
        take_out(m, plan, i)
    for k in range(agents.shape[0]):
        restore(m, plan, agents[k], tour[k], break_at[k], work[k])


class Recombiner:
    """Keeps the room and the random numbers; ``step`` makes one round of pools."""

    def __init__(self, m: Model, random: np.random.Generator, agents: NDArray[np.int64]) -> None:
        self.m, self.random, self.agents = m, random, agents
        self._rooms = [room_for(m) for _ in range(THREADS)]
        self._slack = np.zeros(m.required.shape[1])

    def step(self, plan: Plan, price: NDArray[np.float64], progress: Progress) -> None:
        """Choose from each kind of pool once. ``price`` [work, slot] proves the bound."""
        for most, draws, noise, one_day in POOLS:
            if progress.stopped():
                return
            slot = self._slot(plan, price)
            day = int(self.random.integers(self.m.may_rest.shape[1])) if one_day else EVERY_DAY
            group = together(self.m, plan, self.random.permutation(self.agents), slot, most)
            pool = pool_for(
                self.m, self._rooms, plan, np.sort(group), price,
                draws=draws, noise=noise * self.m.price_scale, seed=int(self.random.integers(1 << 30)), day=day,
                stopped=progress.stopped,
            )  # fmt: skip
            self._choose(plan, pool, progress)

    def _choose(self, plan: Plan, pool: Pool, progress: Progress) -> None:
        if len(pool.agent) and not progress.stopped():
            take(self.m, plan, pool, choose(program_for(self.m, plan, pool), progress.stopped))

    def _slot(self, plan: Plan, price: NDArray[np.float64]) -> int:
        """A slot, the more likely the larger its part of the gap."""
        slack(self.m, plan.cover, price, self._slack)
        weight = np.maximum(self._slack, 0.0) + TINY
        return int(self.random.choice(len(weight), p=weight / weight.sum()))
