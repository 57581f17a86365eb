"""The forecast of one queue: its means, parts, notes and handle times, and then its bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.forecast.bands import Excess, day_bands, interval_levels, period_levels
from wfm.forecast.combine import combined
from wfm.forecast.days import day_of, weekdays
from wfm.forecast.explain import day_parts
from wfm.forecast.handle_time import handle_times
from wfm.forecast.notes import forecast_notes
from wfm.forecast.said import chosen
from wfm.types.contacts import QUANTILE_COLUMNS, TOTALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.forecast.band_fit import Bands
    from wfm.forecast.days import Floats, Ints, QueueDays
    from wfm.forecast.outlook import Outlook
    from wfm.forecast.said import Said


@dataclass(frozen=True)
class Draft:
    """The forecast of one queue before it has bands: means and handle times are days x slots of the horizon."""

    mean: Floats
    other: tuple[Floats, Floats] | None
    aht_seconds: Floats
    model: str
    notes: tuple[str, ...]
    parts: pd.DataFrame


def drafted(days: QueueDays, view: Outlook, now: Said, past: Sequence[Said], minutes: int) -> Draft:
    """The mean of the best models, spread over intervals of ``minutes``, with what is said of it."""
    used, future = chosen(past, now), now.origin.future
    fine = combined(now.means, used, now.means["naive"])
    other = now.alternative(used, fine)
    mean = rebinned(fine, days.minutes, minutes)
    if other is not None:
        other = (rebinned(other[0], days.minutes, minutes), other[1])
    aht = handle_times(days, future)
    aht = np.repeat(aht, max(1, days.minutes // minutes), axis=1)
    if minutes > days.minutes:
        step = minutes // days.minutes
        aht = aht.reshape(len(future), -1, step).mean(axis=2)
    notes = forecast_notes(view, used, len(past), now.origin, minutes)
    size = view.made.multipliers
    parts = day_parts(view.known, mean, np.ones(len(future)) if size is None else size, future)
    return Draft(mean, other, aht, "+".join(used) or "none", tuple(notes), parts)


def banded(queue: str, draft: Draft, bands: Bands, now: Said) -> tuple[Floats, pd.DataFrame]:
    """Quantiles of the intervals; days and weeks (from Monday) with theirs, in the columns of Forecast.totals."""
    future, mean, other = now.origin.future, draft.mean, draft.other
    excess = Excess(bands.growth.of_days(len(mean)), now.doubt)
    levels = interval_levels(mean, bands.interval, other, excess.of_days)
    total, of_days = day_bands(mean, levels, bands.day, other, excess.of_days)
    monday = future - weekdays(future)
    firsts, group = np.unique(monday, return_inverse=True)
    second = None if other is None else (other[0].sum(axis=1), other[1])
    weeks, of_weeks = period_levels(total, group, bands.week, of_days, second, excess.of_weeks(total, group))
    frames = [_totals(queue, "day", future, total, of_days), _totals(queue, "week", firsts, weeks, of_weeks)]
    return levels, pd.concat(frames, ignore_index=True)[list(TOTALS)]


def _totals(queue: str, by: str, numbers: Ints, sums: Floats, levels: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "queue": queue,
            "by": by,
            "first_day": [day_of(n) for n in numbers.tolist()],
            "offered": sums,
            **{name: levels[:, i] for i, name in enumerate(QUANTILE_COLUMNS)},
        }
    )


def rebinned(mean: Floats, minutes: int, wanted: int) -> Floats:
    """Counts by day and slot on another slot length: sums of finer slots, equal parts of coarser ones."""
    if wanted > minutes:
        return np.asarray(mean.reshape(len(mean), -1, wanted // minutes).sum(axis=2))
    parts = minutes // wanted
    return np.repeat(mean / parts, parts, axis=1)
