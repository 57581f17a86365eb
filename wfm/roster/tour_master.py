"""The linear program over tours (the restricted master of column generation), solved again as columns come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.math_opt.python import mathopt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.pool import Pool


class Solved(NamedTuple):
    """An optimum: its cost, the weight of each column, the price [work, slot] of cover and [agent] of an agent."""

    cost: float
    weight: NDArray[np.float64]
    price: NDArray[np.float64]
    agent_price: NDArray[np.float64]


class TourMaster:
    """Least cost of cover and tours with one tour (or a mix of tours) for each of ``agents``."""

    def __init__(self, m: Model, agents: NDArray[np.int64]) -> None:
        self.m = m
        self._model = mathopt.Model()
        self._objective = self._model.objective
        shape = m.required.shape
        missing = m.required - m.base_cover[:, : shape[1]]
        self._rows = [self._model.add_linear_constraint(lb=float(x), ub=float(x)) for x in missing.reshape(-1)]
        self._ones = {int(a): self._model.add_linear_constraint(lb=1.0, ub=1.0) for a in agents}
        self._columns: list[mathopt.Variable] = []
        self._closed: set[int] = set()
        self._add_cover()
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)

    def _add_cover(self) -> None:
        m, steps = self.m, self.m.short_width.shape[2]
        width, price = m.short_width.reshape(-1, steps), m.short_price.reshape(-1, steps)
        for row, constraint in enumerate(self._rows):
            for k in range(steps):
                last = k == steps - 1
                if last or width[row, k] > 0:
                    bought = self._model.add_variable(lb=0.0, ub=np.inf if last else float(width[row, k]))
                    constraint.set_coefficient(bought, 1.0)
                    self._objective.set_linear_coefficient(bought, float(price[row, k]))
            over = self._model.add_variable(lb=0.0)
            constraint.set_coefficient(over, -1.0)
            self._objective.set_linear_coefficient(over, float(m.over_price))

    def add(self, pool: Pool, own_cost: NDArray[np.float64]) -> None:
        """Add a column for each tour."""
        m, slots = self.m, self.m.required.shape[1]
        for k, agent in enumerate(pool.agent):
            column = self._model.add_variable(lb=0.0)
            self._objective.set_linear_coefficient(column, float(own_cost[k]))
            self._ones[int(agent)].set_coefficient(column, 1.0)
            work = pool.work[k, :slots]
            for t in np.flatnonzero(work >= 0):
                share = float(m.efficiency[m.skill[agent], work[t]])
                self._rows[int(work[t]) * slots + int(t)].set_coefficient(column, share)
            self._columns.append(column)

    def close(self, columns: NDArray[np.int64]) -> None:
        """Leave columns out from now on."""
        for k in columns:
            self._columns[k].upper_bound = 0.0
            self._closed.add(int(k))

    def open_all(self) -> None:
        """Let every column in again."""
        for k in self._closed:
            self._columns[k].upper_bound = np.inf
        self._closed.clear()

    def solve(self, seconds: float) -> Solved | None:
        """The optimum; None where the solver has none after ``seconds``."""
        limit = mathopt.SolveParameters(time_limit=timedelta(seconds=max(seconds, 0.01)))
        result = self._solver.solve(params=limit)
        if not result.has_dual_feasible_solution() or not result.has_primal_feasible_solution():
            return None
        agents = max(self._ones) + 1
        agent_price = np.zeros(agents)
        agent_price[list(self._ones)] = result.dual_values(list(self._ones.values()))
        return Solved(
            cost=result.objective_value(),
            weight=np.array(result.variable_values(self._columns)),
            price=np.array(result.dual_values(self._rows)).reshape(self.m.required.shape),
            agent_price=agent_price,
        )
