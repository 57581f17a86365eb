"""Improvement by choice: a pool of tours for a group of agents, and the best one of each, all at once, by CP-SAT.

Measured on pools of 25 agents with 20 tours each: CP-SAT on one thread proves the best choice in half a second, where
SCIP is not done after five, so CP-SAT it is. Its limit counts its own steps, not seconds: the same on every machine.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper

from wfm.compiled import compiled
from wfm.roster.bound import THREADS
from wfm.roster.improve import agent_cost, cover_total, restore, together
from wfm.roster.mixes import free_classes, give_works
from wfm.roster.model import room_for
from wfm.roster.outcome import total_cost
from wfm.roster.pool import EVERY_DAY, pool_for
from wfm.roster.pool_program import program_for
from wfm.roster.respond import copy_plan, cover_cost, take_out

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


class Kind(NamedTuple):
    """A kind of pool: agents at most, tours drawn for each, noise in units of the price scale, one day only."""

    agents: int
    draws: int
    noise: float
    one_day: bool


ONE_WORK = (Kind(25, 30, 1.0, False), Kind(12, 40, 0.5, False), Kind(60, 40, 1.0, True))
# Where works are free a pool has a hundred ways to be completed, so it may hold fewer tours and more agents.
SEVERAL_WORKS = (Kind(100, 40, 0.3, True), Kind(40, 40, 0.5, True))
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
    return np.flatnonzero(solve(program, stopped, limit=limit, workers=workers)[: program.choices] > 0)


def solve(
    program: Program, stopped: Callable[[], bool], *, limit: float = LIMIT, workers: int = 1
) -> NDArray[np.int64]:
    """The best values of the program's variables found within ``limit``; those to start with where none were."""
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
        job = thread.submit(solver.solve, model)
        while not wait([job], LOOK_SECONDS).done:
            if stopped():
                solver.interrupt_solve()
        job.result()
    values = np.asarray(solver.variable_values()) if solver.has_solution() else program.start
    return np.rint(values).astype(np.int64)


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


def take_with_works(m: Model, plan: Plan, pool: Pool, program: Program, values: NDArray[np.int64]) -> float:
    """Take the tours and the works of a solution, unless the cost would rise. The gain, 0 where undone."""
    rows, mixes = np.flatnonzero(values[: program.choices]), program.mixes
    before, old = total_cost(m, plan), copy_plan(plan)
    swap(m, plan, pool.agent[rows], pool.tour[rows], pool.break_at[rows], pool.work[rows])
    give_works(m, plan, mixes.skill, mixes.slot, mixes.work, values[program.choices :][: len(mixes.now)])
    gain = before - total_cost(m, plan)
    if gain > TINY:
        return gain
    plan.tour[:], plan.break_at[:], plan.work[:], plan.cover[:] = old
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
        self._kinds = SEVERAL_WORKS if free_classes(m).any() else ONE_WORK

    def step(self, plan: Plan, price: NDArray[np.float64], progress: Progress) -> None:
        """Choose from each kind of pool once, a pool a thread. ``price`` [work, slot] proves the bound."""
        for kind in self._kinds:
            pools = [pool for pool in self._pools(kind, plan, price, progress) if len(pool.agent)]
            if progress.stopped():
                return
            programs = [program_for(self.m, plan, pool, free_works=True) for pool in pools]
            with ThreadPoolExecutor(THREADS) as threads:
                solved = list(threads.map(lambda program: solve(program, progress.stopped), programs))
            # Chosen beside the same plan: what the first one took may spoil the second one's gain, which is then left.
            for pool, program, values in zip(pools, programs, solved, strict=True):
                take_with_works(self.m, plan, pool, program, values)

    def _pools(self, kind: Kind, plan: Plan, price: NDArray[np.float64], progress: Progress) -> list[Pool]:
        """A pool a thread: nobody is in two, and of those for one day each has a day of its own."""
        days = [EVERY_DAY] * THREADS
        if kind.one_day:
            days = self.random.permutation(self.m.may_rest.shape[1])[:THREADS].tolist()
        left, pools = self.random.permutation(self.agents), []
        for day in days:
            group = together(self.m, plan, left, self._slot(plan, price), kind.agents)
            left = left[~np.isin(left, group)]
            seed, noise = int(self.random.integers(1 << 30)), kind.noise * self.m.price_scale
            drawn: dict[str, Any] = {"draws": kind.draws, "noise": noise, "seed": seed, "day": day}
            pools.append(pool_for(self.m, self._rooms, plan, np.sort(group), price, stopped=progress.stopped, **drawn))
        return pools

    def _slot(self, plan: Plan, price: NDArray[np.float64]) -> int:
        """A slot, the more likely the larger its part of the gap."""
        slack(self.m, plan.cover, price, self._slack)
        weight = np.maximum(self._slack, 0.0) + TINY
        return int(self.random.choice(len(weight), p=weight / weight.sum()))
