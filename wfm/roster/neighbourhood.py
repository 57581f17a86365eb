"""A part of a roster set free: all else stays as it is, so that the part is a small problem of the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.respond import copy_plan, take_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.model import Model
    from wfm.roster.respond import Plan


def set_free(m: Model, plan: Plan, free: NDArray[np.bool_]) -> tuple[Model, NDArray[np.int64]]:
    """The model in which only the days ``free`` [agent, day] may change, and the agents who have one.

    The others' work is settled in the base cover. On days that are not free an agent may only do what ``plan`` says.
    """
    agents = np.flatnonzero(free.any(axis=1) & (plan.tour[:, 0] > -2))
    rest = copy_plan(plan)
    for i in agents:
        take_out(m, rest, int(i))
    day = np.repeat(np.arange(len(m.day_first) - 1), np.diff(m.day_first))
    as_planned = plan.tour[:, day] == np.arange(len(day))[None, :]
    return (
        m._replace(
            allowed=np.ascontiguousarray(m.allowed & (free[:, day] | as_planned)),
            may_rest=np.ascontiguousarray(m.may_rest & (free | (plan.tour < 0))),
            base_cover=rest.cover,
        ),
        agents,
    )
