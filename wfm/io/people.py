"""agents.csv: who works, on which contract, with which skills, when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.errors import ConfigError, DataError
from wfm.intervals import WeekWindows
from wfm.io.interval_frames import lacking
from wfm.io.numbers import read_numbers
from wfm.io.render import write_frame
from wfm.io.tables import Column, Table, read_table
from wfm.types import Agent, Availability, DateRange

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date
    from pathlib import Path
    from typing import TypeVar

    T = TypeVar("T")

COLUMNS = (
    "agent", "name", "department", "contract", "skills", "efficiency", "available", "leave", "cost_per_hour", "pattern",
)  # fmt: skip
REQUIRED = ("agent", "contract")


def read_agents(path: str | Path) -> tuple[Agent, ...]:
    """The agents of a file, in its order.

    Only ``agent`` and ``contract`` are required. Where a column is absent or a cell blank: ``name`` is the agent,
    ``department`` none, ``skills`` the department, ``efficiency`` 1, ``available`` always, ``leave`` none and
    ``cost_per_hour`` that of the contract. ``skills`` and ``leave`` are lists separated by semicolons; leave holds
    days (``2026-11-16``) and ranges (``2026-11-16..2026-11-22``, both included); ``available`` holds rules such as
    ``mon-fri 08:00-17:00``; ``pattern`` names a pattern of the plan, ``early-late+1`` one week ahead of it.

    Raises:
        DataError: A cell cannot be read, or an agent stands twice; the error names row and column.
    """
    table = read_table(path, lacking(REQUIRED))
    for name in REQUIRED:
        table.refuse(table[name].blank, table[name], "the cell is blank", f"Fill in the {name}.")
    identities = _texts(table, "agent")
    again = pd.Series(identities).duplicated().to_numpy()
    table.refuse(again, table["agent"], "the agent stands twice in the file", "Keep one row an agent.")
    departments = _texts(table, "department")
    no_skills: tuple[str, ...] = ()
    no_leave: tuple[DateRange, ...] = ()
    skills = _each(table, "skills", _list, no_skills)
    leave = _each(table, "leave", parse_leave, no_leave)
    windows = _each(table, "available", WeekWindows.parse, WeekWindows.always())
    efficiency = _efficiency(table)
    no_pattern = ("", 0)
    patterns = _each(table, "pattern", parse_pattern, no_pattern)
    cost = read_numbers(table, table["cost_per_hour"]) if "cost_per_hour" in table else np.full(table.count, np.nan)
    names, contracts = _texts(table, "name"), _texts(table, "contract")
    return tuple(
        Agent(
            agent=identities[i],
            name=names[i] or identities[i],
            department=departments[i],
            contract=contracts[i],
            skills=skills[i] or ((departments[i],) if departments[i] else ()),
            availability=Availability(windows[i], leave[i]),
            efficiency=float(efficiency[i]),
            cost_per_hour=None if np.isnan(cost[i]) else float(cost[i]),
            pattern=patterns[i][0],
            pattern_week=patterns[i][1],
        )
        for i in range(table.count)
    )


def _efficiency(table: Table) -> list[float]:
    if "efficiency" not in table:
        return [1.0] * table.count
    numbers = read_numbers(table, table["efficiency"])
    numbers = np.where(np.isnan(numbers), 1.0, numbers)
    remedy = "It is a factor above 0 and up to 2: 1 is the team's average. Write 80 % as 0.8."
    table.refuse((numbers <= 0) | (numbers > 2), table["efficiency"], "the efficiency is out of range", remedy)
    return [float(number) for number in numbers]


def _texts(table: Table, name: str) -> list[str]:
    if name not in table:
        return [""] * table.count
    texts = table[name].texts()
    return [texts[code] for code in table[name].codes]


def _each(table: Table, name: str, read: Callable[[str], T], default: T) -> list[T]:
    """Each record's cell, read once a distinct text; ``default`` where it is blank or the column absent."""
    if name not in table:
        return [default] * table.count
    column: Column = table[name]
    values: list[T] = []
    for code, text in enumerate(column.texts()):
        try:
            values.append(read(text) if text else default)
        except (ConfigError, ValueError) as error:
            table.refuse(column.codes == code, column, str(error).rstrip("."))
            values.append(default)
    return [values[code] for code in column.codes]


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


# What is wrong with days that :func:`parse_leave` cannot read, and what to do.
NO_DAYS = ("this is neither a day nor a range of days in order", "Write 2026-11-16 or 2026-11-16..2026-11-22.")


def parse_leave(text: str) -> tuple[DateRange, ...]:
    """Days and ranges of leave, separated by semicolons: ``2026-11-16; 2026-12-21..2026-12-24``.

    Raises:
        ConfigError: A part cannot be read, or a range ends before it begins.
    """
    return tuple(_range(part) for part in _list(text))


def parse_pattern(text: str) -> tuple[str, int]:
    """The name of a pattern and how many weeks ahead: ``early-late+1``."""
    name, plus, weeks = text.rpartition("+")
    return (name.strip(), int(weeks)) if plus and weeks.strip().isdigit() else (text.strip(), 0)


def _range(text: str) -> DateRange:
    first, _, last = text.partition("..")
    return DateRange(_day(first, text), _day(last or first, text))


def _day(text: str, whole: str) -> date:
    from datetime import datetime

    try:
        return datetime.strptime(text.strip()[:10], "%Y-%m-%d").date()  # noqa: DTZ007 - a local day, no instant
    except ValueError:
        raise ConfigError(f"cannot read the days {whole!r}. Write 2026-11-16 or 2026-11-16..2026-11-22.") from None


def write_agents(agents: Iterable[Agent], path: str | Path) -> None:
    """Write agents with the columns of agents.csv; whole or not at all.

    Raises:
        DataError: A skill holds a semicolon, which separates skills; or the file cannot be written.
    """
    rows = []
    for agent in agents:
        if any(";" in skill for skill in agent.skills):
            remedy = "A semicolon separates skills: rename the queue."
            raise DataError(f"a skill of {agent.agent} holds a semicolon", value=agent.skills, remedy=remedy)
        windows = agent.availability.windows
        always = windows == WeekWindows.always()
        rows.append(
            {
                "agent": agent.agent,
                "name": agent.name,
                "department": agent.department,
                "contract": agent.contract,
                "skills": ";".join(agent.skills),
                "efficiency": agent.efficiency,
                "available": "" if always else str(windows),
                "leave": ";".join(_days_of(span) for span in agent.availability.leave),
                "cost_per_hour": np.nan if agent.cost_per_hour is None else agent.cost_per_hour,
                "pattern": f"{agent.pattern}+{agent.pattern_week}" if agent.pattern_week else agent.pattern,
            }
        )
    write_frame(pd.DataFrame(rows, columns=list(COLUMNS)), path, "UTC")


def _days_of(span: DateRange) -> str:
    return f"{span.first}" if span.first == span.last else f"{span.first}..{span.last}"


def check_skills(agents: Iterable[Agent], known: Collection[str]) -> None:
    """Refuse an agent with a skill that is the name of no queue and no department.

    Raises:
        DataError: Names the agent, the skill and those that are known.
    """
    for agent in agents:
        for skill in agent.skills:
            if skill not in known:
                remedy = (
                    f"Correct it in the agents file or add the queue to the plan. Known: {', '.join(sorted(known))}."
                )
                raise DataError(
                    f"agent {agent.agent} has an unknown skill", column="skills", value=skill, remedy=remedy
                )
