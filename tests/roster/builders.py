"""Small plain rosters and problems for the tests of rostering."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from wfm.intervals import IntervalGrid, WeekWindows, local_instant, zone_of
from wfm.roster.rules import rules_from
from wfm.types import (
    Activity,
    ActivityKind,
    Agent,
    Availability,
    BreakRule,
    Contract,
    DateRange,
    OperatingModel,
    Plan,
    Requirement,
    Roster,
    RosterProblem,
    Rules,
    Shift,
    ShiftFamily,
    Shrinkage,
    Site,
    Weights,
    Work,
)

ZONE = "Europe/Amsterdam"
MONDAY = date(2026, 11, 16)
AUTUMN_SUNDAY = date(2026, 10, 25)  # 03:00 becomes 02:00
SPRING_SUNDAY = date(2026, 3, 29)  # 02:00 becomes 03:00

PAUSE = BreakRule("break", 15, True, 240, earliest_minutes=60, latest_minutes=60)
MEAL = BreakRule("meal", 30, False, 330, earliest_minutes=120, latest_minutes=90)
DAY = ShiftFamily("day", tuple(range(7)), 7 * 60, 16 * 60, 30, (240, 360, 480, 510, 540), (PAUSE, MEAL), 60)
NIGHT = ShiftFamily("night", tuple(range(7)), 21 * 60, 24 * 60, 30, (420, 480, 540), (PAUSE, MEAL), 60)
ANY = ShiftFamily("any", tuple(range(7)), 0, 47 * 60 + 45, 15, tuple(range(60, 1441, 15)))


def clock(text: str) -> int:
    """Minutes after midnight of ``08:30``; hours may pass 24."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def at(day: date, text: str, zone: str = ZONE) -> datetime:
    """The instant of a local time on (or after) a day."""
    return local_instant(day, clock(text), zone_of(zone))


def shift(agent: str, day: date, start: str, end: str, *breaks: tuple[str, int], work: str = "calls") -> Shift:
    """A shift of work with breaks ``("10:00", 15)``: 30 minutes or more are an unpaid meal, less a paid break.

    Times are local; an end or a break before the start lies on the next day.
    """
    first = clock(start)

    def instant(text: str) -> datetime:
        minute = clock(text)
        return local_instant(day, minute if minute > first else minute + 1440, zone_of(ZONE))

    now, last = at(day, start), instant(end)
    activities = []
    for begin, minutes in breaks:
        pause = instant(begin)
        if pause > now:
            activities.append(Activity(ActivityKind.WORK, now, pause, work))
        now = pause + timedelta(minutes=minutes)
        kind = ActivityKind.MEAL if minutes >= 30 else ActivityKind.BREAK
        activities.append(Activity(kind, pause, now, paid=minutes < 30))
    if now < last:
        activities.append(Activity(ActivityKind.WORK, now, last, work))
    return Shift(agent, day, tuple(activities))


def office(agent: str, day: date, start: str = "09:00", work: str = "calls") -> Shift:
    """The standard shift of family DAY: 8.5 hours with a paid break after two and an unpaid meal after four hours."""
    begin = clock(start)
    text = [f"{(begin + m) // 60:02d}:{(begin + m) % 60:02d}" for m in (120, 240, 510)]
    return shift(agent, day, start, text[2], (text[0], 15), (text[1], 30), work=work)


def night(agent: str, day: date, start: str = "22:00", hours: float = 8.0) -> Shift:
    """A night shift of family NIGHT: paid break after two and unpaid meal after four elapsed hours."""
    begin = at(day, start)
    end = local_instant(day, clock(start) + round(60 * hours), zone_of(ZONE))
    marks = [begin + timedelta(hours=2), begin + timedelta(hours=4)]
    pause, meal = marks[0] + timedelta(minutes=15), marks[1] + timedelta(minutes=30)
    return Shift(
        agent,
        day,
        (
            Activity(ActivityKind.WORK, begin, marks[0], "calls"),
            Activity(ActivityKind.BREAK, marks[0], pause),
            Activity(ActivityKind.WORK, pause, marks[1], "calls"),
            Activity(ActivityKind.MEAL, marks[1], meal, paid=False),
            Activity(ActivityKind.WORK, meal, end, "calls"),
        ),
    )


