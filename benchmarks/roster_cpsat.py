"""The baseline: rosters by one plain CP-SAT model, agent x day x shift, with breaks, contracts, rests and cover.

Written as well as such a model can be: only legal shifts of available people are variables; breaks are placed by day
rather than by shift; cover is summed by skill class. The change of starts is not in its objective, but is counted
against its roster, as everything is, by the same code that counts ours.
"""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model

from wfm.roster import check
from wfm.roster.engine import model_for
from wfm.roster.explain.present import present
from wfm.types import Activity, ActivityKind, Roster, RosterProblem, Shift

if TYPE_CHECKING:
    from wfm.roster.model import Model
    from wfm.roster.slots import Slots
    from wfm.roster.staff import Staff
    from wfm.types import BreakRule

PARTS = 100  # of an agent, for efficiencies and decimal requirements
MONEY = 10_000  # of a unit of the objective
WEEKLY_REST_HOURS, REST_HOURS = 36, 11


total, weighted = cp_model.LinearExpr.sum, cp_model.LinearExpr.weighted_sum


class PlainModel:
    """One CP-SAT model of a whole problem."""

    def __init__(self, problem: RosterProblem, deadline: float) -> None:
        self.problem, self.deadline = problem, deadline
        self.m: Model
        self.staff: Staff
        self.slots: Slots
        self.m, self.staff, self.slots = model_for(problem)
        self.cp = cp_model.CpModel()
        self.x: dict[tuple[int, int], Any] = {}
        self.z: dict[tuple[int, int, int, int], Any] = {}  # agent, day, break rule, slot
        self.y: dict[tuple[int, int, int], Any] = {}  # skill class, work, slot
        self.rules: list[BreakRule] = []
        self.on_duty: dict[tuple[int, int], list[Any]] = defaultdict(list)
        self.built = self._build()

    def _build(self) -> bool:
        """Whether it was finished in time."""
        rows = self.staff.table.rows
        self.rules = list(dict.fromkeys(b[3] for r in rows for b in r.breaks))
        for agent in range(len(self.problem.agents)):
            if time.monotonic() > self.deadline:
                return False
            self._agent(agent)
        self._cover()
        return True

    def _agent(self, agent: int) -> None:
        rows, days, cp = self.staff.table.rows, len(self.slots.dates), self.cp
        own = [int(s) for s in np.flatnonzero(self.m.allowed[agent])]
        by_day: list[list[int]] = [[] for _ in range(days)]
        for s in own:
            self.x[agent, s] = cp.new_bool_var("")
            by_day[rows[s].day].append(s)
        for day in range(days):
            cp.add_at_most_one(self.x[agent, s] for s in by_day[day])
            self._breaks(agent, day, by_day[day])
            if day:
                self._rest(agent, by_day[day - 1], by_day[day], REST_HOURS, 1)
        contract = self.problem.contracts[self.problem.agents[agent].contract]
        for week in range(int(self.m.week_of.max()) + 1):
            inside = [d for d in range(days) if self.m.week_of[d] == week]
            hours = total([int(self.m.paid[s]) * self.x[agent, s] for d in inside for s in by_day[d]])
            cp.add_linear_constraint(hours, int(self.m.least[agent, week]), int(self.m.most[agent, week]))
            leave = self.staff.fixed[agent].leave_days(self.slots.dates[inside[0]])
            worked = [self.x[agent, s] for d in inside for s in by_day[d]]
            cp.add(total(worked) <= max(0, contract.max_days_per_week - leave))
            # A weekly rest: a day off with long enough a rest around it.
            rests = []
            for d in inside:
                rest = cp.new_bool_var("")
                rests.append(rest)
                cp.add(total([self.x[agent, s] for s in by_day[d]]) == 0).only_enforce_if(rest)
                if 0 < d < days - 1:
                    self._rest(agent, by_day[d - 1], by_day[d + 1], WEEKLY_REST_HOURS, 1, rest)
            cp.add_bool_or(rests)
        most = contract.max_consecutive_days
        for first in range(days - most):
            cp.add(total([self.x[agent, s] for d in range(first, first + most + 1) for s in by_day[d]]) <= most)

    def _rest(self, agent: int, before: list[int], after: list[int], hours: float, most: int, when: Any = None) -> None:
        """No shift of ``after`` sooner than ``hours`` after one of ``before``."""
        rows, slots = self.staff.table.rows, round(hours / self.slots.hours)
        for start in sorted({rows[s].start for s in after}):
            late = [self.x[agent, s] for s in before if rows[s].end + slots > start]
            soon = [self.x[agent, s] for s in after if rows[s].start <= start]
            if late and soon:
                limit = self.cp.add(total(late) + total(soon) <= most)
                if when is not None:
                    limit.only_enforce_if(when)

    def _breaks(self, agent: int, day: int, shifts: list[int]) -> None:
        """Where each kind of break of the day starts: inside the window of the shift that is worked, in order."""
        rows, cp = self.staff.table.rows, self.cp
        windows: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
        has: dict[int, list[Any]] = defaultdict(list)
        follows: dict[tuple[int, int, int, int], list[Any]] = defaultdict(list)
        for s in shifts:
            numbers = [self.rules.index(b[3]) for b in rows[s].breaks]
            for number, (_, first, last, _) in zip(numbers, rows[s].breaks, strict=True):
                has[number].append(self.x[agent, s])
                for t in range(rows[s].start + first, rows[s].start + last + 1):
                    windows[number][t].append(self.x[agent, s])
            for k in range(1, len(numbers)):
                key = (numbers[k - 1], numbers[k], rows[s].breaks[k - 1][0], rows[s].spacing)
                follows[key].append(self.x[agent, s])
        for number, at in windows.items():
            for t, allowed in at.items():
                self.z[agent, day, number, t] = cp.new_bool_var("")
                cp.add(self.z[agent, day, number, t] <= total(allowed))
            cp.add(total([self.z[agent, day, number, t] for t in at]) == total(has[number]))
        # In order: the place of one break is a weighted sum, so a pair of breaks is one row.
        latest = self.slots.padded
        for (one, other, length, spacing), both in follows.items():
            places = [weighted([self.z[agent, day, k, t] for t in windows[k]], list(windows[k])) for k in (one, other)]
            cp.add(places[1] - places[0] >= length + spacing - latest * (1 - total(both)))
        skill = int(self.m.skill[agent])
        for s in shifts:
            for t in range(rows[s].start, min(rows[s].end, self.slots.count)):
                self.on_duty[skill, t].append((self.x[agent, s], 1))
        for number, at in windows.items():
            for t in at:
                for u in range(t, min(t + self.rules[number].minutes // self.slots.minutes, self.slots.count)):
                    self.on_duty[skill, u].append((self.z[agent, day, number, t], -1))

    def _cover(self) -> None:
        m, cp = self.m, self.cp
        size = np.bincount(m.skill, minlength=len(m.efficiency))
        cost = [(round(MONEY * m.shift_cost[s]), var) for (_, s), var in self.x.items()]
        for (c, t), present_now in self.on_duty.items():
            works = [w for w in range(len(self.problem.works)) if m.efficiency[c, w] > 0]
            for w in works:
                self.y[c, w, t] = cp.new_int_var(0, int(size[c]), "")
                if m.away[c, w] > 0:
                    cost.append((round(MONEY * m.away[c, w]), self.y[c, w, t]))
            cp.add(
                total([self.y[c, w, t] for w in works])
                == weighted([var for var, _ in present_now], [sign for _, sign in present_now])
            )
        for w in range(m.required.shape[0]):
            for t in range(m.required.shape[1]):
                terms = [
                    (round(PARTS * m.efficiency[c, w]), self.y[c, w, t])
                    for c in range(len(size))
                    if (c, w, t) in self.y
                ]
                needed = round(PARTS * (m.required[w, t] - m.base_cover[w, t]))
                if not terms and needed <= 0:
                    continue
                bought = []
                for step in range(m.short_width.shape[2]):
                    last = step == m.short_width.shape[2] - 1
                    width = 10**7 if last else round(PARTS * m.short_width[w, t, step])
                    short = cp.new_int_var(0, width, "")
                    bought.append(short)
                    cost.append((round(MONEY * m.short_price[w, t, step] / PARTS), short))
                over = cp.new_int_var(0, 10**7, "")
                cost.append((round(MONEY * m.over_price / PARTS), over))
                cp.add(weighted([var for _, var in terms], [e for e, _ in terms]) + total(bought) - over == needed)
        cp.minimize(weighted([var for _, var in cost], [c for c, _ in cost]))

    def solve(self) -> dict[str, Any]:
        """Solve in the time left; the roster, judged and counted by the same code as any."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.0, self.deadline - time.monotonic())
        solver.parameters.num_workers = 2
        status = solver.solve(self.cp)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return {"status": f"no roster ({solver.status_name(status)})", "bound": solver.best_objective_bound / MONEY}
        roster = self._roster(solver)
        return {
            "status": solver.status_name(status),
            "objective": present(self.problem, roster).cost,
            "own_objective": solver.objective_value / MONEY,
            "bound": solver.best_objective_bound / MONEY,
            "violations": len(check(roster, self.problem)),
        }

    def _roster(self, solver: cp_model.CpSolver) -> Roster:
        from wfm.intervals import zone_of
        from wfm.roster.leave import leave_shift

        left = {key: solver.value(var) for key, var in self.y.items()}
        shifts: list[Shift] = []
        zone = zone_of(self.problem.grid.zone)
        for (agent, s), var in self.x.items():
            if solver.value(var):
                shifts.append(self._shift(solver, left, agent, s))
        for person, fixed in zip(self.problem.agents, self.staff.fixed, strict=True):
            contract = self.problem.contracts[person.contract]
            shifts += [leave_shift(person, contract, day, zone) for day in fixed.credited]
        return Roster(tuple(shifts), self.problem.grid.zone)

    def _shift(self, solver: cp_model.CpSolver, left: dict[tuple[int, int, int], int], agent: int, s: int) -> Shift:
        row, skill = self.staff.table.rows[s], int(self.m.skill[agent])
        pause: dict[int, BreakRule] = {}
        for length, _, _, rule in row.breaks:
            number = self.rules.index(rule)
            start = next(
                t
                for t in range(row.start, row.end)
                if (agent, row.day, number, t) in self.z and solver.value(self.z[agent, row.day, number, t])
            )
            pause.update(dict.fromkeys(range(start, start + length), rule))
        activities: list[tuple[ActivityKind, int, int, str, bool]] = []
        for t in range(row.start, row.end):
            if t in pause:
                what = (ActivityKind(pause[t].kind), "", pause[t].paid)
            else:
                works = [w for w in range(len(self.problem.works)) if left.get((skill, w, t), 0) > 0]
                work = works[0] if works else int(np.flatnonzero(self.m.efficiency[skill] > 0)[0])
                if works:
                    left[skill, work, t] -= 1
                what = (ActivityKind.WORK, self.problem.works[work], True)
            if activities and (activities[-1][0], activities[-1][3], activities[-1][4]) == what:
                kind, first, _, name, paid = activities[-1]
                activities[-1] = (kind, first, t + 1, name, paid)
            else:
                activities.append((what[0], t, t + 1, what[1], what[2]))
        at = self.slots.instant
        parts = tuple(Activity(kind, at(a), at(b), name, paid) for kind, a, b, name, paid in activities)
        return Shift(self.problem.agents[agent].agent, self.slots.dates[row.day], parts)


def plain_cp_sat(problem: RosterProblem, time_limit: float) -> dict[str, Any]:
    """What the plain model reaches in the time, building included."""
    begun = time.monotonic()
    model = PlainModel(problem, begun + time_limit)
    built = time.monotonic() - begun
    found = model.solve() if model.built else {"status": "no roster (the model was not built in the time)"}
    return {
        **found,
        "build_seconds": built,
        "seconds": time.monotonic() - begun,
        "variables": len(model.cp.proto.variables),
    }
