"""A small made-up site on disk: two departments, ten weeks of half-hours, ten agents. Big enough for every stage."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

FIRST = date(2026, 9, 7)
MONDAY = FIRST + timedelta(weeks=10)
ZONE = "Europe/Amsterdam"

PLAN = """
[site]
name = "Small"
zone = "Europe/Amsterdam"
country = "NL"
interval_minutes = 30
[[department]]
name = "billing"
open = ["mon-fri 08:00-18:00"]
aht_seconds = 300
[[department]]
name = "claims"
open = ["mon-fri 08:00-18:00"]
aht_seconds = 360
[[queue]]
department = "billing"
channel = "voice"
[[queue]]
department = "billing"
channel = "email"
response_hours = 8
[[queue]]
department = "claims"
channel = "voice"
[shrinkage.unplanned]
sickness = 0.05
[shrinkage.planned]
leave = 0.1
[[contract]]
name = "32h"
hours_per_week = 32
max_days_per_week = 4
cost_per_hour = 30
[rules]
preset = "nl-atw"
[[shift]]
name = "day"
days = "mon-fri"
start = "08:00-09:30"
step_minutes = 30
lengths_hours = [8.5]
breaks = [{ kind = "meal", minutes = 30, paid = false, min_shift_hours = 5.5, earliest_hours = 3, latest_hours = 3 }]
[model.hybrid]
first_line_share = 0.7
"""


def write_site(folder):
    """plan.toml, history.csv and agents.csv in ``folder``."""
    (folder / "plan.toml").write_text(PLAN)
    _history().to_csv(folder / "history.csv", index=False)
    agents = ["agent,name,department,contract,skills"]
    agents += [f"b{i},Billing {i},billing,32h,billing" for i in range(6)]
    agents += [f"c{i},Claims {i},claims,32h,claims" for i in range(6)]
    (folder / "agents.csv").write_text("\n".join(agents) + "\n")
    return folder


def _history():
    rng = np.random.default_rng(7)
    starts = pd.date_range(FIRST, MONDAY, freq="30min", inclusive="left")
    opened = (starts.day_of_week < 5) & (starts.hour >= 8) & (starts.hour < 18)
    starts = starts[opened]
    shape = np.sin((starts.hour + starts.minute / 60 - 8) / 10 * np.pi) + 0.4
    parts = []
    for queue, level, aht in (("billing/voice", 14, 300), ("billing/email", 5, 420), ("claims/voice", 11, 360)):
        offered = rng.poisson(level * shape)
        seconds = np.where(offered > 0, aht + rng.integers(-20, 20, len(offered)), np.nan)
        parts.append(
            pd.DataFrame({"queue": queue, "interval_start": starts, "offered": offered, "aht_seconds": seconds})
        )
    return pd.concat(parts)