def full_time(**changes: object) -> Contract:
    """A contract of 40 hours, 32 to 48 a week, five days."""
    contract = Contract("full-time", 40, 32, 48, max_days_per_week=5, min_shift_hours=3, max_shift_hours=10)
    return replace(contract, **changes)  # type: ignore[arg-type]


def free_contract() -> Contract:
    """A contract that allows everything the law might forbid."""
    return Contract("full-time", 0, 0, 168, 7, 0.25, 24, 400)


def person(
    agent: str = "ann",
    *,
    available: str = "daily",
    leave: tuple[DateRange, ...] = (),
    skills: tuple[str, ...] = (),
    department: str = "sales",
    efficiency: float = 1.0,
    contract: str = "full-time",
) -> Agent:
    """A made-up agent who is always available."""
    availability = Availability(WeekWindows.parse(available), leave)
    return Agent(agent, agent.title(), department, contract, skills, availability, efficiency)


def problem(
    agents: tuple[Agent, ...] = (),
    *,
    first: date = MONDAY,
    days: int = 7,
    contract: Contract | None = None,
    shifts: tuple[ShiftFamily, ...] = (DAY, NIGHT),
    rules: Rules | None = None,
    past: tuple[Shift, ...] = (),
    locks: tuple[Shift, ...] = (),
    works: tuple[str, ...] = ("calls",),
    required: float = 2.0,
    minutes: int = 15,
    efficiency: dict[str, dict[str, float]] | None = None,
) -> RosterProblem:
    """A problem with the same requirement in every slot; everybody can do every work unless told."""
    people = agents or (person(),)
    grid = IntervalGrid.days(first, days, ZONE, minutes)
    needed = np.full((len(works), grid.count), required)
    contract = contract or full_time()
    return RosterProblem(
        grid=grid,
        works=works,
        required=needed,
        shortfall_widths=needed[:, :, None] * np.array([0.05, 0.1, 0.85]),
        shortfall_prices=np.ones((*needed.shape, 3)) * np.array([2.0, 4.0, 8.0]),
        agents=people,
        contracts={contract.name: contract},
        efficiency=efficiency or {a.agent: dict.fromkeys(works, a.efficiency) for a in people},
        shifts=shifts,
        rules=rules or rules_from("nl-atw"),
        weights=Weights(),
        past=Roster(past, ZONE) if past else None,
        locks=locks,
    )


def roster(*shifts: Shift) -> Roster:
    """A roster in the tests' zone."""
    return Roster(shifts, ZONE)


def plan(**changes: object) -> Plan:
    """A plan with one contract and one family, 10 % unplanned shrinkage and Dutch rules."""
    base = Plan(
        site=Site(ZONE),
        queues={},
        shrinkage=Shrinkage(planned={"leave": 0.2}, unplanned={"sickness": 0.1}),
        contracts={"full-time": full_time()},
        shifts=(DAY,),
        rules=rules_from("nl-atw"),
        weights=Weights(),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def pooled(*queues: str) -> OperatingModel:
    """One kind of work, "calls", that everybody can do."""
    return OperatingModel("pooled", (Work("calls", queues or ("sales/voice",)),))


def requirement(
    first: date = MONDAY,
    days: int = 7,
    *,
    minutes: int = 15,
    works: tuple[str, ...] = ("calls",),
    agents: float = 9.0,
    hours: tuple[int, int] | None = None,
    zone: str = ZONE,
) -> Requirement:
    """The same agents required in every interval of the days, or only between two local hours."""
    index = IntervalGrid.days(first, days, zone, minutes).index
    if hours:
        local = index.tz_convert(zone)
        index = index[(local.hour >= hours[0]) & (local.hour < hours[1])]
    frames = [
        pd.DataFrame({"work": work, "interval_start": index, "load_erlangs": agents * 0.8, "agents_required": agents})
        for work in works
    ]
    frame = pd.concat(frames, ignore_index=True).assign(
        fte_required=agents * 1.3, service_level=0.8, asa_seconds=20.0, occupancy=0.8
    )
    return Requirement(frame, minutes, zone)


def only(*names: str, preset: str = "nl-atw", **changes: dict[str, float]) -> Rules:
    """Just these rules of a preset, with their changes."""
    rules = rules_from(preset, changes)
    return replace(rules, by_name={name: rules.by_name[name] for name in names})


def broken_rules(made: Roster, posed: RosterProblem) -> set[str]:
    """Names of the rules that the checker finds broken."""
    from wfm.roster import check

    return {violation.rule for violation in check(made, posed)}
