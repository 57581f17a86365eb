"""What the commands print of scores; what has no value is `-`, such as the error of no contacts."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from wfm.types import Forecast

RATIO = (
    "ratio: WAPE of the expected contacts against the naive forecast's; by median: WAPE of the medians, which have "
    "the least absolute error where an interval has few contacts"
)


def backtest_lines(scores: pd.DataFrame, queues: Sequence[str]) -> list[str]:
    """The automatic rule against the naive forecast, a line a queue, from scores in the columns of scores.csv.

    Args:
        scores: Of :func:`wfm.forecast.backtest`.
        queues: All queues of the history; those that no origin scored are named.
    """
    chosen = scores[scores["model"] == "selected"]
    table = chosen.groupby("queue")[["wape", "wape_naive", "bias", "coverage_80", "wape_median"]].mean()
    lines = [f"{'queue':<32} {'WAPE':>7} {'naive':>7} {'ratio':>6} {'bias':>7} {'80 % band':>9} {'by median':>9}"]
    for row in table.reset_index().to_dict("records"):
        ratio, of_median = (quotient(row[name], row["wape_naive"]) for name in ("wape", "wape_median"))
        lines.append(
            f"{row['queue']:<32} {cell(row['wape'], '.1%', 7)} {cell(row['wape_naive'], '.1%', 7)} "
            f"{cell(ratio, '.2f', 6)} {cell(row['bias'], '+z.1%', 7)} {cell(row['coverage_80'], '.0%', 9)} "
            f"{cell(of_median, '.2f', 9)}"
        )
    young = [queue for queue in queues if queue not in table.index]
    lines += [f"{queue:<32} {'-':>7} not scored: under two weeks of history before every origin" for queue in young]
    return [*lines, RATIO]


def accuracy_lines(forecast: Forecast) -> list[str]:
    """How good the method of a forecast was on past weeks, all queues together, each counting by its contacts.

    The error of a queue with two contacts a night says little of the week. A queue without a figure does not count for
    it: one of few contacts an interval has no coverage (:func:`wfm.forecast.scores.coverage`), a silent one no error.
    """
    lines = [f"Forecast   {forecast.frame['offered'].sum():,.0f} contacts expected"]
    if forecast.scores is None:
        return lines
    chosen = forecast.scores[forecast.scores["model"] == "selected"]
    figures = ["wape", "wape_naive", "coverage_80"]
    by_queue = chosen.groupby("queue")[figures].mean()
    weight = forecast.frame.groupby("queue")["offered"].sum().reindex(by_queue.index)
    known = by_queue.notna().mul(weight, axis=0)
    sums = by_queue.mul(weight, axis=0).sum()
    error, naive, covered = (sums[name] / known[name].sum() if known[name].any() else None for name in figures)
    judged = by_queue[by_queue["wape_naive"].notna()]
    better = int((judged["wape"] < judged["wape_naive"]).sum())
    return [
        *lines,
        f"           error of a quarter-hour (WAPE) {cell(error, '.1%', 0)}, seasonal naive {cell(naive, '.1%', 0)}, "
        f"on {chosen['origin'].nunique()} past weeks;",
        f"           better than naive on {better} of {len(judged)} queues; "
        f"the 80 % band held {cell(covered, '.0%', 0)} of the quarter-hours",
    ]


def score_line(row: Mapping[Any, Any]) -> str:
    """A row of :data:`wfm.forecast.judge.FORECAST_SCORES`, with ``forecast``: which one (forecast, raw or adjusted)."""
    return (
        f"{row['queue']:<32} {row['forecast']:<9} {row['by']:<8} {cell(row['wape'], '.1%', 7)} "
        f"{cell(row['floor'], '.1%', 7)} {cell(row['bias'], '+z.1%', 7)} {cell(row['coverage_80'], '.0%', 9)}"
    )


def cell(value: float | None, form: str, width: int) -> str:
    """A number in its column, `-` where there is none."""
    text = "-" if value is None or isnan(value) else format(value, form)
    return f"{text:>{width}}"


def quotient(error: float, naive: float) -> float | None:
    """An error against the naive forecast's; None where that is zero or unknown."""
    return error / naive if naive > 0 else None
