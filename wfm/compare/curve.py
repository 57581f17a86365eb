"""The curve "share cross-skilled against agents needed"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from wfm.compare.cross_skills import CROSS_SKILLED
from wfm.compare.operating_models import DEPARTMENTAL, operating_model
from wfm.compare.required import required_scenario
from wfm.compare.tasks import Tasks
from wfm.executors import SerialExecutor
from wfm.types import CurvePoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor

    from wfm.types import Calendar, CrossSkilled, Forecast, OperatingModel, Plan, Scenario

SHARES = (0.1, 0.2, 0.3, 0.5, 1.0)


@dataclass(frozen=True)
class CurveTasks:
    """Points that are being found, each by the name of its model; and those that were known already."""

    models: Mapping[tuple[CrossSkilled, float], str]
    tasks: Tasks[Scenario]
    known: Mapping[str, Scenario]

    def points(self) -> tuple[CurvePoint, ...]:
        """The points by kind, cap and share, as soon as all are found."""
        found = {**self.known, **self.tasks.results()}
        kinds = dict.fromkeys(kind for kind, _ in self.models)
        return tuple(
            _point(kind, share, name, found[name], with_cap=with_cap)
            for kind in kinds
            for with_cap in (True, False)
            for (own, share), name in self.models.items()
            if own == kind
        )


def curve_tasks(
    forecast: Forecast,
    plan: Plan,
    calendar: Calendar,
    *,
    kinds: Sequence[CrossSkilled] = CROSS_SKILLED,
    shares: Sequence[float] = SHARES,
    known: Sequence[Scenario] = (),
    executor: Executor | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> CurveTasks:
    """Agents needed with each share of the people cross-skilled, from none on; nothing for a single department.

    Each point is found once, and tells both: with the limit on occupancy and without it.

    Args:
        forecast: Contacts offered over whole local days.
        plan: Goals, opening hours, absence and the models' parameters.
        calendar: Public holidays and events.
        kinds: Whom the cross-skilled serve.
        shares: Shares above 0, as whole percent; share 0 is always the departments by formula.
        known: Scenarios of this forecast and plan that were found already: those of a point are not found again.
        executor: Where the points are found, one a task.
        say: Told, in words, of each point found.
    """
    departments = {plan.queue(q).queue.department for q in forecast.queues}
    named = {
        (kind, share): f"{kind}-{round(100 * share)}" if share else DEPARTMENTAL
        for kind in (kinds if len(departments) > 1 else ())
        for share in (0.0, *shares)
    }
    models = {name: operating_model(plan, name, forecast.queues) for name in dict.fromkeys(named.values())}
    there = {name: s for name, model in models.items() if (s := _same(model, known, plan, forecast)) is not None}
    tasks = Tasks(
        executor or SerialExecutor(),
        {
            name: partial(required_scenario, model, forecast, plan, (), calendar, by="formula")
            for name, model in models.items()
            if name not in there
        },
        lambda s: f"curve: {s.model} {s.agents_at_peak:,.1f} agents at the peak",
        say,
    )
    return CurveTasks(named, tasks, there)


def cross_skilling_curve(
    forecast: Forecast,
    plan: Plan,
    calendar: Calendar,
    *,
    kinds: Sequence[CrossSkilled] = CROSS_SKILLED,
    shares: Sequence[float] = SHARES,
    executor: Executor | None = None,
) -> tuple[CurvePoint, ...]:
    """The points of :func:`curve_tasks`, with and without the limit on occupancy."""
    return curve_tasks(forecast, plan, calendar, kinds=kinds, shares=shares, executor=executor).points()


def _same(model: OperatingModel, known: Sequence[Scenario], plan: Plan, forecast: Forecast) -> Scenario | None:
    """The scenario that asks for the same as ``model`` under another name (``chain`` where 20 % are trained)."""
    for scenario in known:
        other = operating_model(plan, scenario.model, forecast.queues)
        alike = other.works == model.works and plan.blends(other.name) == plan.blends(model.name)
        if alike and (model.shares_contacts or scenario.requirement_by == "formula"):
            return scenario
    return None


def _point(kind: CrossSkilled, share: float, name: str, found: Scenario, *, with_cap: bool) -> CurvePoint:
    agents, hours = found.agents_at_peak, found.required_hours
    if not with_cap:
        agents = found.agents_at_peak_without_cap or 0.0
        hours = found.required_hours_without_cap or 0.0
    return CurvePoint(kind, share, name, agents, hours, with_cap)
