"""Organising the departments of an insurer, one team or twelve: a notebook in the percent format."""

# %% [markdown]
# # Twelve departments, or one team?
#
# The contacts of a French assistance insurer, every half-hour of 2011, forecast for the week of 28 November and staffed
# and rostered in several ways. What does one central team save, where does the saving come from, who pays for it with
# longer waits, and does it pay back? Where that file is not beside the repository, the same steps run on the made-up
# insurer of `sample_data`.
#
# This is a script in the percent format: run it as it is (`python notebooks/organising_the_insurer.py`, some minutes),
# or open it as a notebook in VS Code, PyCharm or, with jupytext, Jupyter. Pictures go to `notebooks/pictures`.

# %%
from __future__ import annotations

from datetime import date
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from wfm.calendars import plan_calendar
from wfm.compare import compare, operating_model
from wfm.compare.scenarios import RosterLimits
from wfm.compare.simulated import Play
from wfm.forecast import forecast
from wfm.intervals import IntervalGrid, WeekWindows
from wfm.io.plan_file import parse_plan, read_plan
from wfm.io.read import read_agents, read_events, read_history
from wfm.io.study_figures import figures_table
from wfm.io.study_read import study_of
from wfm.io.study_tables import PARTS, hourly
from wfm.staffing import require
from wfm.types import Agent, Availability

ROOT = Path(__file__).parents[1]
INSURER = ROOT.parent / "shared" / "data" / "forecasting" / "insurer_fr_2011_30min.csv.gz"
# A test that runs this file hands over a folder of its own, less time for the rosters and fewer models.
PICTURES = Path(globals().get("PICTURES", ROOT / "notebooks" / "pictures"))
ROSTER_SECONDS = float(globals().get("ROSTER_SECONDS", 30))
WEEKS = int(globals().get("WEEKS", 40))  # to simulate
MODELS = tuple(globals().get("MODELS", ("departmental", "hybrid", "pooled")))
PICTURES.mkdir(parents=True, exist_ok=True)
COLOURS = ("#c0692b", "#1b6ca8", "#3a8a4d", "#7b5ea7", "#a23b6c", "#8a929a")
mpl.rcParams.update(
    {
        "axes.spines.top": False,
        "axes.spines.right": False,
        "font.size": 8,
        "axes.titlesize": 9,
        "axes.titlelocation": "left",
    }
)


def keep(figure: Figure, name: str) -> None:
    """Save a picture and let go of it."""
    figure.savefig(PICTURES / f"{name}.png", dpi=100)
    plt.close(figure)


# %% [markdown]
# ## The plan
#
# The insurer's file holds contacts, no handle times: a handle time of 300 s is **assumed**, the same for every
# department. The other numbers are common ones: 80 % of contacts within 20 s, people busy at most 85 % of the time,
# callers who wait three minutes, 5 % sick, contracts of 35 hours at EUR 24 an hour, day and night shifts under the
# European working time directive. Change any of them and run again.

# %%
INSURERS_PLAN = """
[site]
zone = "Europe/Paris"
country = "FR"
interval_minutes = 30

[queue_defaults]
aht_seconds = 300
patience_seconds = 180
goal = { service_level = 0.80, threshold_seconds = 20, max_occupancy = 0.85 }

[shrinkage.unplanned]
sickness = 0.05

[[contract]]
name = "35 h"
hours_per_week = 35
cost_per_hour = 24

[rules]
preset = "eu-wtd"

[[shift]]
name = "day"
start = "06:00-15:00"
lengths_hours = [4.5, 5.5, 6.5, 7.5, 8.5]
breaks = [{ kind = "meal", minutes = 30, paid = false, min_shift_hours = 4.5, earliest_hours = 2, latest_hours = 1.5 }]

[[shift]]
name = "night"
start = "20:00-23:30"
lengths_hours = [7.5, 8.5]
breaks = [{ kind = "meal", minutes = 30, paid = false, min_shift_hours = 4.5, earliest_hours = 2, latest_hours = 1.5 }]
"""
if INSURER.is_file():
    plan, first, events = parse_plan(INSURERS_PLAN), date(2011, 11, 28), ()
    history = read_history(INSURER, zone=plan.site.zone)
else:
    sample = ROOT / "sample_data"
    plan, first, events = read_plan(sample / "plan.toml"), date(2026, 11, 16), read_events(sample / "events.csv")
    history = read_history(sample / "history.csv.gz", zone=plan.site.zone)
history = history.before(first)
calendar = plan_calendar(plan, (history.years[0], first.year + 1), events)


# %% [markdown]
# ## What will come
#
# Only what was known before the week is used.

# %%
week = IntervalGrid.days(first, 7, plan.site.zone, plan.site.interval_minutes)
expected = forecast(history, week, calendar)
by_queue = expected.frame.groupby("queue")["offered"].sum().sort_values(ascending=False)
print(f"{by_queue.sum():,.0f} contacts expected in the week of {first}")
print(by_queue.round(0).to_string())


