"""What a forecast is made of: factors of each day that multiply to its contacts exactly, and why they changed.

A day's contacts are the product of

- ``level``: contacts of an average open day lately, special days left out, as the history has it;
- ``change``: what the models expect since then: trend, and what no other part explains;
- ``weekday``: the weekday against an average open day, as the history has it;
- ``yearly``: the season against that of the last days, where 400 days or more could show one;
- ``special_day``: a public holiday or a day beside one, against a normal day of its weekday;
- ``event``: an announced event, the same;
- ``hours``: share of the day's intervals inside the forecast (a clock change, a day cut short; 1 otherwise);
- ``adjustment``: changes by people.

The change between two forecasts of a day is shared out over the parts by the logarithmic mean (Ang 2005): each part
gets L(after, before) x ln(part after / part before), with L(a, b) = (a - b) / ln(a / b), and the shares add up exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import DataError
from wfm.forecast.days import day_of, local_slots, weekdays
from wfm.forecast.effects import baseline
from wfm.forecast.level import yearly_wave
from wfm.forecast.special_days import AROUND_HOLIDAYS

if TYPE_CHECKING:
    from wfm.forecast.candidates import Known
    from wfm.forecast.days import Floats, Ints
    from wfm.types import Forecast

FACTORS = ("level", "change", "weekday", "yearly", "special_day", "event", "hours", "adjustment")
# Columns of parts.csv.
PARTS = ("queue", "day", "offered", *FACTORS, "special")
# Days over which today's season is read.
RECENT_DAYS = 28


def day_parts(known: Known, mean: Floats, multipliers: Floats, future: Ints) -> pd.DataFrame:
    """Parts of one queue's days, before hours and adjustments are known.

    Args:
        known: Its history.
        mean: Contacts expected by day and slot.
        multipliers: What each day is to a normal one; 0 where the queue is closed for a holiday.
        future: Day numbers.
    """
    cleaned = known.cleaned
    levels, weekday_effect = baseline(cleaned)
    totals = mean.sum(axis=1)
    weekday = weekdays(future)
    size = np.where(np.isnan(weekday_effect), 0.0, np.exp(weekday_effect))
    opened = cleaned.opened
    average = size[opened].mean() if opened.any() else 1.0
    latest = levels[~np.isnan(levels)]
    level = float(np.exp(latest[-1]) * average) if len(latest) and average > 0 else 0.0
    by_weekday = np.where(opened[weekday], size[weekday] / average if average > 0 else 0.0, 0.0)
    yearly = _yearly(known, future)
    normal = np.divide(totals, multipliers, out=np.zeros_like(totals), where=multipliers > 0)
    other = level * by_weekday * yearly
    change = np.divide(normal, other, out=np.ones_like(normal), where=(other > 0) & (multipliers > 0))
    # What no part explains (contacts on a weekday that is taken as closed) is a change of its own level.
    bare = (other <= 0) & (normal > 0)
    by_weekday, change = np.where(bare, 1.0, by_weekday), np.where(bare, normal / max(level, 1e-9), change)
    yearly = np.where(bare, 1.0, yearly)
    kinds = [cleaned.kinds.get(day, ("", "")) for day in future.tolist()]
    calendar = np.array([kind in AROUND_HOLIDAYS for kind, _ in kinds])
    named = [f"{name} ({kind})" if kind and name != kind else kind for kind, name in kinds]
    return pd.DataFrame(
        {
            "queue": cleaned.days.queue,
            "day": [day_of(day) for day in future.tolist()],
            "level": max(level, 1e-9) if bare.any() else level,
            "change": change,
            "weekday": by_weekday,
            "yearly": yearly,
            "special_day": np.where(calendar, multipliers, 1.0),
            "event": np.where(calendar, 1.0, multipliers),
            "special": pd.array(named, dtype="str"),
        }
    )


def _yearly(known: Known, future: Ints) -> Floats:
    cleaned = known.cleaned
    rows = cleaned.normal & (np.nan_to_num(cleaned.totals) > 0)
    numbers = cleaned.days.numbers[rows]
    wave = yearly_wave(numbers, np.log(cleaned.totals[rows] + 0.5)) if rows.any() else None
    if wave is None:
        return np.ones(len(future))
    return np.asarray(np.exp(wave(future) - wave(numbers[numbers >= numbers[-1] - RECENT_DAYS]).mean()), dtype=float)


def explain_parts(forecast: Forecast, raw: Forecast | None = None) -> pd.DataFrame:
    """Parts of every queue and day of a forecast (columns :data:`PARTS`); the product of the parts is ``offered``.

    Args:
        forecast: With its parts, as :func:`wfm.forecast.forecast` makes them.
        raw: The forecast before people changed it, where they did.

    Raises:
        DataError: The forecast was read from a file, which holds no parts.
    """
    parts = forecast.parts
    if parts is None:
        raise DataError("a forecast is explained when it is made", remedy="Use --explain with wfm forecast.")
    before = _day_totals(forecast if raw is None else raw)
    after = _day_totals(forecast)
    keys = pd.MultiIndex.from_frame(parts[["queue", "day"]])
    offered, base = after.reindex(keys).to_numpy(float), before.reindex(keys).to_numpy(float)
    product = parts[[name for name in FACTORS if name in parts]].prod(axis=1).to_numpy(float)
    hours = np.divide(base, product, out=np.ones_like(base), where=product > 0)
    adjustment = np.divide(offered, base, out=np.ones_like(base), where=base > 0)
    # People opened a closed day: nothing multiplies zero, so that the day counts as normal but for their change.
    opened = (base <= 0) & (offered > 0)
    tidy = parts.assign(offered=offered, hours=np.where(np.abs(hours - 1) < 1e-9, 1.0, hours), adjustment=adjustment)
    if opened.any():
        tidy.loc[opened, ["change", "weekday", "yearly", "special_day", "event", "hours"]] = 1.0
        tidy.loc[opened, "level"] = tidy.loc[opened, "level"].where(tidy.loc[opened, "level"] > 0, 1.0)
        tidy.loc[opened, "adjustment"] = tidy.loc[opened, "offered"] / tidy.loc[opened, "level"]
    return tidy.dropna(subset="offered")[list(PARTS)].reset_index(drop=True)


def _day_totals(forecast: Forecast) -> pd.Series:
    index = pd.DatetimeIndex(forecast.frame["interval_start"])
    numbers, _ = local_slots(index, forecast.zone, forecast.interval_minutes)
    days = [day_of(number) for number in numbers.tolist()]
    return forecast.frame.assign(day=days).groupby(["queue", "day"])["offered"].sum()


def explain_change(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Why the days of two forecasts differ.

    Args:
        before: Parts of the earlier forecast, see :func:`explain_parts`.
        after: Parts of the later one.

    Returns:
        One row a queue and day that both hold: before, after, change, and ``by_<part>`` in contacts, adding up to
        the change. Where a day was or becomes zero, its change is that of the parts that are zero, in equal shares.
    """
    both = before.merge(after, on=["queue", "day"], suffixes=("_before", "_after"))
    old, new = both["offered_before"].to_numpy(float), both["offered_after"].to_numpy(float)
    shares = {name: _ratio(both, name) for name in FACTORS}
    positive = (old > 0) & (new > 0)
    logs = {name: np.log(np.where(positive, share, 1.0)) for name, share in shares.items()}
    whole = np.sum(list(logs.values()), axis=0)
    mean = np.where(
        np.abs(whole) > 1e-12, np.divide(new - old, whole, out=old.copy(), where=np.abs(whole) > 1e-12), old
    )
    zeros = {name: ~np.isfinite(share) | (share <= 0) for name, share in shares.items()}
    count = np.maximum(np.sum(list(zeros.values()), axis=0), 1)
    columns = {
        f"by_{name}": np.where(positive, mean * logs[name], (new - old) * zeros[name] / count) for name in FACTORS
    }
    return pd.DataFrame(
        {"queue": both["queue"], "day": both["day"], "before": old, "after": new, "change": new - old, **columns}
    )


def _ratio(both: pd.DataFrame, name: str) -> Floats:
    old, new = both[f"{name}_before"].to_numpy(float), both[f"{name}_after"].to_numpy(float)
    ratio = np.divide(new, old, out=np.full_like(new, np.inf), where=old > 0)
    return np.asarray(np.where((old <= 0) & (new <= 0), 1.0, ratio), dtype=float)
