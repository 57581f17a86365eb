"""The parts of a study as the comparison page draws them: each picture with its data and how high it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.study_charts import CHARTS, Chart

if TYPE_CHECKING:
    from wfm.io.data_table import DataTable
    from wfm.io.study_parts import Drawing, Part
    from wfm.types.study import Study

PIXELS, FRAME, LEAST = 20, 110, 190  # of a line of bars; axes and legend; the lowest chart with lines
STEP = 80  # pixels between the heights that the style sheet knows
HIGHEST = 20
USUAL = 0  # the height of a chart without lines


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of the page: its name in the scripts, its data, and the class of its height (0 is the usual one)."""

    name: str
    data: Chart
    label: str
    tables: tuple[DataTable, ...]
    height: int
    half: bool


def drawn(study: Study, part: Part) -> list[Drawn]:
    """Every picture of a part."""
    found = []
    for drawing in part.drawings:
        data = CHARTS[drawing.name](study, drawing)
        height = _height(drawing, data)
        found.append(Drawn(drawing.name, data, drawing.label, drawing.tables, height, drawing.half))
    return found


def _height(drawing: Drawing, data: Chart) -> int:
    """The class of a height that holds the lines of a chart."""
    lines = _lines(drawing.name, data)
    if not lines:
        return USUAL
    wanted = FRAME + PIXELS * lines
    return min(HIGHEST, 1 + max(0, -(-(wanted - LEAST) // STEP)))


def _lines(name: str, data: Chart) -> int:
    """How many lines of text high a chart is; 0 where it has none."""
    if name == "service":
        return (len(data["names"]) + 1) * max(1, len(data["series"]))
    if name == "stress":
        return 2 * len(data["names"])
    if name == "saving":
        return len(data["times"])
    if name.startswith("changes") or name in {"losers", "models", "gain"}:
        return len(data["names"])
    return len(data.get("queues", data.get("bars", ())))
