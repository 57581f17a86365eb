"""Forecasting the departments of an insurer: a notebook in the percent format."""

# %% [markdown]
# # Forecasting the departments of an insurer
#
# Twelve departments of a French assistance insurer, every half-hour of 2011: around the clock or Monday to Friday,
# closed or open on public holidays, one at night only, a strong summer, levels that jump. Where that file is not beside
# the repository, the same steps run on the made-up insurer of `sample_data`.
#
# This is a script in the percent format: run it as it is (`python notebooks/forecasting_the_insurer.py`), or open it as
# a notebook in VS Code, PyCharm or, with jupytext, Jupyter. Pictures go to `notebooks/pictures`.

# %%
from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wfm.calendars import build_calendar
from wfm.forecast import backtest, forecast
from wfm.intervals import IntervalGrid
from wfm.io.read import read_events, read_history

ROOT = Path(__file__).parents[1]
INSURER = ROOT.parent / "shared" / "data" / "forecasting" / "insurer_fr_2011_30min.csv.gz"
# A test that runs this file hands over a folder of its own.
PICTURES = Path(globals().get("PICTURES", ROOT / "notebooks" / "pictures"))
PICTURES.mkdir(parents=True, exist_ok=True)
BLUE, GREY, RED = "#1b6ca8", "#8a929a", "#c0392b"
mpl.rcParams.update(
    {
        "axes.spines.top": False,
        "axes.spines.right": False,
        "font.size": 8,
        "axes.titlesize": 9,
        "axes.titlelocation": "left",
    }
)


# %% [markdown]
# ## The data
#
# A history is a table of queue, interval and contacts offered. Times in the file are local; the zone says where. The
# reader notes what it took for granted.

# %%
if INSURER.is_file():
    history = read_history(INSURER, zone="Europe/Paris")
    calendar = build_calendar("FR", [2011, 2012])
else:
    history = read_history(ROOT / "sample_data" / "history.csv.gz", zone="Europe/Amsterdam")
    year = history.frame["interval_start"] >= history.frame["interval_start"].max() - pd.Timedelta(days=365)
    twelve = history.frame["queue"].isin(history.queues[:12])
    history = replace(history, frame=history.frame[year & twelve])
    calendar = build_calendar("NL", range(2025, 2028), events=read_events(ROOT / "sample_data" / "events.csv"))
for note in history.notes:
    print("note:", note)

frame = history.frame.assign(local=history.frame["interval_start"].dt.tz_convert(history.zone).dt.tz_localize(None))
frame["day"] = frame["local"].dt.normalize()
daily = frame.pivot_table(index="day", columns="queue", values="offered", aggfunc="sum")
print(f"{len(daily.columns)} queues, {daily.index[0]:%Y-%m-%d} to {daily.index[-1]:%Y-%m-%d}")
print(daily.mean().round(1).rename("contacts a day").to_string())


# %% [markdown]
# ## What the queues look like
#
# Day totals (grey) and the mean of each week (blue). Seasons, steps of the level, and weeks that are like no other.