# %% [markdown]
# ## How many people
#
# Each department with a team of its own, and all in one team: agents at work in every interval by Erlang's formulas.

# %%
works = {name: require(expected, plan, operating_model(plan, name, expected.queues), calendar) for name in MODELS}
for name, requirement in works.items():
    hours = requirement.frame["agents_required"].sum() * requirement.interval_minutes / 60
    peak = requirement.frame.groupby("interval_start")["agents_required"].sum().max()
    print(f"{name:<14} {hours:8,.0f} agent-hours at work, {peak:6.1f} agents at the peak")


# %% [markdown]
# ## The people
#
# Nobody's roster is in the insurer's file: made-up people, as many a department as its requirement asks for, all with
# the same contract. The sample organisation has a team of its own.


# %%
def made_up_team() -> list[Agent]:
    """People in proportion to each department's requirement, absence included, two at least."""
    frame = works["departmental"].frame
    sick = 1 - plan.shrinkage.on_the_day
    hours = frame.groupby("work")["agents_required"].sum() * works["departmental"].interval_minutes / 60 / sick
    heads = {department: max(2, round(h / 35)) for department, h in hours.items()}
    places = [department for department, count in heads.items() for _ in range(count)]
    always = Availability(WeekWindows.always())
    return [
        Agent(f"a{i:03d}", f"Made-up {i:03d}", department, "35 h", (department,), always)
        for i, department in enumerate(places, start=1)
    ]


agents = made_up_team() if INSURER.is_file() else read_agents(ROOT / "sample_data" / "agents.csv")
print(f"{len(agents)} people in {len({a.department for a in agents})} departments")


# %% [markdown]
# ## The comparison
#
# Every model on the same contacts, the same goals and the same people: its requirement, a real roster of named people
# under the rules, and the service that the roster gives.

# %%
comparison = compare(
    expected, plan, agents, calendar, models=MODELS, limits=RosterLimits(seconds=ROSTER_SECONDS), play=Play(WEEKS)
)
study = study_of(comparison)
table = figures_table(study).text()
for row in (table.header, *table.rows):
    print(f"{row[0]:<30}" + "".join(f"{cell:>22}" for cell in row[1:]))


# %% [markdown]
# ## By hour
#
# Agents to roster in each hour of the week. Where the lines lie apart, pooling helps.

# %%
times, columns = hourly(study)
figure, axes = plt.subplots(figsize=(12, 3), layout="constrained")
for (model, values), colour in zip(columns.items(), COLOURS, strict=False):
    axes.step(range(len(values)), values, where="mid", color=colour, lw=1.2, label=model)
days = [i for i, (day, _) in enumerate(times) if i == 0 or times[i - 1][0] != day]
axes.set_xticks(days, [f"{times[i][0]:%a %d %b}" for i in days], ha="left")
axes.set_ylim(bottom=0)
axes.set_title("Agents to roster, absence included")
axes.legend(frameon=False)
keep(figure, "organise_1_hours")


# %% [markdown]
# ## Where the gain comes from
#
# People that each team must be able to field at its own peak: what larger teams save by their smaller margin, by peaks
# at different times, by rounding fewer teams up; and what other handle times cost. With the cap on occupancy and
# without it: the cap takes part of the saving of large teams away.

# %%
figure, axes = plt.subplots(figsize=(10, 0.8 + 0.4 * len(study.gains)), layout="constrained")
right, left = np.zeros(len(study.gains)), np.zeros(len(study.gains))
for (title, field), colour in zip(PARTS, COLOURS[1:], strict=False):
    values = np.array([getattr(g.peak, field) for g in study.gains])
    axes.barh(range(len(values)), values, left=np.where(values >= 0, right, left), color=colour, label=title)
    right, left = right + values.clip(min=0), left + values.clip(max=0)
names = [f"{g.model_after}, {'with' if g.with_cap else 'without'} cap: {g.peak.total:+.0f}" for g in study.gains]
axes.set_yticks(range(len(names)), names)
axes.invert_yaxis()
axes.axvline(0, color="black", lw=0.8)
axes.set_title("People saved at the teams' peaks")
axes.legend(frameon=False, ncols=len(PARTS))
keep(figure, "organise_2_gain")
for g in study.gains:
    if g.with_cap and g.break_even_slowdown is not None:
        print(f"{g.model_after}: nothing is saved from {g.break_even_slowdown:+.0%} handle time on")


# %% [markdown]
# ## The service people get
#
# The rosters played many times against contacts drawn from the forecast, with the same contacts for every model. The
# line holds nine of ten weeks. Where nothing was simulated, the formula's service level stands alone.

