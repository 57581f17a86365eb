"""Heat maps of the report: when another model needs fewer agents, and who is served better or worse by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.io.report_svg import GRID, INK, MUTED, figure, heat_colours, inline_svg
from wfm.io.study_service_tables import change_map
from wfm.io.study_tables import saved_by_hour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from wfm.io.study_parts import Drawing
    from wfm.types.simulated_service import ServiceChange
    from wfm.types.study import Study

    Numbers = NDArray[np.float64]

BESIDE = 3  # maps in a row
MARKS = {True: " ▼", False: " ▲", None: ""}


def draw_saving(study: Study, drawing: Drawing) -> str:
    """A map a model, all on one scale: days across, hours down, in each cell the agents saved."""
    maps = {model: saved_by_hour(study, model) for model in drawing.models}
    cells = {model: np.array(rows, dtype=float) for model, (_, _, rows) in maps.items() if rows}
    limit = max(1.0, *(float(np.nanmax(np.abs(values))) for values in cells.values()))
    wide = min(BESIDE, len(cells))
    lines = -(-len(cells) // wide)
    hours = max(len(values) for values in cells.values())
    with figure(9, lines * (0.5 + 0.17 * hours)) as drawn:
        panels = drawn.subplots(lines, wide, squeeze=False, sharey=True).ravel()
        for axes, (model, values) in zip(panels, cells.items(), strict=False):
            days, clock, _ = maps[model]
            _map(axes, values, limit, [[_text(v) for v in row] for row in values], size=6.5)
            axes.set_title(model)
            axes.set_xticks(np.arange(len(days)) + 0.5, [f"{day:%a}"[:2] for day in days])
            axes.set_yticks(np.arange(len(clock)) + 0.5, [f"{hour:02d}" for hour in clock])
        for axes in panels[len(cells) :]:
            axes.set_visible(False)
        return inline_svg(drawn, "saving", drawing.label)


def draw_losers(study: Study, drawing: Drawing) -> str:
    """A row a department, queue and time of day, a column a model: the change in percentage points."""
    found = change_map(study)
    values = np.array(
        [
            [100 * changed[model].change if model in changed else np.nan for model in drawing.models]
            for changed in found.values()
        ]
    )
    texts = [[_change_text(changed.get(model)) for model in drawing.models] for changed in found.values()]
    limit = max(1.0, float(np.nanmax(np.abs(values))))
    with figure(9, 0.6 + 0.2 * len(values)) as drawn:
        axes = drawn.subplots()
        _map(axes, values, limit, texts, size=8)
        axes.set_xticks(np.arange(len(drawing.models)) + 0.5, drawing.models)
        axes.xaxis.tick_top()
        axes.set_yticks(np.arange(len(values)) + 0.5, [name for _, name in found])
        kinds = [kind for kind, _ in found]
        for row in range(1, len(kinds)):
            if kinds[row] != kinds[row - 1]:
                axes.axhline(row, color=INK, linewidth=1)
        return inline_svg(drawn, "losers", drawing.label)


def _map(axes: Axes, values: Numbers, limit: float, texts: list[list[str]], size: float) -> None:
    """Cells from orange (below nothing) over the page's ground to blue, with their texts; unknown ones stay empty."""
    axes.pcolormesh(
        np.ma.masked_invalid(values), cmap=heat_colours(0.6), vmin=-limit, vmax=limit, edgecolors=GRID, linewidth=0.4
    )
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            if text:
                axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=size, color=INK)
    axes.set_ylim(len(values), 0)
    axes.grid(visible=False)
    axes.tick_params(length=0, colors=MUTED, labelcolor=INK)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _text(value: float) -> str:
    return "" if np.isnan(value) else f"{value:+.1f}".replace("+0.0", "0").replace("-0.0", "0")


def _change_text(change: ServiceChange | None) -> str:
    return "" if change is None else f"{_text(100 * change.change)}{MARKS[change.loses]}"