# %%
def grid_of(queues: list[str]) -> tuple[Figure, dict[str, Axes]]:
    """A small picture a queue, four a row."""
    rows = -(-len(queues) // 4)
    figure, axes = plt.subplots(rows, 4, figsize=(13, 2.1 * rows), layout="constrained", squeeze=False)
    for spare in axes.ravel()[len(queues) :]:
        spare.axis("off")
    return figure, dict(zip(queues, axes.ravel(), strict=False))


def keep(figure: Figure, name: str) -> None:
    """Save a picture and let go of it."""
    figure.savefig(PICTURES / f"{name}.png", dpi=100)
    plt.close(figure)


figure, pictures = grid_of(list(daily.columns))
for queue, axes in pictures.items():
    axes.plot(daily.index, daily[queue], color=GREY, lw=0.5)
    weekly = daily[queue].resample("W-SUN").mean()
    axes.plot(weekly.index - pd.Timedelta(days=3), weekly, color=BLUE, lw=1.5)
    axes.set_title(queue)
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_formatter(mpl.dates.DateFormatter("%b"))
keep(figure, "1_days")


# %% [markdown]
# ## The shape of the day
#
# Share of a day's contacts in each interval, Monday to Friday and at the weekend, over the last half year.

# %%
recent = frame[frame["day"] >= daily.index[-1] - pd.Timedelta(days=182)]
recent = recent.assign(
    hour=recent["local"].dt.hour + recent["local"].dt.minute / 60, weekend=recent["local"].dt.day_of_week >= 5
)
shapes = recent.pivot_table(index="hour", columns=["queue", "weekend"], values="offered", aggfunc="mean")
figure, pictures = grid_of(list(daily.columns))
for queue, axes in pictures.items():
    for weekend, colour, label in ((False, BLUE, "Monday to Friday"), (True, RED, "weekend")):
        if shapes.get((queue, weekend), pd.Series(dtype=float)).sum() > 0:
            axes.plot(shapes.index, shapes[queue, weekend], color=colour, lw=1.2, label=label)
    axes.set_title(queue)
    axes.set_xticks(range(0, 25, 6))
    axes.set_ylim(bottom=0)
next(iter(pictures.values())).legend(frameon=False)
keep(figure, "2_shapes")


# %% [markdown]
# ## Public holidays
#
# What came on a public holiday from Monday to Friday, against the median of the same weekday in the five weeks around
# it. Near 0: closed. Near the dashed line (the queue's Sundays): a holiday is a Sunday. Around 1: nobody notices.

# %%
holidays = [pd.Timestamp(d) for d in sorted(calendar.holidays) if pd.Timestamp(d) in daily.index and d.weekday() < 5]
ratios = []
for day in holidays:
    around = [day + pd.Timedelta(weeks=w) for w in (-2, -1, 1, 2)]
    usual = daily.loc[[d for d in around if d in daily.index and d not in holidays]].median()
    ratios.append(daily.loc[day] / usual.where(usual > 0))
effects = pd.DataFrame(ratios)
sundays = daily[daily.index.day_of_week == 6].mean() / daily[daily.index.day_of_week < 5].mean()
figure, axes = plt.subplots(figsize=(11, 3.2), layout="constrained")
for x, queue in enumerate(daily.columns):
    axes.plot(np.full(len(effects), x), effects[queue].clip(upper=3), "o", color=BLUE, ms=3, alpha=0.7)
    axes.plot([x - 0.35, x + 0.35], [sundays[queue]] * 2, color=RED, ls="--", lw=1)
axes.axhline(1, color=GREY, lw=0.5)
axes.set_xticks(range(len(daily.columns)), daily.columns, rotation=30, ha="right")
axes.set_title("Public holidays against the usual weekday (dashed: Sundays)")
keep(figure, "3_holidays")


# %% [markdown]
# ## Four weeks ahead
#
# The history is cut four weeks before its end; what comes after is forecast and then compared. For each queue, four
# models of the level and the shape are scored on earlier weeks, and the mean of the best two is the forecast.

# %%
last = daily.index[-1].date() + timedelta(days=1)
first = last - timedelta(days=28)
horizon = IntervalGrid.days(first, 28, history.zone, history.interval_minutes)
made = forecast(history.before(first), horizon, calendar)
expected = made.frame.assign(local=made.frame["interval_start"].dt.tz_convert(history.zone).dt.tz_localize(None))
expected["day"] = expected["local"].dt.normalize()
by_day = expected.pivot_table(index="day", columns="queue", values="offered", aggfunc="sum")
figure, pictures = grid_of(list(daily.columns))
for queue, axes in pictures.items():
    before = daily[queue].iloc[-56:-28]
    axes.plot(before.index, before, ".-", color=GREY, lw=0.7, ms=2)
    axes.plot(by_day.index, daily[queue].reindex(by_day.index), ".", color="black", ms=4)
    axes.plot(by_day.index, by_day[queue], color=BLUE, lw=1.4)
    axes.set_title(
        f"{queue} ({expected.loc[expected['queue'] == queue, 'model'].iloc[0].replace('_', ' ')})", fontsize=7
    )
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(mpl.dates.WeekdayLocator(byweekday=0, interval=2))
    axes.xaxis.set_major_formatter(mpl.dates.DateFormatter("%d %b"))
keep(figure, "4_four_weeks")
error = (by_day - daily.reindex(by_day.index)).abs().sum() / daily.reindex(by_day.index).sum()
print("error of day totals, four weeks ahead (share of contacts):")
print(error.round(3).to_string())


# %% [markdown]
# ## How sure?
#
# The first week of the busiest queue by interval, with the 80 % band (dark) and the 90 % band (light). Nine dots in ten
# should lie inside the light one.

# %%
busiest = daily.iloc[-56:-28].sum().nlargest(3).index
figure, axes = plt.subplots(3, 1, figsize=(12, 7), layout="constrained")
for panel, queue in zip(axes, busiest, strict=True):
    part = expected[(expected["queue"] == queue) & (expected["day"] < pd.Timestamp(first) + pd.Timedelta(days=7))]
    came = frame[frame["queue"] == queue].set_index("interval_start")["offered"].reindex(part["interval_start"])
    panel.fill_between(part["local"], part["offered_p05"], part["offered_p95"], color=BLUE, alpha=0.15, lw=0)
    panel.fill_between(part["local"], part["offered_p10"], part["offered_p90"], color=BLUE, alpha=0.25, lw=0)
    panel.plot(part["local"], part["offered"], color=BLUE, lw=1)
    panel.plot(part["local"], came.to_numpy(), ".", color="black", ms=2.5)
    panel.set_title(queue)
    panel.set_ylim(bottom=0)
    panel.xaxis.set_major_formatter(mpl.dates.DateFormatter("%a %d %b"))
keep(figure, "5_bands")


# %% [markdown]
# ## What was taken for granted

# %%
for queue, notes in made.notes.items():
    for note in notes:
        print(f"{queue}: {note}")


# %% [markdown]
# ## How good, and against what
#
# Four origins, a week ahead each, only what was known then. The bar is the error that remains of the naive forecast's
# (last week again, special days known): under 1 is better. The dots are the share of intervals inside the 80 % band.

# %%
scores = backtest(history, calendar, weeks=1, origins=4)
selected = scores[scores["model"] == "selected"].groupby("queue")[["wape", "wape_naive", "coverage_80"]].mean()
selected["rel"] = selected["wape"] / selected["wape_naive"]
figure, (left, right) = plt.subplots(1, 2, figsize=(12, 3.6), layout="constrained", sharey=True)
left.barh(selected.index, selected["rel"], color=BLUE)
left.axvline(1, color=RED, ls="--", lw=1)
left.set_title(f"Error against the naive forecast's: mean {selected['rel'].mean():.2f}")
right.plot(selected["coverage_80"], selected.index, "o", color=BLUE)
right.axvline(0.8, color=RED, ls="--", lw=1)
right.set_xlim(0.5, 1)
right.set_title(f"Intervals inside the 80 % band: mean {100 * selected['coverage_80'].mean():.0f} %")
keep(figure, "6_scores")
print(scores.groupby("model")[["wape", "mase", "bias", "coverage_80", "coverage_90", "seconds"]].mean().round(3))
