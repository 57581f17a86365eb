"""A linear program that grows by columns: MathOpt with GLOP, primal simplex from the basis before.

New columns keep the last basis primal feasible, so each solve begins where the one before ended. A solve runs in a
thread, so that a wish to stop is heard within a tenth of a second.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.math_opt.elemental.python import enums
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

LOOK_SECONDS = 0.1  # between two looks at the clock during a solve


@dataclass(frozen=True)
class Solved:
    """The least cost, the value of every column and the price of every row."""

    cost: float
    value: NDArray[np.float64]
    price: NDArray[np.float64]


class LinearProgram:
    """Least cost @ x with matrix @ x = right and 0 <= x <= upper; rows and columns are numbered as they were added."""

    def __init__(self, right: NDArray[np.float64]) -> None:
        self._model = mathopt.Model()
        # MathOpt's Python model sets one coefficient a call. Its core takes arrays, a hundred times faster, and the
        # program grows by a hundred thousand coefficients a round.
        self._core = self._model._elemental
        rows = self._core.add_elements(enums.ElementType.LINEAR_CONSTRAINT, len(right))
        self._set(enums.DoubleAttr1.LINEAR_CONSTRAINT_LOWER_BOUND, rows[:, None], right)
        self._set(enums.DoubleAttr1.LINEAR_CONSTRAINT_UPPER_BOUND, rows[:, None], right)
        self._rows = len(right)
        self._numbers = np.zeros(0, dtype=np.int64)
        self._solver: mathopt.IncrementalSolver | None = None

    def add_columns(
        self,
        cost: NDArray[np.float64],
        upper: NDArray[np.float64],
        row: NDArray[np.int64],
        column: NDArray[np.int64],
        value: NDArray[np.float64],
    ) -> None:
        """New columns; their coefficients as triples, ``column`` counted from the first new one."""
        numbers: NDArray[np.int64] = self._core.add_elements(enums.ElementType.VARIABLE, len(cost))
        keys = numbers[:, None]
        self._set(enums.DoubleAttr1.VARIABLE_LOWER_BOUND, keys, np.zeros(len(cost)))
        self._set(enums.DoubleAttr1.VARIABLE_UPPER_BOUND, keys, upper)
        self._set(enums.DoubleAttr1.OBJECTIVE_LINEAR_COEFFICIENT, keys, cost)
        places = np.stack([row, numbers[column]], axis=1)
        self._set(enums.DoubleAttr2.LINEAR_CONSTRAINT_COEFFICIENT, places, value)
        self._numbers = np.concatenate([self._numbers, numbers])

    def keep_columns(self, keep: NDArray[np.bool_]) -> None:
        """Take the other columns out; those kept move up."""
        self._core.delete_elements(enums.ElementType.VARIABLE, self._numbers[~keep])
        self._numbers = self._numbers[keep]

    def set_upper(self, columns: NDArray[np.int64], upper: float) -> None:
        """The most of some columns from now on."""
        keys = self._numbers[columns][:, None]
        self._set(enums.DoubleAttr1.VARIABLE_UPPER_BOUND, keys, np.full(len(columns), upper))

    def solve(self, stopped: Callable[[], bool]) -> Solved | None:
        """The optimum; None when it was stopped before, or where numbers got in the solver's way."""
        if self._solver is None:
            self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
        solver, stop = self._solver, SolveInterrupter()
        params = mathopt.SolveParameters(lp_algorithm=mathopt.LPAlgorithm.PRIMAL_SIMPLEX, presolve=mathopt.Emphasis.OFF)
        with ThreadPoolExecutor(1) as thread:
            job = thread.submit(lambda: solver.solve(params=params, interrupter=stop))
            while True:
                try:
                    result = job.result(timeout=LOOK_SECONDS)
                    break
                except NotYet:
                    if stopped():
                        stop.interrupt()
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            return None
        size = self._core.get_next_element_id(enums.ElementType.VARIABLE)
        value = _by_number(result.variable_values(), size)[self._numbers]
        return Solved(result.objective_value(), value, _by_number(result.dual_values(), self._rows))

    def _set(self, attribute: object, keys: NDArray[np.int64], values: NDArray[np.float64]) -> None:
        self._core.set_attrs(attribute, np.ascontiguousarray(keys), np.ascontiguousarray(values, dtype=np.float64))


def _by_number(
    values: Mapping[mathopt.Variable, float] | Mapping[mathopt.LinearConstraint, float], size: int
) -> NDArray[np.float64]:
    found = np.zeros(size)
    numbers = np.fromiter((k.id for k in values), dtype=np.int64, count=len(values))
    found[numbers] = np.fromiter(values.values(), dtype=np.float64, count=len(values))
    return found
