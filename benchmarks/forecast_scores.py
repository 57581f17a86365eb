"""One row a method, queue and origin, of ours and of the peers, by the same measures; and the table made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.forecast.days import day_of
from wfm.forecast.evidence import whole_days
from wfm.forecast.scores import LEAST_MEAN_80, LEAST_MEAN_90, bias, coverage, poisson_floor, wape

if TYPE_CHECKING:
    from benchmarks.forecast_peers import PeerAnswers
    from benchmarks.forecast_sets import Task
    from wfm.forecast.days import Floats

OURS = {
    "selected": "wfm, automatic combination",
    "regression": "wfm candidate: regression, ARMA errors",
    "seasonal_arima": "wfm candidate: seasonal ARIMA",
    "ets": "wfm candidate: damped ETS",
    "factors": "wfm candidate: factor model",
    "weighted_weeks": "wfm candidate: weighted weeks",
    "naive": "seasonal naive with special days",
}
RAW = "seasonal naive, raw"
OF_PERIODS = ["coverage_80_day", "coverage_90_day", "coverage_80_week", "coverage_90_week"]
COLUMNS = [
    "method", "queue", "origin", "contacts", "floor", "wape", "wape_day", "bias", "coverage_80", "coverage_90",
    *OF_PERIODS, "seconds", "wape_median",
]  # fmt: skip


def raw_naive(task: Task, origin: int) -> Floats:
    """The last measured week again and again, whatever day it was; a slot never measured is zero."""
    known = task.days.counts[: origin - task.days.first]
    filled = np.zeros((7, known.shape[1]))
    for w in range(7):
        block = known[(task.days.first + np.arange(len(known)) - origin) % 7 == w]
        for row in block:
            filled[w] = np.where(np.isnan(row), filled[w], row)
    return np.asarray(filled[np.arange(task.horizon) % 7])


def own_rows(scores: pd.DataFrame, tasks: list[Task]) -> pd.DataFrame:
    """The rows of a backtest with the contacts offered and the Poisson floor of each queue and origin."""
    facts = pd.DataFrame(
        [
            (t.days.queue, day_of(o).isoformat(), float(np.nansum(t.actual(o))), poisson_floor(t.actual(o)))
            for t in tasks
            for o in t.origins
        ],
        columns=["queue", "origin", "contacts", "floor"],
    )
    rows = scores.assign(method=scores["model"].map(lambda m: OURS.get(m, f"wfm candidate: {m}")))
    return rows.drop(columns="floor").merge(facts, on=["queue", "origin"])[COLUMNS]


def raw_rows(tasks: list[Task]) -> pd.DataFrame:
    """The rows of the raw seasonal naive forecast."""
    return pd.DataFrame(
        [_row(RAW, t, o, {"mean": raw_naive(t, o)}, 0.0) for t in tasks for o in t.origins], columns=COLUMNS
    )


def peer_rows(answers: PeerAnswers, tasks: list[Task]) -> tuple[pd.DataFrame, list[str]]:
    """The rows of a peer, and notes. Where a fit failed the raw naive forecast stands in, and a note counts them."""
    if answers.missing:
        return pd.DataFrame(columns=COLUMNS), [f"{answers.peer}: {answers.missing}; it is not in the table"]
    rows, notes = [], []
    for method in answers.about["methods"]:
        label = method.replace(answers.peer, f"{answers.peer} {answers.about['version']}", 1)
        failed = 0
        for t in tasks:
            for o in t.origins:
                key = f"{method}|{t.days.queue}|{o}"
                parts = {k: answers.arrays[f"{key}|{k}"] for k in _PARTS if f"{key}|{k}" in answers.arrays}
                if "mean" not in parts:
                    failed += 1
                    parts = {"mean": raw_naive(t, o)}
                rows.append(_row(label, t, o, parts, answers.about["seconds"].get(key, float("nan"))))
        if failed:
            notes.append(f"{label}: {failed} fits failed, the raw naive forecast stands in for them")
    return pd.DataFrame(rows, columns=COLUMNS), notes


_PARTS = ("mean", "p05", "p10", "p90", "p95")


def _row(method: str, task: Task, origin: int, parts: dict[str, Floats], seconds: float) -> tuple[object, ...]:
    actual, mean = task.actual(origin), parts["mean"]
    covered = [
        coverage(actual, parts[low], parts[high], mean, least) if low in parts else float("nan")
        for low, high, least in (("p10", "p90", LEAST_MEAN_80), ("p05", "p95", LEAST_MEAN_90))
    ]
    return (
        method,
        task.days.queue,
        day_of(origin).isoformat(),
        float(np.nansum(actual)),
        poisson_floor(actual),
        wape(actual, mean),
        wape(*day_sums(actual, mean)),
        bias(actual, mean),
        *covered,
        *[float("nan")] * len(OF_PERIODS),
        seconds,
        wape(actual, mean) if method == RAW else float("nan"),
    )


def day_sums(actual: Floats, mean: Floats) -> tuple[Floats, Floats]:
    """Actual and expected contacts of the days that were measured wherever contacts were expected."""
    whole = whole_days(actual, mean)
    return np.nansum(actual, axis=1)[whole], mean.sum(axis=1)[whole]


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a method, best first.

    A queue's WAPE is that of all its origins' contacts together; ``wape``, ``floor`` and ``rel`` (against the naive
    forecast with special days) are means over queues, ``worst`` is the largest ``rel`` of a queue and ``worst_day`` the
    largest of day totals, ``all`` the WAPE of all contacts of all queues together. Where an interval has under
    ln 2 = 0.7 contacts its likeliest count is zero, and absolute errors prize who forecasts too few: read the days, or
    ``rel_median`` and ``worst_median``, of the medians of a forecast that has them (the naive one's stays what it is).
    Coverage is the mean over queues and origins.
    """
    rows = rows[rows["contacts"] > 0]
    sums = rows.assign(
        miss=rows["wape"] * rows["contacts"],
        miss_day=rows["wape_day"] * rows["contacts"],
        miss_median=rows["wape_median"] * rows["contacts"],
        least=rows["floor"] * rows["contacts"],
    )
    added = ["miss", "miss_day", "miss_median", "least", "contacts"]
    queue = sums.groupby(["method", "queue"])[added].sum(min_count=1)
    by_queue = pd.DataFrame({"wape": queue["miss"] / queue["contacts"], "floor": queue["least"] / queue["contacts"]})
    naive = by_queue.loc[OURS["naive"], "wape"]
    by_queue["rel"] = by_queue["wape"] / naive.reindex(by_queue.index.get_level_values("queue")).to_numpy()
    naive_day = queue.loc[OURS["naive"], "miss_day"]
    day = queue["miss_day"] / naive_day.reindex(queue.index.get_level_values("queue")).to_numpy()
    by_queue["rel_median"] = queue["miss_median"] / queue["miss"] * by_queue["rel"]
    means = by_queue.groupby("method").mean()
    means["floor_ratio"] = means["wape"] / means["floor"]
    means["worst"] = by_queue["rel"].groupby("method").max()
    means["worst_day"] = day.groupby("method").max()
    means["worst_median"] = by_queue["rel_median"].groupby("method").max()
    total = queue.groupby("method").sum()
    means["all"] = total["miss"] / total["contacts"]
    rest = rows.groupby("method")[["coverage_80", "coverage_90", *OF_PERIODS, "seconds"]].mean()
    return means.join(rest).sort_values("rel")


