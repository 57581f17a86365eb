"""Simulated service by queue, who loses, and bad weeks, as sections of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.report_parts import Picture, Section
from wfm.io.report_svg import FIRST, GRID, INK, MARKERS, MUTED, SECOND, SERIES, figure, inline_svg
from wfm.io.study_service_tables import (
    changes,
    changes_table,
    simulated_table,
    stress_table,
    times_table,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from wfm.types.simulated_service import ServiceChange, ServiceFigures
    from wfm.types.study import Study

BAND = "Points are the mean of the simulated weeks, lines hold nine of ten weeks, the stroke is the goal."
VERDICT_MARKS = {True: ("v", SECOND, "loses"), False: ("^", FIRST, "gains"), None: ("o", MUTED, "may be chance")}


def service_sections(study: Study) -> list[Section]:
    """Service with bands, who loses, and resilience; none where nothing was simulated."""
    if not study.simulated:
        return []
    found = [_service_section(study)]
    if changes(study):
        found.append(_losers_section(study))
    if any(s.simulated and s.simulated.stresses for s in study.simulated):
        found.append(_stress_section(study))
    return found


def _service_section(study: Study) -> Section:
    simulated = study.simulated[0].simulated
    assert simulated is not None  # noqa: S101 - the caller has looked
    text = (
        f"The roster of each model played {simulated.replications} times against contacts drawn from the forecast, the "
        f"same contacts and random numbers for every model; {simulated.absence:.1%} of the shifts fall out. A contact "
        "counts where it comes first, wherever it is served."
    )
    pictures = [Picture(_by_queue(study), BAND, simulated_table(study, "queues").text())]
    if any(s.simulated and s.simulated.times for s in study.simulated):
        caption = "Service level by time of day, all days together; the shade holds nine of ten weeks."
        pictures.append(Picture(_by_time(study), caption, times_table(study).text()))
    tables = (simulated_table(study, "departments").text(), simulated_table(study, "works").text())
    return Section("service", "Service by queue, simulated", (text,), tuple(pictures), tables)


def _by_queue(study: Study) -> str:
    """A row a queue, a point with its band a model."""
    found = [{f.name: f for f in s.simulated.queues} for s in study.simulated if s.simulated is not None]
    names = list(dict.fromkeys(name for figures in found for name in figures))
    step = 0.7 / max(1, len(found))
    with figure(9, 0.8 + len(names) * (0.14 + 0.13 * len(found))) as drawn:
        axes = drawn.subplots()
        for k, (scenario, figures) in enumerate(zip(study.simulated, found, strict=True)):
            places = np.arange(len(names)) + (k - (len(found) - 1) / 2) * step
            shown = [(y, figures[n]) for y, n in zip(places, names, strict=True) if n in figures]
            _points(axes, shown, SERIES[k % len(SERIES)], MARKERS[k % len(MARKERS)], scenario.model)
        for y, name in enumerate(names):
            goal = next((f[name].goal for f in found if name in f), None)
            if goal is not None:
                axes.plot([goal, goal], [y - 0.45, y + 0.45], color=INK, linewidth=1)
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.5, -0.5)
        _share_axis(axes)
        axes.legend(ncols=len(found), loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
        return inline_svg(drawn, "service", "Simulated service level of each queue with bands; numbers below.")


def _points(axes: Axes, shown: list[tuple[float, ServiceFigures]], colour: str, marker: str, label: str) -> None:
    for y, figures in shown:
        if figures.service_level_low is not None and figures.service_level_high is not None:
            axes.plot([figures.service_level_low, figures.service_level_high], [y, y], color=colour, linewidth=1.6)
    known = [(figures.service_level, y) for y, figures in shown if figures.service_level is not None]
    axes.plot([x for x, _ in known], [y for _, y in known], marker, color=colour, markersize=4.5, label=label)


def _share_axis(axes: Axes) -> None:
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g}%")


def _by_time(study: Study) -> str:
    names = list(dict.fromkeys(f.name for s in study.simulated if s.simulated for f in s.simulated.times))
    with figure(9, 2.6) as drawn:
        axes = drawn.subplots()
        for k, scenario in enumerate(study.simulated):
            assert scenario.simulated is not None  # noqa: S101 - that is what study.simulated is
            colour = SERIES[k % len(SERIES)]
            shown = [(names.index(f.name), f) for f in scenario.simulated.times if f.service_level is not None]
            xs = [x for x, _ in shown]
            axes.plot(
                xs,
                [float(f.service_level or 0) for _, f in shown],
                color=colour,
                marker=MARKERS[k % len(MARKERS)],
                markersize=4,
                label=scenario.model,
            )
            banded = [(x, f) for x, f in shown if f.service_level_low is not None and f.service_level_high is not None]
            axes.fill_between(
                [x for x, _ in banded],
                [float(f.service_level_low or 0) for _, f in banded],
                [float(f.service_level_high or 0) for _, f in banded],
                color=colour,
                alpha=0.15,
                linewidth=0,
            )
        axes.set_xticks(range(len(names)), [name.split("-")[0] for name in names])
        axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g}%")
        axes.legend(ncols=len(study.simulated), loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
        return inline_svg(drawn, "times", "Simulated service level by time of day with bands; numbers below.")


def _losers_section(study: Study) -> Section:
    certain = [(model, c) for model, c in changes(study) if c.loses]
    pictures = []
    for kind, title in (("department", "departments"), ("queue", "queues"), ("time of day", "times of day")):
        found = changes(study, kind)
        if found:
            caption = f"Change of the service level by {title}, with its 95 % interval."
            pictures.append(Picture(_changes(found, kind), caption, changes_table(_only(study, kind)).text()))
    return Section("losers", "Who loses", (_who(certain, study),), tuple(pictures))


def _only(study: Study, kind: str) -> Study:
    """The study with the changes of one kind alone."""
    from dataclasses import replace

    return replace(
        study,
        scenarios=tuple(
            s
            if s.simulated is None
            else replace(
                s, simulated=replace(s.simulated, changes=tuple(c for c in s.simulated.changes if c.kind == kind))
            )
            for s in study.scenarios
        ),
    )


def _who(certain: list[tuple[str, ServiceChange]], study: Study) -> str:
    if not certain:
        return f"Against {study.models[0]} nobody certainly loses: every fall in service may be chance."
    worst = "; ".join(f"{c.name} under {model} ({c.before:.1%} to {c.after:.1%})" for model, c in certain[:5])
    more = f" and {len(certain) - 5} more" if len(certain) > 5 else ""
    return f"Against {study.models[0]} these certainly get worse service, the worst first: {worst}{more}."


def _changes(found: list[tuple[str, ServiceChange]], kind: str) -> str:
    """A row a name and model: the change in points with its interval; the mark tells whether it is certain."""
    names = list(dict.fromkeys(c.name for _, c in found))
    if kind == "time of day":
        names.sort()
    models = list(dict.fromkeys(model for model, _ in found))
    step = 0.7 / len(models)
    seen: set[str] = set()
    with figure(9, 0.8 + len(names) * (0.14 + 0.13 * len(models))) as drawn:
        axes = drawn.subplots()
        for model, c in found:
            y = names.index(c.name) + (models.index(model) - (len(models) - 1) / 2) * step
            marker, colour, label = VERDICT_MARKS[c.loses]
            axes.plot([c.low, c.high], [y, y], color=colour, linewidth=1.6)
            axes.plot([c.change], [y], marker, color=colour, markersize=5, label=None if label in seen else label)
            seen.add(label)
            if len(models) > 1:
                axes.annotate(
                    model,
                    (max(c.high, c.change), y),
                    xytext=(4, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=7,
                    color=MUTED,
                )
        axes.axvline(0, color=INK, linewidth=0.8)
        for y in range(1, len(names)):
            axes.axhline(y - 0.5, color=GRID, linewidth=0.5)
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.5, -0.5)
        _share_axis(axes)
        axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:+.3g}" if value else "0")
        axes.set_xlabel("percentage points of service level")
        axes.legend(ncols=3, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
        name = f"change-{kind}".replace(" ", "-")
        return inline_svg(drawn, name, f"Change of the service level by {kind}; numbers below.")


def _stress_section(study: Study) -> Section:
    meanings = dict.fromkeys(
        f"{t.name}: {t.meaning}." for s in study.simulated if s.simulated for t in s.simulated.stresses
    )
    caption = "The hollow point is the usual week, the full one the bad week with the band of nine of ten."
    picture = Picture(_stresses(study), caption, stress_table(study).text())
    return Section("resilience", "Resilience", tuple(meanings), (picture,))


def _stresses(study: Study) -> str:
    rows = [(s, t, k) for k, s in enumerate(study.simulated) if s.simulated for t in s.simulated.stresses]
    names = list(dict.fromkeys(t.name for _, t, _ in rows))
    rows.sort(key=lambda row: names.index(row[1].name))
    with figure(9, 0.7 + 0.3 * len(rows)) as drawn:
        axes = drawn.subplots()
        for y, (_, stress, k) in enumerate(rows):
            usual, bad = stress.usual, stress.stressed
            if usual.service_level is None or bad.service_level is None:
                continue
            colour = SERIES[k % len(SERIES)]
            axes.plot([usual.service_level, bad.service_level], [y, y], color=colour, linewidth=0.8, linestyle=":")
            if bad.service_level_low is not None and bad.service_level_high is not None:
                axes.plot([bad.service_level_low, bad.service_level_high], [y, y], color=colour, linewidth=2)
            axes.plot(usual.service_level, y, "o", markerfacecolor="none", markeredgecolor=colour, markersize=6)
            axes.plot(bad.service_level, y, "o", color=colour, markersize=6)
            text = f"{usual.service_level:.1%} to {bad.service_level:.1%}"
            right = max(usual.service_level, bad.service_level, bad.service_level_high or 0)
            axes.annotate(text, (right, y), xytext=(8, 0), textcoords="offset points", va="center")
        axes.set_yticks(range(len(rows)), [f"{stress.name}: {s.model}" for s, stress, _ in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.margins(x=0.15)
        _share_axis(axes)
        return inline_svg(drawn, "resilience", "Service level in usual and bad weeks; numbers below.")
