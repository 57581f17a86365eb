"""What the roster grid draws: the week as plain numbers, and the rows beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from web.formats import short_day
from web.timeline import timeline_of
from wfm.intervals import zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wfm.services.views import AgentRoster, RosterWeek, WorkCoverage
    from wfm.types import Shift

ALL = "all"


@dataclass(frozen=True, slots=True)
class Group:
    """The heading above a department's rows."""

    department: str
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """An agent's row: ``issues`` counts broken rules and a missing roster; ``shifts`` are those of the days shown."""

    person: AgentRoster
    shifts: tuple[Shift, ...]
    issues: int

    @property
    def filled(self) -> float:
        """Paid hours as a share of the contract's, for the bar beside the name; at most 1."""
        return min(1.0, self.person.paid_hours / self.person.contract_hours) if self.person.contract_hours else 0.0


def rows_of(view: RosterWeek, days: Sequence[date], department: str = ALL) -> list[Row]:
    """The rows to show, by department and name; on a single day by the time people start, those who are off last."""
    issues = Counter(v.agent for v in view.violations) + Counter(n.agent for n in view.not_rostered)
    rows = [
        Row(person, tuple(s for s in person.shifts if s.date in days), issues[person.agent])
        for person in view.agents
        if department in {ALL, person.department}
    ]
    by_name = sorted(rows, key=lambda r: (r.person.department, r.person.name, r.person.agent))
    return sorted(by_name, key=_starting) if len(days) == 1 else by_name


def _starting(row: Row) -> tuple[str, bool, bool, float]:
    """The order on a single day within a department: who works, by start; who is on leave; who is off."""
    first = row.shifts[0] if row.shifts else None
    return (
        row.person.department,
        first is None,
        first is not None and first.is_leave,
        first.start.timestamp() if first else 0.0,
    )


def with_headings(rows: Sequence[Row]) -> list[Group | Row]:
    """The rows with a heading before each department, where there is more than one."""
    counts = Counter(row.person.department for row in rows)
    if len(counts) < 2:
        return list(rows)
    lines: list[Group | Row] = []
    for row in rows:
        department = row.person.department
        if not lines or _department(lines[-1]) != department:
            lines.append(Group(department, counts[department]))
        lines.append(row)
    return lines


def _department(line: Group | Row) -> str:
    return line.department if isinstance(line, Group) else line.person.department


def coverage_of(view: RosterWeek, work: str = ALL) -> dict[str, list[float]]:
    """Required, scheduled, short and over, one an interval.

    ``short`` and ``over`` are added up over kinds of work, so a surplus on one never hides a shortage on another.
    """
    chosen: list[WorkCoverage] = [c for c in view.coverage if work in {ALL, c.work}]
    count = view.grid.count
    return {
        "required": [round(sum(c.required[i] for c in chosen), 2) for i in range(count)],
        "scheduled": [round(sum(c.scheduled[i] for c in chosen), 2) for i in range(count)],
        "short": [round(sum(max(0.0, -c.net[i]) for c in chosen), 2) for i in range(count)],
        "over": [round(sum(max(0.0, c.net[i]) for c in chosen), 2) for i in range(count)],
    }


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One interval of the table behind the coverage strip, in agents."""

    label: str
    required: float
    scheduled: float
    short: float
    over: float


def coverage_rows(view: RosterWeek, cover: dict[str, list[float]]) -> list[CoverRow]:
    """The intervals in which somebody is required or scheduled."""
    zone = zone_of(view.zone)
    rows = []
    for i, start in enumerate(
        view.grid.start + timedelta(minutes=view.grid.minutes * n) for n in range(view.grid.count)
    ):
        numbers = [cover[name][i] for name in ("required", "scheduled", "short", "over")]
        if any(numbers):
            local = start.astimezone(zone)
            rows.append(CoverRow(f"{short_day(local.date())} {local:%H:%M}", *numbers))
    return rows


def grid_data(view: RosterWeek, lines: Sequence[Group | Row], days: Sequence[date], work: str = ALL) -> dict[str, Any]:
    """Everything the grid's module draws, ready for JSON. Times are elapsed minutes since the week's first midnight."""
    line = timeline_of(view.days, view.zone)
    works = [c.work for c in view.coverage]
    cover = coverage_of(view, work)
    minutes = view.grid.minutes
    shifts = [shift for row in lines if isinstance(row, Row) for shift in row.shifts]
    busy = [(line.minute(s.start), line.minute(s.end)) for s in shifts if not s.is_leave]
    busy += [(i * minutes, (i + 1) * minutes) for i, r in enumerate(cover["required"]) if r > 0]
    latest = max((line.minute(s.end) for s in shifts), default=0)
    return {
        "minutes": minutes,
        "segments": line.segments(busy, days),
        "ticks": line.ticks(max(latest, view.grid.count * minutes)),
        "works": works,
        "coverage": cover,
        "rows": [
            {"name": row.person.name, "shifts": [_shift_data(shift, line.minute, works) for shift in row.shifts]}
            if isinstance(row, Row)
            else {"name": row.department, "shifts": []}
            for row in lines
        ],
    }


def _shift_data(shift: Shift, minute: Any, works: list[str]) -> dict[str, Any]:
    return {
        "day": shift.date.isoformat(),
        "start": minute(shift.start),
        "end": minute(shift.end),
        "leave": shift.is_leave,
        "paid": round(shift.paid_hours, 2),
        # arrays rather than objects: three thousand of them are most of the page
        "activities": [
            [a.kind.value, minute(a.start), minute(a.end), works.index(a.work) if a.work in works else None]
            for a in shift.activities
        ],
    }


def shortest_intervals(view: RosterWeek, days: Sequence[date], count: int = 8) -> list[tuple[str, int, float]]:
    """The intervals furthest below the requirement on the days shown: work, interval number and agents short."""
    line = timeline_of(view.days, view.zone)
    minutes = view.grid.minutes
    shown = [(a // minutes, b // minutes) for a, b in (line.bounds(d) for d in days)]
    found = [
        (c.work, i, -c.net[i])
        for c in view.coverage
        for first, last in shown
        for i in range(first, min(last, len(c.net)))
        if c.net[i] < -0.05
    ]
    return sorted(found, key=lambda f: -f[2])[:count]