def markdown(result: pd.DataFrame) -> str:
    """The table for people: shares in percent."""
    lines = [
        "| method | WAPE % | rel | rel of medians | worst queue: interval, day, medians | of all contacts % | x floor "
        "| in 80 % band: interval, day, week | in 90 % band | s a fit |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, r in result.iterrows():
        held = [shares(r, name) for name in ("coverage_80", "coverage_90")]
        mark = "**" if name == OURS["selected"] else ""
        lines.append(
            f"| {mark}{name}{mark} | {100 * r['wape']:.1f} | {r['rel']:.3f} | {_ratios(r['rel_median'])} "
            f"| {_ratios(r['worst'], r['worst_day'], r['worst_median'])} "
            f"| {100 * r['all']:.1f} | {r['floor_ratio']:.2f} | {held[0]} | {held[1]} | {r['seconds']:.2g} |"
        )
    return "\n".join(lines)


def _ratios(*values: float) -> str:
    """Ratios with three digits; those that a method does not give are left out."""
    return ", ".join(f"{v:.3f}" for v in values if not np.isnan(v)) or "-"


def shares(row: pd.Series, name: str) -> str:
    """Coverage of intervals, days and weeks in percent; those that a method does not give are left out."""
    values = [row[name], row[f"{name}_day"], row[f"{name}_week"]]
    return ", ".join(f"{100 * v:.1f}" for v in values if not np.isnan(v)) or "-"
