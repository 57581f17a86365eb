"""Tables of text from Excel and Parquet made by others, and the limits of sheets."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from history_files import GOOD, HEADER, PARIS, ROWS, fault, lines, save, sheet

from wfm.errors import DataError
from wfm.io import render
from wfm.io.read import read_history
from wfm.io.render import write_frame
from wfm.io.tables import Column, guarded


def test_parquet_with_types_of_its_own(tmp_path):
    plain = read_history(save(tmp_path, lines(*ROWS, header=HEADER)), zone=PARIS)
    frame = pd.read_csv(io.StringIO(lines(*ROWS, header=HEADER)))
    local = pd.to_datetime(frame["interval_start"])
    frame["queue"] = frame["queue"].astype("category")
    frame["offered"] = frame["offered"].astype("int16")
    for name, instants in (
        ("naive", local),
        ("zone", local.dt.tz_localize(PARIS)),
        ("nano", local.astype("datetime64[ns]")),
    ):
        path = tmp_path / f"{name}.parquet"
        frame.assign(interval_start=instants).to_parquet(path)
        pd.testing.assert_frame_equal(read_history(path, zone=PARIS).frame, plain.frame)


def test_sheet_that_fits_is_chosen_among_several_and_noted(tmp_path):
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("cover").write(0, 0, "Contact history")
        page = book.add_worksheet("data")
        for i, row in enumerate([HEADER, *ROWS]):
            page.write_row(i, 0, row.split(","))
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=data!$C$2:$C$6"})
        book.add_chartsheet("picture").set_chart(chart)
        book.add_worksheet("empty")
    history = read_history(save(tmp_path, buffer.getvalue(), "book.xlsx"), zone=PARIS)
    assert len(history.frame) == 5
    assert history.notes == ("the sheet 'data' was read; not read: cover",)


def test_excel_row_numbers_in_errors_count_blank_rows(tmp_path):
    rows = [
        ["interval_start", "queue", "offered"],
        ["2026-11-16 08:00", "q", 1],
        [],
        ["2026-11-16 08:15", "q", "#N/A!"],
    ]
    error = fault(save(tmp_path, sheet(rows), "history.xlsx"))
    assert (error.row, error.column, error.value) == (4, "offered", "#N/A!")


def test_column_without_a_name_is_noted(tmp_path):
    text = "interval_start,queue,offered,\n" + "".join(f"{row},x\n" for row in GOOD)
    assert any("column D has no name" in note for note in read_history(save(tmp_path, text), zone=PARIS).notes)


def test_long_cells_are_shortened_in_messages(tmp_path):
    error = fault(save(tmp_path, lines(GOOD[0], f"2026-11-16 08:15,q,{'x' * 5000}")))
    assert len(str(error)) < 500


def test_sheet_that_cannot_hold_the_rows_or_the_text_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(render, "SHEET_ROWS", 3)
    frame = pd.DataFrame({"queue": ["a", "b", "c"], "offered": [1.0, 2.0, 3.0]})
    write_frame(frame.head(2), tmp_path / "two.xlsx", "UTC")
    with pytest.raises(DataError, match="holds 2 rows and these are 3"):
        write_frame(frame, tmp_path / "three.xlsx", "UTC")
    long = pd.DataFrame({"queue": ["x" * 40_000]})
    with pytest.raises(DataError, match="too long for a cell"):
        write_frame(long, tmp_path / "long.xlsx", "UTC")
    assert [path.name for path in tmp_path.iterdir()] == ["two.xlsx"]


def test_text_is_quoted_only_where_it_must_be(tmp_path):
    path = tmp_path / "x.csv"
    write_frame(pd.DataFrame({"a": ["plain", "two words"], "n": [1.0, np.nan]}), path, "UTC")
    assert path.read_text() == "a,n\nplain,1\ntwo words,\n"
    write_frame(pd.DataFrame({"a": ['say "hi"', "a,b", "é"], "n": [1.5, 2.0, -0.0]}), path, "UTC")
    assert path.read_text(encoding="utf-8") == 'a,n\n"say ""hi""",1.5\n"a,b",2.0\né,0.0\n'


def test_numbers_keep_six_decimals(tmp_path):
    path = tmp_path / "x.csv"
    write_frame(pd.DataFrame({"n": [0.1 + 0.2, 1 / 3, 1e6 + 1e-7]}), path, "UTC")
    assert [float(cell) for cell in path.read_text().split()[1:]] == [0.3, 0.333333, 1e6]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@a", "\tx", "'=x", "''@x", "'", "plain", "a=b", ""])
def test_guard_comes_off_exactly_once(text):
    assert Column("c", (guarded(text),), np.zeros(1, dtype=np.int32)).texts() == (text,)
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))


def test_texts_that_differ_by_spaces_are_one():
    column = Column.of("c", [" a", "b", "a "], np.array([0, 1, 2, 0], dtype=np.int32))
    assert (column.values, column.codes.tolist()) == (("a", "b"), [0, 1, 0, 0])
