"""Small contact histories for the tests, good and bad."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from wfm.errors import DataError
from wfm.io.read import read_history

PARIS = "Europe/Paris"
ROWS = [
    "2026-11-16 08:00,billing/voice,12,11,1,300",
    "2026-11-16 08:15,billing/voice,9,9,0,280.5",
    "2026-11-16 08:30,billing/voice,0,0,0,",
    "2026-11-16 08:00,billing/chat,3,3,0,420",
    "2026-11-16 08:15,billing/chat,4,4,0,410",
]
HEADER = "interval_start,queue,offered,handled,abandoned,aht_seconds"

GOOD = ("2026-11-16 08:00,q,5", "2026-11-16 08:15,q,5", "2026-11-16 08:30,q,6")


def save(folder: Path, text: str | bytes, name: str = "history.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def lines(*rows: str, header: str = "interval_start,queue,offered") -> str:
    return "\n".join([header, *rows]) + "\n"


def fault(path: Path, zone: str | None = PARIS, preset: str | None = None) -> DataError:
    with pytest.raises(DataError) as caught:
        read_history(path, zone=zone, preset=preset)
    assert caught.value.file == str(path)
    assert "\n" not in str(caught.value)
    return caught.value


def sheet(rows: list[list[object]], merge: str | None = None) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        page = book.add_worksheet("calls")
        if merge:
            page.merge_range(merge, rows[0][0])
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if not (merge and i == 0):
                    page.write(i, j, cell)
    return buffer.getvalue()
