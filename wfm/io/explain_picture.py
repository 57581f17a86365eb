"""A forecast explained in a picture: its days with their band, the factors that make each, and what changed since.

One drawing a queue, below each other, as SVG (a file of its own, or inside a page). Days run from left to right. Above:
the contacts of each day, with the band in which four of five days should lie. Below: a table of the parts, blue where a
part adds and red where it takes away, so that a row that stands out is the reason. With an earlier run also how many
contacts each part added since.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.explain import FACTORS
from wfm.io.files import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import pandas as pd

LEFT, TOP, BARS, ROW, GAP = 128, 46, 130, 19, 30
# A day's column in pixels, and the least in which a number can be read.
WIDEST, NARROWEST, READABLE = 46, 12, 30
UP, DOWN, INK, MUTED, BAR, BAND = "#1b6ca8", "#c0392b", "#20262c", "#6b7580", "#8fbbe0", "#1b3f5c"
NAMES = {
    "level": "level (contacts)",
    "change": "change",
    "weekday": "weekday",
    "yearly": "season",
    "special_day": "special day",
    "event": "event",
    "hours": "hours",
    "adjustment": "by people",
}
# A factor this far from one (log) has the fullest colour.
FULL = 0.4


def write_picture(
    path: str | Path, parts: pd.DataFrame, totals: pd.DataFrame | None, changed: pd.DataFrame | None
) -> None:
    """Write the drawings of every queue; a page where the file's name ends in ``.html``, an SVG otherwise.

    Args:
        path: The file.
        parts: See :func:`wfm.forecast.explain_parts`.
        totals: Days with their bands, see :attr:`wfm.types.Forecast.totals`; None draws no band.
        changed: What changed since an earlier run, see :func:`wfm.forecast.explain_change`.

    Raises:
        DataError: The file cannot be written.
    """
    drawn = list(_drawings(parts, totals, changed))
    width, height = max(w for _, w, _ in drawn), sum(h for *_, h in drawn)
    body, y = [], 0
    for text, _, tall in drawn:
        body.append(f'<g transform="translate(0 {y})">{text}</g>')
        y += tall
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="What each day of the forecast is made of" font-family="sans-serif" font-size="11">'
        f"{''.join(body)}</svg>"
    )
    if Path(path).suffix.lower() in {".html", ".htm"}:
        svg = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Forecast explained</title></head>'
            f'<body style="margin:16px;background:#fff;overflow-x:auto">{svg}</body></html>'
        )
    write_bytes(path, svg.encode())


def _drawings(
    parts: pd.DataFrame, totals: pd.DataFrame | None, changed: pd.DataFrame | None
) -> Iterator[tuple[str, int, int]]:
    for queue, mine in parts.groupby("queue", sort=True):
        band = None if totals is None else totals[(totals["queue"] == queue) & (totals["by"] == "day")]
        since = None if changed is None else changed[changed["queue"] == queue]
        yield _drawing(str(queue), mine.reset_index(drop=True), band, since)


def _drawing(
    queue: str, parts: pd.DataFrame, band: pd.DataFrame | None, since: pd.DataFrame | None
) -> tuple[str, int, int]:
    days = parts["day"].tolist()
    column = int(np.clip(1300 // max(len(days), 1), NARROWEST, WIDEST))
    shown = [name for name in FACTORS if name == "level" or (np.abs(np.log(_positive(parts[name]))) > 1e-6).any()]
    text = [f'<text x="8" y="20" font-size="15" font-weight="600" fill="{INK}">{escape(queue)}</text>']
    text.append(f'<text x="8" y="36" fill="{MUTED}">contacts a day, and the parts that multiply to them</text>')
    text += _bars(parts, band, days, column)
    y = TOP + BARS + 34
    text += _table(parts, shown, column, y)
    y += ROW * len(shown)
    if since is not None and len(since):
        text += _changes(since, days, column, y + GAP)
        y += GAP + ROW * (2 + len(_moving(since)))
    return "".join(text), LEFT + column * len(days) + 20, y + 24


def _positive(values: pd.Series) -> np.ndarray:
    return np.asarray(np.maximum(values.to_numpy(float), 1e-9))


def _bars(parts: pd.DataFrame, band: pd.DataFrame | None, days: list[date], column: int) -> Iterator[str]:
    offered = parts["offered"].to_numpy(float)
    low, high = np.full(len(days), np.nan), np.full(len(days), np.nan)
    if band is not None:
        known = band.set_index("first_day").reindex(days)
        low, high = known["offered_p10"].to_numpy(float), known["offered_p90"].to_numpy(float)
    top = max(float(np.nanmax(np.append(high, offered))), 1.0)
    base = TOP + BARS
    for share in (0.5, 1.0):
        y = base - BARS * share
        yield f'<line x1="{LEFT}" x2="{LEFT + column * len(days)}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e3e7ea"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="{MUTED}">{top * share:,.0f}</text>'
    for i, day in enumerate(days):
        x, tall = LEFT + column * i, BARS * offered[i] / top
        told = f"{day:%a %d %b %Y}: {offered[i]:,.0f} contacts"
        if not np.isnan(low[i]):
            told += f", 80 % band {low[i]:,.0f} to {high[i]:,.0f}"
        special = str(parts.loc[i, "special"] or "")
        told += f"; {special}" if special else ""
        yield (
            f'<rect x="{x + 2}" y="{base - tall:.1f}" width="{column - 4}" height="{tall:.1f}" '
            f'fill="{UP if special else BAR}"><title>{escape(told)}</title></rect>'
        )
        if not np.isnan(low[i]):
            middle = x + column / 2
            ends = (base - BARS * low[i] / top, base - BARS * high[i] / top)
            yield (
                f'<line x1="{middle}" x2="{middle}" y1="{ends[0]:.1f}" y2="{ends[1]:.1f}" '
                f'stroke="{BAND}" stroke-width="1.5"/>'
            )
        yield _label(x + column / 2, base + 13, f"{day:%a}"[: 3 if column >= READABLE else 1], MUTED)
        if column >= READABLE or day.weekday() == 0:
            yield _label(x + column / 2, base + 26, f"{day.day}.{day.month}.", INK)


def _table(parts: pd.DataFrame, shown: list[str], column: int, y: int) -> Iterator[str]:
    for row, name in enumerate(shown):
        line = y + ROW * row
        yield f'<text x="{LEFT - 6}" y="{line + 13}" text-anchor="end" fill="{INK}">{NAMES[name]}</text>'
        for i, value in enumerate(parts[name].to_numpy(float)):
            x = LEFT + column * i
            weight = 0.0 if name == "level" else float(np.clip(np.log(max(value, 1e-9)) / FULL, -1, 1))
            fill = UP if weight > 0 else DOWN
            yield (
                f'<rect x="{x}" y="{line}" width="{column - 1}" height="{ROW - 1}" fill="{fill}" '
                f'fill-opacity="{0.75 * abs(weight):.2f}"><title>{NAMES[name]}: {value:,.3g}</title></rect>'
            )
            if column >= READABLE:
                told = f"{value:,.0f}" if name == "level" else f"{value:.2f}"
                yield _label(x + column / 2, line + 13, told, "#fff" if abs(weight) > 0.8 else INK)


def _moving(since: pd.DataFrame) -> list[str]:
    return [name for name in FACTORS if (since[f"by_{name}"].abs() >= 0.5).any()]


def _changes(since: pd.DataFrame, days: list[date], column: int, y: int) -> Iterator[str]:
    by_day = since.set_index("day").reindex(days)
    yield f'<text x="8" y="{y}" font-weight="600" fill="{INK}">changed since the earlier run, in contacts</text>'
    rows = [("change", "in all"), *((f"by_{name}", NAMES[name].partition(" (")[0]) for name in _moving(since))]
    largest = max(float(np.nanmax(np.abs(by_day["change"].to_numpy(float)), initial=0.0)), 1.0)
    for row, (name, label) in enumerate(rows):
        line = y + 8 + ROW * row
        yield f'<text x="{LEFT - 6}" y="{line + 13}" text-anchor="end" fill="{INK}">{label}</text>'
        for i, value in enumerate(by_day[name].to_numpy(float)):
            if np.isnan(value):
                continue
            x, weight = LEFT + column * i, min(abs(value) / largest, 1.0)
            yield (
                f'<rect x="{x}" y="{line}" width="{column - 1}" height="{ROW - 1}" fill="{UP if value > 0 else DOWN}" '
                f'fill-opacity="{0.75 * weight:.2f}"><title>{label}: {value:+,.1f}</title></rect>'
            )
            if column >= READABLE and abs(value) >= 0.5:
                yield _label(x + column / 2, line + 13, f"{value:+,.0f}", "#fff" if weight > 0.8 else INK)


def _label(x: float, y: float, text: str, colour: str) -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="middle" font-size="10" fill="{colour}">{escape(text)}</text>'
