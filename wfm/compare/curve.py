"""The curve "share cross-skilled against agents needed"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.compare.cross_skills import CROSS_SKILLED
from wfm.compare.formula_demand import without_occupancy_cap
from wfm.compare.operating_models import DEPARTMENTAL, operating_model
from wfm.compare.scenario_figures import demand_figures
from wfm.compare.shared_requirement import shared_requirement
from wfm.executors import SerialExecutor
from wfm.staffing import require
from wfm.types import CurvePoint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from wfm.types import Calendar, CrossSkilled, Forecast, Plan

SHARES = (0.1, 0.2, 0.3, 0.5, 1.0)


def cross_skilling_curve(
    forecast: Forecast,
    plan: Plan,
    calendar: Calendar,
    *,
    kinds: Sequence[CrossSkilled] = CROSS_SKILLED,
    shares: Sequence[float] = SHARES,
    with_cap: bool = True,
    executor: Executor | None = None,
) -> tuple[CurvePoint, ...]:
    """Agents needed with each share of the people cross-skilled, from none on; nothing for a single department.

    Args:
        forecast: Contacts offered over whole local days.
        plan: Goals, opening hours, absence and the models' parameters.
        calendar: Public holidays and events.
        kinds: Whom the cross-skilled serve.
        shares: Shares above 0, as whole percent; share 0 is always the departments by formula.
        with_cap: Whether the limit on occupancy holds.
        executor: Where the points are found, one a task.
    """
    if len({plan.queue(q).queue.department for q in forecast.queues}) < 2:
        return ()
    judged = plan if with_cap else without_occupancy_cap(plan)
    pool = executor or SerialExecutor()
    start = pool.submit(_point, forecast, judged, calendar, kinds[0], 0.0)
    tasks = [pool.submit(_point, forecast, judged, calendar, kind, share) for kind in kinds for share in shares]
    found = iter([task.result() for task in tasks])
    return tuple(
        replace(point, with_cap=with_cap)
        for kind in kinds
        for point in (replace(start.result(), kind=kind), *(next(found) for _ in shares))
    )


def _point(forecast: Forecast, plan: Plan, calendar: Calendar, kind: CrossSkilled, share: float) -> CurvePoint:
    name = f"{kind}-{round(100 * share)}" if share else DEPARTMENTAL
    model = operating_model(plan, name, forecast.queues)
    needed = (shared_requirement if share else require)(forecast, plan, model, calendar)
    figures = demand_figures(model, needed, plan, ())
    return CurvePoint(kind, share, name, figures.agents_at_peak, figures.required_hours)
