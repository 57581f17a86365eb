"""The text of plan.toml: opening hours, goals, contracts, shift families and rules of Polder Mutual."""

from __future__ import annotations

import json

from sample_data.organisation import (
    COUNTRY,
    CURRENCY,
    DEPARTMENTS,
    INTERVAL_MINUTES,
    NAME,
    QUEUES,
    ZONE,
    Department,
    QueueFacts,
)

# What customers are promised, by channel; the same in all departments so that pooling changes no promise.
PROMISES = {
    "voice": (
        "patience_seconds = 180",
        "goal = { service_level = 0.80, threshold_seconds = 20, max_occupancy = 0.85 }",
    ),
    "chat": (
        "concurrency = 3",
        "patience_seconds = 240",
        "goal = { service_level = 0.80, threshold_seconds = 60, max_occupancy = 0.85 }",
    ),
    "messaging": ("response_hours = 2",),
    "email": ("response_hours = 12",),
    "social": ("response_hours = 4",),
}

# name, hours, least, most, days a week, cost of an hour
CONTRACTS = (
    ("40h", 40, 39, 41, 5, 32.00),
    ("36h", 36, 35, 37, 5, 31.50),
    ("32h", 32, 31, 33, 4, 31.00),
    ("24h", 24, 23, 25, 4, 30.50),
    ("20h", 20, 19, 21, 5, 28.00),
)

BREAKS = """breaks = [
  { kind = "break", minutes = 15, paid = true, min_shift_hours = 4, earliest_hours = 1, latest_hours = 1 },
  { kind = "meal", minutes = 30, paid = false, min_shift_hours = 5.5, earliest_hours = 2.5, latest_hours = 2 },
  { kind = "break", minutes = 15, paid = true, min_shift_hours = 7.5, earliest_hours = 5, latest_hours = 1 },
]"""

# name, days, start window, lengths in hours: with the unpaid meal, 6.5 h pays 6, 7.5 h 7, 8.5 h 8 and 9.5 h 9.
SHIFTS = (
    ("early", "mon-fri", "08:00-09:00", [6.5, 7.5, 8.5, 9.5]),
    ("day", "mon-fri", "09:30-12:00", [6.5, 7.5, 8.5, 9.5]),
    ("late", "mon-fri", "12:30-15:30", [6.5, 7.5, 8.5]),
    ("short", "mon-fri", "08:00-18:00", [4, 5]),
    ("weekend", "sat,sun", "09:00-14:00", [4, 5, 6.5, 7.5]),
)

TAIL = """[rules]
preset = "nl-atw"              # the Dutch Working Hours Act

[weights]
over = 0.5                     # an agent-hour above the requirement
paid_hour = 1.0
start_time_change = 0.1        # an hour that a start moves from one day to the next
fairness = 0.2

[model.departmental]
[model.pooled]
aht_factor = 1.02              # generalists look things up a little longer
[model.hybrid]
first_line_share = 0.7         # contacts the first line resolves by itself
first_line_aht_factor = 0.8
second_line_aht_factor = 1.1
"""


def plan_toml() -> str:
    """The text of plan.toml."""
    parts = [_head(), *(_department(d) for d in DEPARTMENTS), _shrinkage(), *(_contract(c) for c in CONTRACTS)]
    parts += [_shift(*s) for s in SHIFTS]
    return "\n".join([*parts, TAIL])


def _head() -> str:
    return f"""# The plan of {NAME}, written by sample_data/plan.py.

[site]
name = "{NAME}"
zone = "{ZONE}"
country = "{COUNTRY}"
week_start = "monday"
currency = "{CURRENCY}"
interval_minutes = {INTERVAL_MINUTES}
"""


def _department(facts: Department) -> str:
    queues = "\n".join(_queue(q) for q in QUEUES if q.department == facts.name)
    return f"""[[department]]
name = "{facts.name}"
open = {json.dumps(list(facts.open))}
open_on_holidays = {json.dumps(list(facts.open_on_holidays))}

{queues}"""


def _queue(facts: QueueFacts) -> str:
    promises = "\n".join(PROMISES[facts.channel])
    return f"""[[queue]]
department = "{facts.department}"
channel = "{facts.channel}"
aht_seconds = {facts.aht_seconds:.0f}
{promises}
"""


def _shrinkage() -> str:
    return """[shrinkage.planned]            # rostered as such: matters for hiring
leave = 0.10
training = 0.03

[shrinkage.unplanned]          # takes away people who were rostered
sickness = 0.05
"""


def _contract(row: tuple[str, float, float, float, int, float]) -> str:
    name, hours, least, most, days, cost = row
    return f"""[[contract]]
name = "{name}"
hours_per_week = {hours}
min_hours_per_week = {least}
max_hours_per_week = {most}
max_days_per_week = {days}
cost_per_hour = {cost:.2f}
"""


def _shift(name: str, days: str, start: str, lengths: list[float]) -> str:
    return f"""[[shift]]
name = "{name}"
days = "{days}"
start = "{start}"
step_minutes = 30
lengths_hours = {json.dumps(lengths)}
break_spacing_minutes = 60
{BREAKS}
"""
