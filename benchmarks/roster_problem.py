"""A seeded rostering problem as real teams have it: contracts, availability, a two-peak day, breaks inside shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from wfm.intervals import IntervalGrid, WeekWindows
from wfm.roster.problem import shortfall_steps
from wfm.roster.rules import rules_from
from wfm.types import Agent, Availability, BreakRule, Contract, DateRange, RosterProblem, ShiftFamily, Weights

MONDAY = date(2026, 11, 16)
ZONE = "Europe/Amsterdam"
# Hours a week, share of the team, days a week.
CONTRACTS = ((40, 0.30, 5), (36, 0.15, 5), (32, 0.25, 5), (24, 0.20, 4), (20, 0.10, 4))
PATTERNS = (
    ("mon-sat 07:00-21:00", 0.45),
    ("mon-fri 07:00-21:00", 0.15),
    ("mon-sat 07:00-17:30", 0.12),
    ("mon-sat 11:00-21:00", 0.12),
    ("mon,tue,thu,fri,sat 07:00-21:00", 0.08),
    ("mon-wed 07:00-21:00; thu-sat 08:00-18:00", 0.08),
)
SHARE_SCARCE = 0.93  # people's productive hours over the hours required: a little too few, as planners know it


@dataclass(frozen=True)
class Size:
    """How large a problem to make."""

    agents: int
    works: int
    days: int
    seed: int
    minutes: int = 15


def day_family() -> ShiftFamily:
    """Shifts of 4 to 9 hours from 07:00 to 15:00, each half hour, with two breaks and a meal."""
    breaks = (
        BreakRule("break", 15, paid=True, min_shift_minutes=240, max_shift_minutes=329, latest_minutes=60),
        BreakRule("break", 15, True, 330, 1440, earliest_minutes=60, latest_minutes=240),
        BreakRule("meal", 30, False, 330, 1440, earliest_minutes=150, latest_minutes=120),
        BreakRule("break", 15, True, 480, 1440, earliest_minutes=300, latest_minutes=60),
    )
    lengths = (240, 300, 360, 420, 480, 510, 540)
    return ShiftFamily("day", (0, 1, 2, 3, 4, 5), 7 * 60, 16 * 60, 30, lengths, breaks, 60)


def contracts() -> dict[str, Contract]:
    """Contracts with two hours of room on either side."""
    return {
        f"{hours} h": Contract(f"{hours} h", hours, hours - 2, hours + 2, days, 4, 9) for hours, _, days in CONTRACTS
    }


def day_curve(slots: int, minutes: int) -> np.ndarray:
    """Required shape of a day from 08:00 to 20:00: a peak at 10:30, a lower one at 14:30, a quiet evening."""
    hour = (np.arange(slots) + 0.5) * minutes / 60
    curve = np.exp(-(((hour - 10.5) / 1.9) ** 2)) + 0.8 * np.exp(-(((hour - 14.6) / 2.4) ** 2)) + 0.18
    return np.where((hour >= 8) & (hour < 20), curve, 0.0)


def make_problem(size: Size) -> RosterProblem:
    """The problem of a size: the same for the same seed."""
    random = np.random.default_rng(size.seed)
    grid = IntervalGrid.days(MONDAY, size.days, ZONE, size.minutes)
    works = tuple(f"team {k + 1}" for k in range(size.works))
    agents, efficiency, home = _people(size, random, works)
    required = _required(size, grid, random, agents, home, works)
    weights = Weights()
    widths, prices = shortfall_steps(required, weights.short)
    return RosterProblem(
        grid=grid,
        works=works,
        required=required,
        shortfall_widths=widths,
        shortfall_prices=prices,
        agents=agents,
        contracts=contracts(),
        efficiency=efficiency,
        shifts=(day_family(),),
        rules=rules_from("nl-atw"),
        weights=weights,
        home=home,
    )


def _people(
    size: Size, random: np.random.Generator, works: tuple[str, ...]
) -> tuple[tuple[Agent, ...], dict[str, dict[str, float]], dict[str, str]]:
    names = [f"{hours} h" for hours, _, _ in CONTRACTS]
    agents, efficiency, home = [], {}, {}
    for i in range(size.agents):
        key = f"a{i + 1:04d}"
        own = works[i % len(works)]
        windows = str(random.choice([p for p, _ in PATTERNS], p=[s for _, s in PATTERNS]))
        leave: tuple[DateRange, ...] = ()
        if random.random() < 0.06:
            first = MONDAY + timedelta(days=int(random.integers(0, size.days)))
            leave = (DateRange(first, first + timedelta(days=int(random.integers(0, 5)))),)
        contract = str(random.choice(names, p=[s for _, s, _ in CONTRACTS]))
        # A third of the agents of a site with several kinds of work can do a second one.
        second = works[(i + 1 + int(random.integers(0, max(1, len(works) - 1)))) % len(works)]
        can = {own: 1.0}
        if len(works) > 1 and random.random() < 0.35:
            can[second] = 0.9
        efficiency[key], home[key] = can, own
        availability = Availability(WeekWindows.parse(windows), leave)
        agents.append(Agent(key, f"Agent {i + 1}", own, contract, tuple(can), availability))
    return tuple(agents), efficiency, home


def _required(
    size: Size,
    grid: IntervalGrid,
    random: np.random.Generator,
    agents: tuple[Agent, ...],
    home: dict[str, str],
    works: tuple[str, ...],
) -> np.ndarray:
    by_weekday = {0: 1.12, 1: 1.04, 2: 1.0, 3: 0.98, 4: 0.95, 5: 0.45, 6: 0.0}
    local = grid.index.tz_convert(ZONE)
    curve = day_curve(24 * 60 // size.minutes, size.minutes)
    shape = np.array([curve[(t.hour * 60 + t.minute) // size.minutes] * by_weekday[t.weekday()] for t in local])
    required = np.zeros((len(works), grid.count))
    for w, work in enumerate(works):
        hours = sum(float(a.contract.split()[0]) for a in agents if home[a.agent] == work) * size.days / 7
        noisy = shape * random.normal(1.0, 0.04, grid.count).clip(0.8, 1.2)
        # Breaks and meals take about 7 % of paid time.
        required[w] = noisy * (hours * 0.93 / SHARE_SCARCE) / (noisy.sum() * size.minutes / 60)
    return required
