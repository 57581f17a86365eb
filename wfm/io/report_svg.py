"""Matplotlib figures as SVG inside a page: colours of the page's theme, text as text, no reference to anything outside.

Figures are made without pyplot, so nothing is kept between them.
"""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

# Stand-ins that the finished SVG exchanges for the page's CSS variables, so that light and dark each have their own.
INK, MUTED, GRID = "#010203", "#020304", "#030405"
FIRST, SECOND, THIRD = "#040506", "#050607", "#060708"
FOURTH, FIFTH, SIXTH = "#070809", "#08090a", "#090a0b"
SEVENTH, EIGHTH = "#0b0c0d", "#0c0d0e"
PAPER = "#0a0b0c"  # the page's ground: text on a bar
SERIES = (
    SECOND,
    FIRST,
    THIRD,
    FOURTH,
    FIFTH,
    SIXTH,
    SEVENTH,
    EIGHTH,
)  # of operating models, the one measured against first
DASHES = ("-", "--", ":", "-.")  # tell lines apart without their colours
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "*")  # and points
_VARIABLES = {
    **{INK: "--ink", MUTED: "--muted", GRID: "--line"},
    **{FIRST: "--first", SECOND: "--second", THIRD: "--third"},
    **{
        FOURTH: "--fourth",
        FIFTH: "--fifth",
        SIXTH: "--sixth",
        SEVENTH: "--seventh",
        EIGHTH: "--eighth",
        PAPER: "--page",
    },
}

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "wfm",  # the same figure gives the same text
    "font.size": 9,
    "font.family": "sans-serif",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "lines.linewidth": 1.4,
}


SHORT_COLOUR, OVER_COLOUR = "#c2410c", "#1d6fd1"  # told apart by any eye, and by the signs of the numbers


def heat_colours(strength: float = 1.0) -> Colormap:
    """From orange over nothing to blue: what fits shows the page's own ground, light or dark.

    Up to a ``strength`` of 0.6 a text in :data:`INK` is legible on every cell.
    """
    from matplotlib.colors import LinearSegmentedColormap, to_rgb

    short, over = to_rgb(SHORT_COLOUR), to_rgb(OVER_COLOUR)
    anchors = [(0.0, (*short, strength)), (0.5, (*short, 0.0)), (0.5, (*over, 0.0)), (1.0, (*over, strength))]
    return LinearSegmentedColormap.from_list("net", anchors, N=33)  # so few steps that the scale is drawn, not painted


def share_axis(axes: Axes) -> None:
    """Shares across, as percentages, with a grid."""
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g}%")


@contextmanager
def figure(width: float, height: float) -> Iterator[Figure]:
    """An empty figure in the report's style, ``width`` by ``height`` inches; draw and render it inside the block."""
    with mpl.rc_context(_STYLE):
        yield Figure(figsize=(width, height), layout="constrained")


def inline_svg(drawn: Figure, prefix: str, description: str) -> str:
    """The figure as an ``<svg>`` element.

    Args:
        drawn: The figure.
        prefix: Goes before every id, so that several figures can stand in one page.
        description: What a screen reader says.
    """
    text = io.StringIO()
    canvas: Any = FigureCanvasSVG(drawn)
    canvas.print_svg(text)
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
    svg = svg.replace("url(#", f"url(#{prefix}-").replace('href="#', f'href="#{prefix}-')
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{escape(description)}"', 1)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    return svg
