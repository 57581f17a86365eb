"""Changes by people: applied to a forecast in order, kept as a ledger, and scored against what came in.

The forecast given is left as it is: who keeps it can score both, and see whose changes brought it nearer to the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.forecast.days import day_number, local_slots
from wfm.forecast.distribution import default_spread, quantiles
from wfm.forecast.rescale import rate_variance, rescaled
from wfm.forecast.totals import in_step
from wfm.types.contacts import QUANTILE_COLUMNS, Adjustment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from wfm.forecast.days import Bools, Floats
    from wfm.types import Forecast, History
    from wfm.types.changes import ForecastChange

LEVELS = list(QUANTILE_COLUMNS)


@dataclass(frozen=True)
class _Numbers:
    """Means, quantiles and handle times of every interval of a forecast, in the order of its frame."""

    mean: Floats
    levels: Floats
    aht_seconds: Floats

    @classmethod
    def of(cls, forecast: Forecast) -> _Numbers:
        frame = forecast.frame
        return cls(
            frame["offered"].to_numpy(float), frame[LEVELS].to_numpy(float), frame["aht_seconds"].to_numpy(float)
        )

    def put(self, rows: Bools, mean: Floats, levels: Floats, aht_seconds: Floats | None = None) -> _Numbers:
        every = _Numbers(self.mean.copy(), self.levels.copy(), self.aht_seconds.copy())
        every.mean[rows], every.levels[rows] = mean, levels
        if aht_seconds is not None:
            every.aht_seconds[rows] = aht_seconds
        return every

    def framed(self, frame: pd.DataFrame) -> pd.DataFrame:
        columns = {name: self.levels[:, i] for i, name in enumerate(LEVELS)}
        return frame.assign(offered=self.mean, **columns, aht_seconds=self.aht_seconds)


def apply_changes(forecast: Forecast, changes: Sequence[ForecastChange], history: History | None = None) -> Forecast:
    """The forecast with people's changes, applied one after the other; each is added to its ledger.

    Quantiles follow the mean, see :mod:`wfm.forecast.rescale`. An :class:`Adjustment` holds the ratio of contacts
    after to those before over its span (1 where none were expected before) and says in its reason what was done.

    Args:
        forecast: Left as it is.
        changes: In the order in which they are to be applied.
        history: Where copied days are sought that the forecast does not hold.

    Raises:
        DataError: A change is about no interval of the forecast, spreads contacts over closed intervals, takes away
            more than there are, or copies a day that is not known.
    """
    numbers = _Numbers.of(forecast)
    ledger = list(forecast.adjustments)
    for change in changes:
        rows = rows_of(forecast, change)
        before = numbers.mean[rows].sum()
        numbers = _applied(forecast, numbers, rows, change, history)
        after = numbers.mean[rows].sum()
        ratio = float(after / before) if before > 0 else 1.0
        ledger.append(
            Adjustment(
                change.queue, change.start, change.end, ratio, change.author,
                f"{change.reason} ({change.in_words})", change.made_at,
            )
        )  # fmt: skip
    return in_step(replace(forecast, frame=numbers.framed(forecast.frame), adjustments=tuple(ledger)))


def rows_of(forecast: Forecast, change: ForecastChange) -> Bools:
    """The intervals of the forecast's frame that a change is about.

    Raises:
        DataError: There are none.
    """
    starts = forecast.frame["interval_start"]
    rows = (forecast.frame["queue"] == change.queue) & (starts >= change.start) & (starts < change.end)
    if not rows.any():
        known = ", ".join(forecast.queues)
        first, last = (_local(forecast, moment) for moment in (starts.min(), starts.max()))
        raise DataError(
            "a change is about no interval of the forecast",
            value=f"{change.queue}, {_local(forecast, change.start)}",
            remedy=f"It holds {known} from {first} to {last}.",
        )
    return np.asarray(rows.to_numpy(), dtype=bool)


def _local(forecast: Forecast, moment: datetime) -> str:
    """An instant as people write it where the forecast is made."""
    return f"{pd.Timestamp(moment).tz_convert(forecast.zone):%Y-%m-%d %H:%M}"


def _applied(
    forecast: Forecast, numbers: _Numbers, rows: Bools, change: ForecastChange, history: History | None
) -> _Numbers:
    if change.kind == "copy":
        return _copied(forecast, numbers, rows, change, history)
    mean, levels = numbers.mean[rows], numbers.levels[rows]
    factor = _factor(float(mean.sum()), change, _local(forecast, change.start))
    new = mean * factor
    return numbers.put(rows, new, rescaled(mean, levels, new))


def _factor(before: float, change: ForecastChange, start: str) -> float:
    value = float(change.value or 0.0)
    if change.kind == "percent":
        return 1 + value / 100
    wanted = value if change.kind == "total" else before + value
    where = f"{change.queue} from {start}"
    if wanted < 0:
        problem = f"only {before:.1f} contacts are expected there, {-value:g} cannot be taken away"
        raise DataError(problem, value=where, remedy="Take away fewer, or write -100 percent.")
    if before <= 0 < wanted:
        raise DataError(
            "no contacts are expected there, so that there is no shape to spread them by",
            value=where,
            remedy="Copy a day (kind copy), then set its total.",
        )
    return wanted / before if before > 0 else 1.0


def _copied(
    forecast: Forecast, numbers: _Numbers, rows: Bools, change: ForecastChange, history: History | None
) -> _Numbers:
    assert change.copied is not None  # noqa: S101 - the change has checked itself
    index = pd.DatetimeIndex(forecast.frame["interval_start"])
    day, slot = local_slots(index, forecast.zone, forecast.interval_minutes)
    factor = 1 + (change.value or 0.0) / 100
    source = np.flatnonzero((forecast.frame["queue"] == change.queue).to_numpy() & (day == day_number(change.copied)))
    if len(source):
        place = _places(slot[source], slot[rows])
        mean, levels = numbers.mean[source][place], numbers.levels[source][place]
        aht = numbers.aht_seconds[source][place]
        return numbers.put(rows, factor * mean, rescaled(mean, levels, factor * mean), aht)
    counts, slots = _day_of_history(history, forecast, change.queue, change.copied)
    mean = factor * counts[_places(slots, slot[rows])]
    mine = (forecast.frame["queue"] == change.queue).to_numpy()
    total = (numbers.mean[mine] ** 2).sum()
    # One rate variance for the queue: that of its intervals, weighed by what they tell about it.
    v = rate_variance(numbers.mean[mine], numbers.levels[mine])
    v_queue = float((v * numbers.mean[mine] ** 2).sum() / total) if total > 0 else 0.1
    return numbers.put(rows, mean, quantiles(mean, default_spread(max(v_queue, 1e-4))))


def _places(slots: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """For each wanted slot of the day the position of the same, or the nearest earlier, slot of the copied day."""
    order = np.argsort(slots, kind="stable")
    at = np.searchsorted(slots[order], wanted, side="right") - 1
    return np.asarray(order[np.clip(at, 0, len(order) - 1)])


def _day_of_history(history: History | None, forecast: Forecast, queue: str, day: date) -> tuple[Floats, np.ndarray]:
    problem = DataError(
        "the day to copy is neither in the forecast nor in the history",
        value=f"{queue}, {day}",
        remedy="Copy a day that one of them holds whole.",
    )
    if history is None or history.interval_minutes != forecast.interval_minutes:
        raise problem
    mine = history.frame[history.frame["queue"] == queue]
    days, slots = local_slots(pd.DatetimeIndex(mine["interval_start"]), forecast.zone, forecast.interval_minutes)
    rows = days == day_number(day)
    if not rows.any():
        raise problem
    per_slot = np.zeros(1440 // forecast.interval_minutes)
    np.add.at(per_slot, slots[rows], mine["offered"].to_numpy(float)[rows])
    twice = np.maximum(np.bincount(slots[rows], minlength=len(per_slot)), 1)
    return per_slot / twice, np.arange(len(per_slot))


CHANGE_SCORES = (
    "author", "queue", "start", "change", "reason", "made_at", "offered",
    "error_before", "error_after", "wape_before", "wape_after",
)  # fmt: skip


def score_changes(
    forecast: Forecast, changes: Sequence[ForecastChange], actual: History, history: History | None = None
) -> pd.DataFrame:
    """Who adds value: each change against what came in, in the order of application.

    Returns:
        One row a change whose span was measured, with its author and reason; offered (what came in), error_before and
        error_after (sum of absolute errors of the intervals, without and with the change, earlier changes applied),
        and the same a contact offered (wape_before, wape_after; NaN where nothing came in).
    """
    seen = forecast.frame[["queue", "interval_start"]].merge(
        actual.frame[["queue", "interval_start", "offered"]], on=["queue", "interval_start"], how="left"
    )
    counts = seen["offered"].to_numpy(float)
    numbers, found = _Numbers.of(forecast), []
    for change in changes:
        rows = rows_of(forecast, change)
        after = _applied(forecast, numbers, rows, change, history)
        known = rows & ~np.isnan(counts)
        if known.any():
            offered = counts[known].sum()
            errors = [float(np.abs(counts[known] - n.mean[known]).sum()) for n in (numbers, after)]
            shares = [e / offered if offered > 0 else float("nan") for e in errors]
            told = (change.author, change.queue, pd.Timestamp(change.start), change.in_words, change.reason)
            found.append((*told, pd.Timestamp(change.made_at), offered, *errors, *shares))
        numbers = after
    return pd.DataFrame(found, columns=list(CHANGE_SCORES))
