"""Agents, plan and events: committed as generated, consistent with each other, and workable."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from sample_data.generate import SEED, events_csv
from sample_data.organisation import CHANNELS, DEPARTMENTS, PLANNED_MONDAY
from sample_data.people import COLUMNS, agents_csv, draw_people
from sample_data.plan import plan_toml
from sample_data.special_days import OUTAGE_DAY
from wfm.intervals import WeekWindows
from wfm.io.plan_file import read_plan
from wfm.types import Contract, Plan, ShiftFamily

FOLDER = Path(__file__).parents[2] / "sample_data"
REST_MINUTES = 11 * 60


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (FOLDER / "agents.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(FOLDER / "plan.toml")


def test_the_small_files_are_what_the_generator_makes() -> None:
    assert (FOLDER / "agents.csv").read_text(encoding="utf-8") == agents_csv(SEED)
    assert (FOLDER / "plan.toml").read_text(encoding="utf-8") == plan_toml()
    assert (FOLDER / "events.csv").read_text(encoding="utf-8") == events_csv()


def test_another_seed_gives_other_people() -> None:
    assert draw_people(SEED) != draw_people(SEED + 1)


def test_there_are_140_agents_with_names_of_their_own(rows: list[dict[str, str]]) -> None:
    assert len(rows) == 140
    assert tuple(rows[0]) == COLUMNS
    assert len({r["agent"] for r in rows}) == len({r["name"] for r in rows}) == 140
    assert {r["contract"] for r in rows} == {"40h", "36h", "32h", "24h", "20h"}


def test_every_skill_and_department_is_known(rows: list[dict[str, str]]) -> None:
    departments = {d.name for d in DEPARTMENTS}
    known = departments | {f"{d}/{c}" for d in departments for c in CHANNELS}
    for row in rows:
        assert row["department"] in departments
        assert set(row["skills"].split(";")) <= known
        assert 0 < float(row["efficiency"]) <= 2


def test_about_six_percent_of_the_hours_of_the_planned_week_are_leave(rows: list[dict[str, str]], plan: Plan) -> None:
    credited = sum(
        _leave_days(r, plan.contracts[r["contract"]]) * plan.contracts[r["contract"]].leave_day_hours for r in rows
    )
    hours = sum(plan.contracts[r["contract"]].hours_per_week for r in rows)
    assert 0.05 < credited / hours < 0.08


def test_the_plan_has_twenty_queues_and_serves_them_as_promised(plan: Plan) -> None:
    assert set(plan.queues) == {f"{d.name}/{c}" for d in DEPARTMENTS for c in CHANNELS}
    assert all(plan.queues[q].is_deferred == q.endswith(("/messaging", "/email", "/social")) for q in plan.queues)
    assert plan.queues["claims/chat"].concurrency == 3
    assert plan.queues["billing/voice"].open_on_holidays == WeekWindows(())
    assert set(plan.models) == {"departmental", "pooled", "hybrid"}
    assert plan.rules.preset == "nl-atw"


def test_announced_days_fall_in_the_history_and_the_planned_week() -> None:
    with (FOLDER / "events.csv").open(encoding="utf-8", newline="") as file:
        events = list(csv.DictReader(file))
    kinds = {e["kind"] for e in events}
    assert kinds == {"campaign", "school_holiday", "outage"}
    assert {e["date"] for e in events if e["kind"] == "outage"} == {str(OUTAGE_DAY)}
    planned = [e for e in events if 0 <= (date.fromisoformat(e["date"]) - PLANNED_MONDAY).days < 7]
    assert {e["name"] for e in planned} == {"renewal mailing"}
    assert all(q.startswith("contracts/") for e in planned for q in e["queues"].split(";"))


def test_every_agent_has_a_week_that_reaches_the_contract_hours(rows: list[dict[str, str]], plan: Plan) -> None:
    checked: dict[tuple[str, ...], bool] = {}
    for row in rows:
        key = (row["available"], row["contract"], row["leave"])
        if key not in checked:
            checked[key] = _has_a_week(row, plan)
        assert checked[key], row


def test_the_week_check_refuses_what_cannot_be(rows: list[dict[str, str]], plan: Plan) -> None:
    full_time = next(r for r in rows if r["contract"] == "40h" and not r["leave"])
    assert not _has_a_week({**full_time, "available": "mon-tue 08:00-18:00"}, plan)
    assert not _has_a_week({**full_time, "available": "mon-fri 08:00-11:00"}, plan)


def _leave_days(row: dict[str, str], contract: Contract) -> int:
    return min(contract.max_days_per_week, sum(day.weekday() < 5 for day in _leave(row)))


def _leave(row: dict[str, str]) -> set[date]:
    days: set[date] = set()
    for part in filter(None, row["leave"].split(";")):
        first, _, last = part.partition("..")
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        days |= {start + timedelta(days=i) for i in range((end - start).days + 1)}
    return {d for d in days if 0 <= (d - PLANNED_MONDAY).days < 7}


def _has_a_week(row: dict[str, str], plan: Plan) -> bool:
    """Whether days can be chosen that respect availability, rest, days a week and the hours of the contract.

    For every number of days and paid hours so far the earliest end of the last shift is kept: an earlier end never
    allows less.
    """
    contract, leave = plan.contracts[row["contract"]], _leave(row)
    credited = _leave_days(row, contract)
    least = contract.min_hours_per_week - credited * contract.leave_day_hours
    most = contract.max_hours_per_week - credited * contract.leave_day_hours
    reached: dict[tuple[int, int], int] = {(credited, 0): -REST_MINUTES}
    for weekday in range(7):
        if PLANNED_MONDAY + timedelta(days=weekday) in leave:
            continue
        after = dict(reached)
        for (days, paid), last_end in reached.items():
            if days == contract.max_days_per_week:
                continue
            for start, end, minutes in _shifts(WeekWindows.parse(row["available"]), weekday, contract, plan.shifts):
                state = (days + 1, paid + minutes)
                absolute = weekday * 1440
                if absolute + start - last_end >= REST_MINUTES:
                    after[state] = min(after.get(state, 1 << 30), absolute + end)
        reached = after
    return any(least <= paid / 60 <= most for _, paid in reached)


def _shifts(
    available: WeekWindows, weekday: int, contract: Contract, families: tuple[ShiftFamily, ...]
) -> set[tuple[int, int, int]]:
    found = set()
    for family in families:
        for window in available.windows:
            if weekday not in family.days or window.weekday != weekday:
                continue
            for start in range(family.earliest_start, family.latest_start + 1, family.step_minutes):
                for length in family.lengths_minutes:
                    fits = window.start <= start and start + length <= window.end
                    allowed = contract.min_shift_hours * 60 <= length <= contract.max_shift_hours * 60
                    if fits and allowed:
                        found.add((start, start + length, family.paid_minutes(length)))
    return found
