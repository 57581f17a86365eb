"""Who gains and who loses under the operating model looked at closely, as pictures of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.io.report_svg import FIRST, GRID, INK, MUTED, SECOND, figure, inline_svg, share_axis
from wfm.io.study_service_tables import model_changes

if TYPE_CHECKING:
    from wfm.io.study_parts import Drawing
    from wfm.types.study import Study

VERDICT_MARKS = {True: ("v", SECOND, "loses"), False: ("^", FIRST, "gains"), None: ("o", MUTED, "may be chance")}


def draw_changes(study: Study, drawing: Drawing) -> str:
    """A row a name: the change in points with its interval; the mark tells whether it is certain."""
    found = model_changes(study, drawing.models[0], drawing.name.removeprefix("changes-"))
    seen: set[str] = set()
    with figure(9, 0.8 + 0.22 * len(found)) as drawn:
        axes = drawn.subplots()
        for y, change in enumerate(found):
            marker, colour, label = VERDICT_MARKS[change.loses]
            axes.plot([change.low, change.high], [y, y], color=colour, linewidth=1.6)
            axes.plot([change.change], [y], marker, color=colour, markersize=5, label=None if label in seen else label)
            seen.add(label)
        axes.axvline(0, color=INK, linewidth=0.8)
        for y in range(1, len(found)):
            axes.axhline(y - 0.5, color=GRID, linewidth=0.5)
        axes.set_yticks(range(len(found)), [change.name for change in found])
        axes.set_ylim(len(found) - 0.5, -0.5)
        share_axis(axes)
        axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:+.3g}" if value else "0")
        axes.set_xlabel("percentage points of service level")
        axes.legend(ncols=3, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
        return inline_svg(drawn, drawing.name, drawing.label)
