"""The roster against the requirement, the rules, and the roster's price, as sections of the report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.intervals import IntervalGrid
from wfm.io.report_parts import Picture, Section, Table, number
from wfm.io.report_svg import FIRST, GRID, INK, MUTED, SECOND, figure, heat_colours, inline_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from wfm.types import RosterResult, Scenario


def roster_section(scenario: Scenario, zone: str) -> Section | None:
    """Required and scheduled agents by day, and where people are missing; None where there is no roster."""
    result = scenario.result
    if result is None or result.coverage is None:
        return None
    frame = _local(result.coverage.frame, zone)
    minutes = scenario.requirement.interval_minutes
    weeks = [frame[frame["week"] == week] for week in sorted(frame["week"].unique())]
    pictures = [_by_day(week, minutes, f"days-{i}") for i, week in enumerate(weeks)]
    for i, week in enumerate(weeks):
        for j, (work, part) in enumerate(week.groupby("work")):
            pictures.append(_strip(str(work), part, (zone, minutes), f"strip-{i}-{j}"))
    text = (
        f"Operating model: {scenario.model}. Required are people to roster, unplanned absence included; "
        f"{result.coverage.covered_share:.1%} of what is required is covered."
    )
    return Section("roster", "Required and scheduled", (text,), tuple(pictures))


def _local(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    wall = frame["interval_start"].dt.tz_convert(zone).dt.tz_localize(None)
    day = wall.dt.normalize()
    monday = day - pd.to_timedelta(day.dt.day_of_week, unit="D")
    return frame.assign(day=day, week=monday)


def _by_day(frame: pd.DataFrame, minutes: int, prefix: str) -> Picture:
    """One small panel a day: scheduled as an area, required as a line."""
    totals = frame.groupby(["day", "interval_start"])[["required", "scheduled"]].sum()
    days = list(totals.index.get_level_values("day").unique())
    top = 1.08 * float(totals.to_numpy().max(initial=1.0))
    lines = -(-len(days) // 2)
    with figure(9, 0.5 + 1.6 * lines) as drawn:
        panels = drawn.subplots(lines, 2, squeeze=False).ravel()
        for axes, day in zip(panels, days, strict=False):
            part = totals.loc[day]
            hours = np.arange(len(part) + 1) * minutes / 60
            axes.stairs(part["scheduled"], hours, fill=True, color=FIRST, alpha=0.35, label="scheduled")
            axes.stairs(part["required"], hours, color=SECOND, linewidth=1.3, label="required")
            axes.set_title(f"{day:%a %d %b}")
            axes.set_ylim(0, top)
            _hours(axes, day, hours[-1])
        for axes in panels[len(days) :]:
            axes.remove()
        handles, labels = panels[0].get_legend_handles_labels()
        drawn.legend(handles, labels, ncols=2, loc="outside upper left")
        svg = inline_svg(drawn, prefix, "Agents required and scheduled, a panel a day; numbers below.")
    return Picture(svg, "Agents required and scheduled, all kinds of work together.", (_day_table(frame, minutes),))


def _day_table(frame: pd.DataFrame, minutes: int) -> Table:
    """Hours by day; missing and spare hours are counted within each kind of work, where people cannot stand in."""
    hours = minutes / 60
    each = frame.assign(
        missing=(frame["required"] - frame["scheduled"]).clip(lower=0), spare=frame["net"].clip(lower=0)
    )
    rows = []
    for day, part in each.groupby("day"):
        required, missing = float(part["required"].sum()) * hours, float(part["missing"].sum()) * hours
        peak = float(part.groupby("interval_start")["required"].sum().max())
        values = (
            number(peak, ".1f"),
            number(required),
            number(float(part["scheduled"].sum()) * hours),
            number(missing, ",.1f"),
            number(float(part["spare"].sum()) * hours, ",.1f"),
            number(1 - missing / required if required else None, ".1%"),
        )
        rows.append((f"{day:%a %d %b}", *values))
    header = ("Day", "peak required", "hours required", "hours scheduled", "hours missing", "hours spare", "covered")
    return Table("Requirement and roster by day", header, tuple(rows))


def _strip(work: str, frame: pd.DataFrame, where: tuple[str, int], prefix: str) -> Picture:
    """Days by time of day: where people are missing and where they are spare."""
    zone, minutes = where
    ordered = frame.sort_values("interval_start")
    days = pd.DatetimeIndex(sorted(ordered["day"].unique()))
    net = {day: ordered.loc[ordered["day"] == day, "net"].to_numpy(dtype=float) for day in days}
    clocks = {day: _clock_hours(day.date(), zone, minutes) for day in net}
    width = max(len(values) for values in net.values())
    cells = np.full((len(net), width), np.nan)
    for row, values in enumerate(net.values()):
        cells[row, : len(values)] = values
    limit = max(1.0, float(np.nanquantile(np.abs(cells), 0.99)))
    with figure(9, 0.9 + 0.32 * len(net)) as drawn:
        axes = drawn.subplots()
        mesh = axes.pcolormesh(
            np.arange(width + 1) * minutes / 60,
            np.arange(len(net) + 1),
            np.ma.masked_invalid(cells),
            cmap=heat_colours(),
            vmin=-limit,
            vmax=limit,
            antialiased=False,
        )
        axes.set_yticks(np.arange(len(net)) + 0.5, [f"{day:%a %d}" for day in net])
        axes.invert_yaxis()
        axes.grid(visible=False)
        _hours(axes, next(iter(net)), width * minutes / 60)
        bar = drawn.colorbar(mesh, ax=axes, pad=0.01)
        bar.set_label("missing | spare agents", color=INK)
        bar.outline.set_edgecolor(GRID)
        svg = inline_svg(drawn, prefix, f"Net agents of {work} by day and time of day; numbers below.")
    caption = f"{work}: agents scheduled less agents required. Orange is missing, blue is spare."
    return Picture(svg, caption, (_hour_table(work, net, clocks),))


def _clock_hours(day: date, zone: str, minutes: int) -> NDArray[np.int64]:
    """The local hour on the clock of each interval of a day; an hour repeats or is absent when the clock changes."""
    return IntervalGrid.days(day, 1, zone, minutes).index.tz_convert(zone).hour.to_numpy()


def _hour_table(
    work: str, net: dict[pd.Timestamp, NDArray[np.float64]], clocks: dict[pd.Timestamp, NDArray[np.int64]]
) -> Table:
    rows = []
    for hour in range(24):
        cells = []
        for day, values in net.items():
            inside = values[clocks[day][: len(values)] == hour]
            cells.append(number(float(inside.mean()) if len(inside) else None, "+.1f"))
        if any(cell not in {"+0.0", "–"} for cell in cells):
            rows.append((f"{hour:02d}:00", *cells))
    header = ("Hour", *(f"{day:%a %d}" for day in net))
    return Table(f"Net agents of {work}, mean of each hour", header, tuple(rows))


def _hours(axes: Axes, day: pd.Timestamp, until: float) -> None:
    """Hours since midnight on the axis: on a day of 23 or 25 hours they are elapsed hours, and the axis says so."""
    axes.set_xlim(0, until)
    axes.set_xticks(np.arange(0, until + 0.1, 3), [f"{h:.0f}" for h in np.arange(0, until + 0.1, 3)])
    if until != 24:
        axes.set_xlabel(f"hours since midnight of {day:%a %d %b} (the clock changes)", color=MUTED)


def rules_section(result: RosterResult) -> Section:
    """Broken rules, people without a roster, and how the roster's price adds up."""
    found = tuple(
        (v.rule, v.kind, v.agent, v.date.isoformat() if v.date else "–", v.message) for v in result.violations
    )
    tables = []
    if found:
        tables.append(Table("Broken rules", ("Rule", "kind", "agent", "day", "what is wrong"), found, texts=True))
    if result.not_rostered:
        rows = tuple((n.agent, ", ".join(n.rules), n.reason) for n in result.not_rostered)
        tables.append(Table("Not rostered", ("Agent", "rules that clash", "why"), rows, texts=True))
    terms = tuple((name, number(value, ",.1f")) for name, value in result.terms.items())
    if terms:
        tables.append(Table("What the roster costs, in units of the weights", ("Term", "value"), terms))
    gap = f"at most {result.gap:.2%} above the proven bound" if result.gap is not None else "no bound was proven"
    missing = len(result.not_rostered)
    who = f"{_count(missing, 'agent')} could not be rostered" if missing else "everybody was rostered"
    broken = _count(len(result.violations), "broken rule")
    text = f"Status: {result.status}; {gap}. The independent checker found {broken}; {who}."
    return Section("rules", "Rules and price", (text,), (), tuple(tables))


def _count(count: int, word: str) -> str:
    return f"{count or 'no'} {word}{'' if count == 1 else 's'}"


def week_text(frame: pd.DataFrame, zone: str) -> str:
    """The local days that a frame of intervals covers, in words."""
    days = frame["interval_start"].dt.tz_convert(zone).dt.date
    first, last = days.min(), days.max()
    if first == last:
        return f"{first:%d %B %Y}"
    if (last - first) == timedelta(days=6) and first.weekday() == 0:
        return f"Week of {first:%d %B %Y}"
    return f"{first:%d %B %Y} to {last:%d %B %Y}"
