"""Whatever is done to a file, reading it gives an answer or one line of what is wrong: never a traceback."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.errors import WfmError
from wfm.io.read import read_agents, read_events, read_forecast, read_history, read_requirement, read_roster
from wfm.io.write import write_history
from wfm.types import History

ZONE = "Europe/Amsterdam"
SCRAPS = [
    b"",
    b",",
    b";",
    b'"',
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"-1",
    b"1,5",
    b"1e999",
    b"2026-03-29 02:30",
    b"=x",
    b"\xef\xbb\xbf",
]
READERS = [
    (
        lambda path: read_history(path, zone=ZONE),
        b"interval_start,queue,offered\n2026-11-16 08:00,q,1\n2026-11-16 08:15,q,2\n",
    ),
    (read_agents, b"agent,contract,skills,available,leave\na,x,q;r,mon-fri 08:00-17:00,2026-11-16\n"),
    (
        lambda path: read_roster(path, zone=ZONE),
        b"agent,date,start,end,activity,work,paid\na,2026-11-16,2026-11-16 08:00,2026-11-16 09:00,work,q,yes\n",
    ),
    (read_events, b"day,kind,name,queues\n2026-11-16,x,y,q\n"),
    (lambda path: read_forecast(path, zone=ZONE), b"queue,interval_start,offered\nq,2026-11-16 08:00,1\n"),
    (lambda path: read_requirement(path, zone=ZONE), b"work,interval_start,load_erlangs\nq,2026-11-16 08:00,1\n"),
]


def read_or_explain(read, path):
    with suppress(WfmError):
        read(path)
        return
    with pytest.raises(WfmError, match=r"\A[^\n]+\Z"):
        read(path)


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(READERS),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 12), st.sampled_from(SCRAPS)), min_size=1, max_size=4),
)
def test_text_with_pieces_replaced(tmp_path_factory, reader, edits):
    read, text = reader
    for where, length, scrap in edits:
        place = where % (len(text) or 1)
        text = text[:place] + scrap + text[place + length :]
    path = tmp_path_factory.mktemp("damaged") / "file.csv"
    path.write_bytes(text)
    read_or_explain(read, path)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["f.csv", "f.csv.gz", "f.xlsx", "f.parquet"]))
def test_any_bytes(tmp_path_factory, data, name):
    path = tmp_path_factory.mktemp("bytes") / name
    path.write_bytes(data)
    read_or_explain(lambda p: read_history(p, zone=ZONE), path)


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    index = pd.date_range("2026-11-16", periods=40, freq="15min", tz="UTC")
    cells = {"offered": range(40), "handled": 1, "abandoned": 0, "aht_seconds": 300}
    history = History(pd.DataFrame({"queue": "q", "interval_start": index, **cells}), 15, ZONE)
    files = {}
    for name in ("f.xlsx", "f.parquet", "f.csv.gz"):
        write_history(history, folder / name)
        files[name] = (folder / name).read_bytes()
    return files


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["f.xlsx", "f.parquet", "f.csv.gz"]),
    st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=8)), max_size=3),
    st.integers(0, 10**6) | st.none(),
)
def test_packed_file_with_bytes_changed_or_cut_off(tmp_path_factory, whole_files, name, edits, cut):
    data = bytearray(whole_files[name])
    for where, piece in edits:
        place = where % len(data)
        data[place : place + len(piece)] = piece
    path = tmp_path_factory.mktemp("packed") / name
    path.write_bytes(bytes(data[: cut % len(data)] if cut is not None else data))
    read_or_explain(lambda p: read_history(p, zone=ZONE), path)


def test_lone_quote_names_its_row_or_swallows_nothing_silently(tmp_path):
    path = tmp_path / "quote.csv"
    path.write_text('interval_start,queue,offered\n2026-11-16 08:00,"q,1\n2026-11-16 08:15,q,2\n2026-11-16 08:30,q,2\n')
    with pytest.raises(WfmError, match=r"row 2.*quote"):
        read_history(path, zone=ZONE)


def test_zip_that_is_no_workbook(tmp_path):
    import zipfile

    path = tmp_path / "pictures.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("picture.txt", "not a sheet")
    with pytest.raises(WfmError, match="workbook cannot be read"):
        read_history(path, zone=ZONE)
    path = tmp_path / "half.csv.gz"
    path.write_bytes(gzip.compress(b"interval_start,queue,offered\n" * 99)[:-9])
    with pytest.raises(WfmError, match="unpacked"):
        read_history(path, zone=ZONE)