# %%
shown = [s for s in study.scenarios if s.simulated is not None]
figure, axes = plt.subplots(figsize=(10, 5), layout="constrained")
if shown:
    queues = [f.name for f in shown[0].simulated.queues]
    for k, scenario in enumerate(shown):
        found = {f.name: f for f in scenario.simulated.queues}
        for y, queue in enumerate(queues):
            part = found.get(queue)
            if part is not None and part.service_level is not None:
                place = y + 0.2 * (k - (len(shown) - 1) / 2)
                axes.plot([part.service_level_low, part.service_level_high], [place, place], color=COLOURS[k], lw=1.5)
                axes.plot(
                    part.service_level, place, "o", color=COLOURS[k], ms=4, label=scenario.model if y == 0 else None
                )
    axes.set_yticks(range(len(queues)), queues)
    axes.invert_yaxis()
    axes.legend(frameon=False)
else:
    levels = [s.service_level or 0 for s in study.scenarios]
    axes.barh(study.models, levels, color=COLOURS[: len(levels)])
axes.axvline(0.8, color="black", lw=0.8)
axes.set_title("Service level (share answered in time)")
keep(figure, "organise_3_service")
for scenario in shown:
    for change in scenario.simulated.losers[:5]:
        print(f"{scenario.model}: {change.kind} {change.name} loses, {change.before:.1%} to {change.after:.1%}")
    for stress in scenario.simulated.stresses:
        usual, bad = stress.usual.service_level, stress.stressed.service_level
        if usual is not None and bad is not None:
            print(f"{scenario.model}: {stress.name}: {usual:.1%} to {bad:.1%}")


# %% [markdown]
# ## What to centralise
#
# Every queue scored on its volume, complexity, overlap and so on, with the reasons in words.

# %%
advice = study.centralisation
if advice is None:
    raise SystemExit("a comparison of one model has nothing to centralise")
figure, axes = plt.subplots(figsize=(9, 0.8 + 0.25 * len(advice.queues)), layout="constrained")
verdicts = {"centralise": COLOURS[1], "first line": COLOURS[2], "keep specialist": COLOURS[0]}
axes.barh([q.queue for q in advice.queues], [q.score for q in advice.queues],
          color=[verdicts[q.verdict.value] for q in advice.queues])  # fmt: skip
for y, q in enumerate(advice.queues):
    axes.annotate(f" {q.verdict.value}", (q.score, y), va="center")
axes.invert_yaxis()
axes.set_xlim(0, 1.15)
axes.set_title("What speaks for one central team (0 to 1)")
keep(figure, "organise_4_centralise")
print("pilot:", advice.pilot_reason)


# %% [markdown]
# ## Does it pay back?
#
# Thirty inputs, each with a range and a source, of which your own should replace as many as you know. The tornado shows
# which of them matter.

# %%
figure, panels = plt.subplots(
    2, len(study.cases), figsize=(6 * len(study.cases), 6), layout="constrained", squeeze=False
)
for column, case in enumerate(study.cases):
    cash, tornado = panels[:, column]
    for outcome, label, style in ((case.high, "high", "--"), (case.expected, "expected", "-"), (case.low, "low", ":")):
        cash.plot([m.cumulative / 1e6 for m in outcome.months], style, color=COLOURS[1], label=label)
    cash.axhline(0, color="black", lw=0.8)
    cash.set_title(f"{case.facts.model_before} to {case.facts.model_after}: cash flow added up ({study.currency} M)")
    cash.legend(frameon=False)
    for y, bar in enumerate(case.tornado[:8]):
        for end, colour in ((bar.npv_at_low, COLOURS[0]), (bar.npv_at_high, COLOURS[1])):
            tornado.barh(y, (end - case.expected.npv) / 1e6, left=case.expected.npv / 1e6, color=colour)
    words = {row.name: row.words for row in case.inputs}
    tornado.set_yticks(range(len(case.tornado[:8])), [words[b.name] for b in case.tornado[:8]])
    tornado.invert_yaxis()
    tornado.set_title(f"net present value as one input moves ({study.currency} M)")
    paid = case.expected.payback_month
    print(f"{case.facts.model_after}: net present value {case.expected.npv:,.0f}, paid back in month {paid}")
keep(figure, "organise_5_case")


# %% [markdown]
# ## The way there
#
# Full-time people needed a month while both organisations run.

# %%
if study.transitions:
    figure, panels = plt.subplots(
        1, len(study.transitions), figsize=(6 * len(study.transitions), 3), layout="constrained", squeeze=False
    )
    for axes, way in zip(panels[0], study.transitions, strict=True):
        base = np.zeros(len(way.months))
        for field, label, colour in (
            ("fte_departments", "departments", COLOURS[0]),
            ("fte_central", "new model", COLOURS[1]),
            ("fte_dip", "dip", COLOURS[2]),
            ("fte_training", "training", COLOURS[3]),
        ):
            heights = np.array([getattr(m, field) for m in way.months])
            axes.bar(range(len(heights)), heights, bottom=base, color=colour, label=label)
            base += heights
        axes.set_title(f"Full-time people a month on the way to {way.model_after}")
        axes.legend(frameon=False, ncols=4, loc="lower center")
    keep(figure, "organise_6_transition")


# %% [markdown]
# ## In short

# %%
for sentence in comparison.advice:
    print("-", sentence)
