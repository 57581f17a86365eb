"""The public verbs: forecast a horizon for every queue, and backtest how good that would have been."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.executors import SerialExecutor
from wfm.forecast.days import local_slots
from wfm.forecast.dependence import of_others
from wfm.forecast.engine import MEMORY, QueueResult, QueueTask, judge, measure, walk
from wfm.forecast.origin import Origin
from wfm.forecast.queues import left_out_notes, queues_before, too_young
from wfm.forecast.scoring import HORIZON_COLUMNS
from wfm.forecast.site import pool
from wfm.forecast.totals import in_step
from wfm.types import Calendar, Forecast, History
from wfm.types.contacts import QUANTILE_COLUMNS, SCORE_COLUMNS

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from wfm.forecast.days import QueueDays
    from wfm.forecast.draft import Draft
    from wfm.intervals import IntervalGrid

# Past origins are scored on at most four weeks each: a longer horizon is judged by its first four.
LONGEST_SCORED = 28


def forecast(
    history: History,
    horizon: IntervalGrid,
    calendar: Calendar,
    *,
    origins: int = 4,
    executor: Executor | None = None,
) -> Forecast:
    """Contacts offered, with quantiles, and handle time for every queue and interval of the horizon.

    Only days before the horizon's first local day are used, whatever the history holds. At ``origins`` earlier points,
    as far back as the horizon is long each, every candidate is scored; the mean of the best two is the forecast.

    Args:
        history: Two weeks or more of each queue; a queue with less is left out, and a note says so.
        horizon: The intervals wanted; their length may be another than the history's if one divides the other.
        calendar: Special days of the history and of the horizon.
        origins: Past origins to score. Fewer than three cannot rank models: a plain mean of three is used then.
        executor: Where queues run; here, one after the other, by default. The answer is the same.

    Raises:
        DataError: No queue has two weeks of history, or the interval lengths do not divide each other.
    """
    if max(horizon.minutes, history.interval_minutes) % min(horizon.minutes, history.interval_minutes):
        found = f"{history.interval_minutes} and {horizon.minutes} minutes"
        raise DataError("intervals of history and forecast must divide each other", value=found)
    if not horizon.count:
        raise DataError("a forecast needs a horizon of at least one interval")
    days, slots = local_slots(horizon.index, horizon.zone, horizon.minutes)
    first, count = int(days[0]), int(days[-1] - days[0]) + 1
    left_out = left_out_notes(too_young(history, horizon.zone, first), first)
    queues = queues_before(history, horizon.zone, first)
    until = min(first, max(d.end for d in queues))
    queues = [d.until(until) for d in queues]
    final = Origin(until, first, count)
    past = _past_origins(final, min(LONGEST_SCORED, -(-count // 7) * 7), origins)
    results = _run(queues, calendar, past, final, horizon.minutes, executor)
    drafts = [(result, result.draft) for result in results if result.draft is not None]
    frames = [_frame(result, draft, horizon.index, days - first, slots) for result, draft in drafts]
    scores = [row for result in results for row in result.scores]
    made = Forecast(
        frame=pd.concat(frames, ignore_index=True),
        interval_minutes=horizon.minutes,
        zone=horizon.zone,
        scores=_score_frame(scores) if scores else None,
        notes={result.queue: draft.notes for result, draft in drafts} | left_out,
        parts=pd.concat([draft.parts for _, draft in drafts], ignore_index=True),
        totals=pd.concat([r.totals for r in results if r.totals is not None], ignore_index=True),
    )
    return in_step(made)


def backtest(
    history: History,
    calendar: Calendar,
    *,
    weeks: int = 1,
    origins: int = 8,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """How good each candidate, the naive forecast and the automatic rule would have been over the last weeks.

    At each origin only what was known before it is used: for cleaning, special days, parameters and the rule's choice,
    which rests on up to four earlier origins (made for that purpose where the history reaches back, and not shown).

    Returns:
        One row a queue, model and origin with the columns of scores.csv; ``model`` ``selected`` is the rule's.

    Raises:
        DataError: No queue has two weeks of history before an origin.
    """
    return backtest_by_week(history, calendar, weeks=weeks, origins=origins, executor=executor)[0]


def backtest_by_week(
    history: History,
    calendar: Calendar,
    *,
    weeks: int = 1,
    origins: int = 8,
    executor: Executor | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What :func:`backtest` returns, and the same forecasts scored week by week ahead.

    The second frame has one row a queue, model, origin and week ahead (from 1), see
    :data:`wfm.forecast.scoring.HORIZON_COLUMNS`.
    """
    if weeks < 1 or origins < 1:
        raise DataError("a backtest needs at least one week and one origin", value=(weeks, origins))
    queues = queues_before(history, history.zone, None)
    last = max(d.end for d in queues)
    queues = [d.until(last) for d in queues]
    end = Origin(last, last, 7 * weeks)
    past = _past_origins(end, 7 * weeks, origins + MEMORY)
    results = _run(
        queues, calendar, past, None, history.interval_minutes, executor, scored_from=MEMORY, every_band=True
    )
    rows = [row for result in results for row in result.scores]
    if not rows:
        raise DataError(
            "the history is too short for a backtest",
            remedy=f"It needs two weeks before the first origin: use fewer --origins than {origins} or fewer --weeks.",
        )
    ahead = [row for result in results for row in result.ahead]
    return _score_frame(rows), pd.DataFrame(ahead, columns=list(HORIZON_COLUMNS))


def _score_frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(SCORE_COLUMNS))


def _past_origins(final: Origin, step: int, count: int) -> tuple[Origin, ...]:
    """Origins at which the same distance lay between what was known and the first day, oldest first."""
    ahead = final.first - final.known_until
    return tuple(
        Origin(final.known_until - step * i - ahead, final.known_until - step * i, step) for i in range(count, 0, -1)
    )


def _run(
    queues: list[QueueDays],
    calendar: Calendar,
    past: tuple[Origin, ...],
    final: Origin | None,
    minutes: int,
    executor: Executor | None,
    scored_from: int = 0,
    *,
    every_band: bool = False,
) -> list[QueueResult]:
    workers = executor or SerialExecutor()
    every = (*past, final) if final else past
    until = tuple(o.known_until for o in every)
    first = [workers.submit(measure, days, calendar, until) for days in queues]
    sites = tuple(pool(seen) for seen in zip_longest(*(f.result() for f in first)))
    tasks = [QueueTask(days, calendar, past, final, sites, minutes) for days in queues]
    second = [workers.submit(walk, task) for task in tasks]
    walked = [f.result() for f in second]
    commons = zip(*(of_others(shares) for shares in zip(*(w.shares for w in walked), strict=True)), strict=True)
    third = [
        workers.submit(judge, w, c, scored_from, every_band=every_band) for w, c in zip(walked, commons, strict=True)
    ]
    return [f.result() for f in third]


def _frame(
    result: QueueResult, draft: Draft, index: pd.DatetimeIndex, day: np.ndarray, slot: np.ndarray
) -> pd.DataFrame:
    assert result.levels is not None  # noqa: S101
    levels = result.levels[day, slot]
    return pd.DataFrame(
        {
            "queue": result.queue,
            "interval_start": index,
            "offered": draft.mean[day, slot],
            **{column: levels[:, i] for i, column in enumerate(QUANTILE_COLUMNS)},
            "aht_seconds": draft.aht_seconds[day, slot],
            "model": draft.model,
        }
    )
