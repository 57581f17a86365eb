"""The forecast and its accuracy, as sections of the report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from wfm.io.report_parts import Picture, Section, Table, number
from wfm.io.report_svg import FIRST, INK, MUTED, SECOND, figure, inline_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from wfm.types import Forecast, History

WEEKS_SHOWN = 8
QUEUES_SHOWN = 4


def forecast_section(forecast: Forecast, history: History | None) -> Section:
    """Contacts expected by day, and by interval with the band for the largest queues, against the weeks before."""
    expected = _local(forecast.frame, forecast.zone)
    before = _local(history.frame, forecast.zone) if history is not None else None
    pictures = (_by_day(expected, before), _by_interval(expected, before))
    band = "The band holds eight of ten outcomes: from the 10 % to the 90 % quantile of an interval."
    return Section("forecast", "Forecast", (band,), pictures, (_by_queue(expected, before),))


def _local(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    """The frame with wall-clock time and local day: what is compared with last week is the same time of day."""
    wall = frame["interval_start"].dt.tz_convert(zone).dt.tz_localize(None)
    return frame.assign(wall=wall, day=wall.dt.normalize())


def _daily(frame: pd.DataFrame) -> pd.Series:
    return frame.groupby("day")["offered"].sum()


def _by_day(expected: pd.DataFrame, before: pd.DataFrame | None) -> Picture:
    days = _daily(expected)
    past = _daily(before) if before is not None else pd.Series(dtype=float, index=pd.DatetimeIndex([]))
    past = past[past.index < days.index[0]]
    recent = past[past.index >= days.index[0] - timedelta(weeks=WEEKS_SHOWN)]
    with figure(9, 2.6) as drawn:
        axes = drawn.subplots()
        axes.plot(recent.index.to_numpy(), recent.to_numpy(), color=MUTED, marker=".", label="came in")
        axes.plot(days.index.to_numpy(), days.to_numpy(), color=FIRST, marker="o", markersize=4, label="expected")
        axes.set_ylim(bottom=0)
        axes.set_ylabel("contacts a day")
        axes.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
        _dates(axes, "%d %b")
        svg = inline_svg(drawn, "by-day", "Contacts a day: the weeks before and the days expected; numbers below.")
    rows = tuple(
        (
            f"{day:%a %d %b}",
            number(float(days[day])),
            number(past.get(day - timedelta(weeks=1))),
            number(_mean_of_weeks(past, day)),
        )
        for day in pd.DatetimeIndex(days.index)
    )
    table = Table("Contacts by day", ("Day", "expected", "a week before", "mean of 4 weeks before"), rows)
    return Picture(svg, "Contacts offered a day, all queues together.", (table,))


def _mean_of_weeks(past: pd.Series, day: pd.Timestamp) -> float | None:
    found = [past.get(day - timedelta(weeks=w)) for w in range(1, 5)]
    known = [float(v) for v in found if v is not None]
    return sum(known) / len(known) if known else None


def _by_interval(expected: pd.DataFrame, before: pd.DataFrame | None) -> Picture:
    largest = expected.groupby("queue")["offered"].sum().nlargest(QUEUES_SHOWN).index
    rows = []
    with figure(9, 0.6 + 1.6 * len(largest)) as drawn:
        grid = drawn.subplots(len(largest), 1, squeeze=False).ravel()
        for axes, queue in zip(grid, largest, strict=False):
            mine = expected[expected["queue"] == queue].sort_values("wall")
            wall = mine["wall"].to_numpy()
            last_week = _week_before(mine, before, str(queue))
            if before is not None:
                axes.plot(wall, last_week, color=MUTED, linewidth=0.8, label="a week before")
            axes.fill_between(
                wall,
                mine["offered_p10"].to_numpy(),
                mine["offered_p90"].to_numpy(),
                color=FIRST,
                alpha=0.25,
                linewidth=0,
                label="8 of 10 outcomes",
            )
            axes.plot(wall, mine["offered"].to_numpy(), color=FIRST, linewidth=1.1, label="expected")
            axes.set_title(str(queue))
            axes.set_ylim(bottom=0)
            _dates(axes, "%a")
            rows.append(_queue_row(str(queue), mine, last_week))
        handles, labels = grid[0].get_legend_handles_labels()
        drawn.legend(handles, labels, ncols=3, loc="outside upper left")
        svg = inline_svg(drawn, "by-interval", "Contacts an interval of the largest queues; numbers below.")
    header = ("Queue", "busiest interval", "expected then", "10 %", "90 %", "a week before")
    caption = (
        f"Contacts an interval, the {len(largest)} largest queues." if len(largest) > 1 else "Contacts an interval."
    )
    return Picture(svg, caption, (Table("The busiest interval of each queue shown", header, tuple(rows)),))


def _week_before(mine: pd.DataFrame, before: pd.DataFrame | None, queue: str) -> NDArray[np.float64]:
    """What came in at the same wall-clock times a week before; NaN where nothing was counted."""
    if before is None:
        return np.full(len(mine), np.nan)
    past = before[before["queue"] == queue].groupby("wall")["offered"].mean()
    return past.reindex(mine["wall"] - timedelta(weeks=1)).to_numpy(dtype=float)


def _queue_row(queue: str, mine: pd.DataFrame, last_week: NDArray[np.float64]) -> tuple[str, ...]:
    place = int(mine["offered"].to_numpy().argmax())
    top = mine.iloc[place]
    values = (float(top["offered"]), float(top["offered_p10"]), float(top["offered_p90"]), float(last_week[place]))
    return (queue, f"{top['wall']:%a %d %b %H:%M}", *(number(v, ",.1f") for v in values))


def _by_queue(expected: pd.DataFrame, before: pd.DataFrame | None) -> Table:
    rows = []
    first, days = expected["day"].min(), expected["day"].nunique()
    for queue, mine in expected.groupby("queue"):
        total = float(mine["offered"].sum())
        timed = mine[mine["aht_seconds"].notna() & (mine["offered"] > 0)]
        weighted = float(np.average(timed["aht_seconds"], weights=timed["offered"])) if len(timed) else None
        earlier = None
        if before is not None:
            span = before[(before["queue"] == queue) & (before["day"] >= first - timedelta(days=days))]
            earlier = float(span.loc[span["day"] < first, "offered"].sum())
        models = ", ".join(sorted(set(mine["model"])))
        rows.append((str(queue), number(total), number(earlier), number(weighted), models))
    header = ("Queue", "expected", f"the {days} days before", "handle time (s)", "model")
    return Table("Contacts expected by queue", header, tuple(rows))


def _dates(axes: Axes, form: str) -> None:
    from matplotlib import dates

    untyped: Any = dates
    axes.xaxis.set_major_locator(untyped.AutoDateLocator(minticks=3, maxticks=9))
    axes.xaxis.set_major_formatter(untyped.DateFormatter(form))


def accuracy_section(forecast: Forecast) -> Section | None:
    """How the method did on past weeks against the seasonal naive forecast; None where it was not tried."""
    if forecast.scores is None or forecast.scores.empty:
        return None
    chosen = forecast.scores[forecast.scores["model"] == "selected"]
    columns = ["wape", "wape_naive", "mase", "bias", "coverage_80", "coverage_90"]
    mean = chosen.groupby("queue")[columns].mean().sort_values("wape", ascending=False)
    if mean.empty:
        return None
    weeks, better = chosen["origin"].nunique(), int((mean["wape"] < mean["wape_naive"]).sum())
    text = (
        f"The same method, put back to {weeks} earlier dates and scored on what then came: the error (WAPE, the sum of "
        f"absolute errors as a share of the contacts) is below that of the seasonal naive forecast on {better} of "
        f"{len(mean)} queues. The smaller a queue, the larger its error: marked for comparison is chance alone, the "
        "error of a forecast that knows every rate exactly (Poisson arrivals at the rates expected now)."
    )
    mean.insert(2, "chance", _chance(forecast.frame).reindex(mean.index))
    columns.insert(2, "chance")
    forms = (".1%", ".1%", ".1%", ".2f", "+.1%", ".0%", ".0%")
    rows = tuple(
        (str(queue), *(number(float(row[c]), f) for c, f in zip(columns, forms, strict=True)))
        for queue, row in mean.iloc[::-1].iterrows()
    )
    header = ("Queue", "error", "naive", "chance alone", "MASE", "bias", "in the 80 % band", "in the 90 % band")
    picture = Picture(
        _dumbbells(mean),
        "Error of the forecast and of the naive one, by queue. Further left is better.",
        (Table("Accuracy by queue, mean of the earlier dates", header, rows),),
    )
    return Section("accuracy", "Accuracy", (text,), (picture,))


def _chance(frame: pd.DataFrame) -> pd.Series:
    """The error by queue that remains when every rate is known: E|N - m| of a Poisson count, over the mean m.

    The mean absolute deviation is 2 e^-m m^(k+1) / k! with k the whole part of m (Crow 1958).
    """
    from scipy.special import gammaln

    mean = frame["offered"].to_numpy(dtype=float)
    whole = np.floor(mean)
    with np.errstate(divide="ignore"):  # the logarithm of no contacts gives a deviation of none
        deviation = 2 * np.exp(-mean + (whole + 1) * np.log(mean) - gammaln(whole + 1))
    sums = frame[["queue"]].assign(deviation=deviation, mean=mean).groupby("queue").sum()
    return (sums["deviation"] / sums["mean"]).where(sums["mean"] > 0)


def _dumbbells(mean: pd.DataFrame) -> str:
    places = np.arange(len(mean))
    error, naive = 100 * mean["wape"].to_numpy(), 100 * mean["wape_naive"].to_numpy()
    with figure(9, 1.0 + 0.24 * len(mean)) as drawn:
        axes = drawn.subplots()
        axes.hlines(places, error, naive, color=MUTED, linewidth=1)
        axes.plot(100 * mean["chance"].to_numpy(), places, "|", color=INK, label="chance alone", markersize=9)
        axes.plot(naive, places, "s", color=SECOND, label="seasonal naive", markersize=5)
        axes.plot(error, places, "o", color=FIRST, label="this forecast", markersize=6)
        axes.set_yticks(places, [str(q) for q in mean.index])
        axes.set_xlim(left=0)
        axes.set_xlabel("error (WAPE), %", color=INK)
        axes.grid(visible=True, axis="x")
        axes.legend(ncols=3, loc="lower left", bbox_to_anchor=(0, 1))
        return inline_svg(drawn, "accuracy", "Error of the forecast and of the naive one, by queue; numbers below.")
