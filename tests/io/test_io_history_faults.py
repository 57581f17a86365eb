"""Every fault of a contact history is named by row, column and what to do."""

from __future__ import annotations

import gzip

import pandas as pd
import pytest
from history_files import GOOD, HEADER, PARIS, fault, lines, save, sheet

from wfm.errors import ConfigError
from wfm.io.read import read_history


def test_missing_file_and_empty_files(tmp_path):
    assert "no such file" in str(fault(tmp_path / "nowhere.csv"))
    assert "empty" in str(fault(save(tmp_path, "")))
    assert "empty" in str(fault(save(tmp_path, " \n\n")))
    assert "no data" in str(fault(save(tmp_path, "interval_start,queue,offered\n")))
    assert "no data" in str(fault(save(tmp_path, "interval_start,queue,offered\n,,\n")))


def test_missing_column_says_what_the_file_has(tmp_path):
    error = fault(save(tmp_path, "interval_start,queue,calls\n2026-11-16 08:00,q,5\n"))
    assert "offered" in str(error)
    assert "interval_start, queue, calls" in str(error)
    assert error.row == 1


def test_duplicate_interval_names_both_rows(tmp_path):
    error = fault(save(tmp_path, lines(*GOOD, GOOD[1], GOOD[1])))
    assert (error.row, error.column, error.value) == (5, "interval_start", "2026-11-16 08:15")
    assert "row 3" in str(error)
    assert "1 more row" in str(error)


def test_negative_count(tmp_path):
    error = fault(save(tmp_path, lines(GOOD[0], "2026-11-16 08:15,q,-4", GOOD[2])))
    assert (error.row, error.column, error.value) == (3, "offered", "-4")
    assert "negative" in str(error)


@pytest.mark.parametrize("cell", ["five", "5 calls", "1,2,3", "inf", "12:99"])
def test_cell_that_is_no_number(tmp_path, cell):
    error = fault(save(tmp_path, lines(GOOD[0], f'2026-11-16 08:15,q,"{cell}"', *GOOD[2:])))
    assert (error.row, error.column, error.value) == (3, "offered", cell)


def test_many_bad_cells_are_counted(tmp_path):
    rows = [f"2026-11-16 {8 + i // 4:02d}:{15 * (i % 4):02d},q,{'?' if i > 2 else 1}" for i in range(16)]
    error = fault(save(tmp_path, lines(*rows)))
    assert error.row == 5
    assert "12 more rows" in str(error)


@pytest.mark.parametrize(
    "cell", ["soon", "2026-13-01 08:00", "2026-11-16 25:00", "", "46342.34", "2026-11-16 08:00 CET"]
)
def test_time_that_cannot_be_read(tmp_path, cell):
    error = fault(save(tmp_path, lines(GOOD[0], f"{cell},q,5", GOOD[2])))
    assert (error.row, error.column, error.value) == (3, "interval_start", cell)


def test_day_and_month_in_doubt(tmp_path):
    error = fault(save(tmp_path, lines("05/11/2026 08:00,q,5", "05/11/2026 08:15,q,5")))
    assert error.row == 2
    assert "day or the month" in str(error)


def test_mixed_offsets(tmp_path):
    error = fault(save(tmp_path, lines(*GOOD, "2026-11-16T08:45:00+01:00,q,4")))
    assert (error.row, error.value) == (5, "2026-11-16T08:45:00+01:00")


def test_times_without_offset_or_zone(tmp_path):
    assert "--zone" in str(fault(save(tmp_path, lines(*GOOD)), zone=None))


def test_unknown_zone_and_preset(tmp_path):
    path = save(tmp_path, lines(*GOOD))
    with pytest.raises(ConfigError, match="Mars/Olympus"):
        read_history(path, zone="Mars/Olympus")
    with pytest.raises(ConfigError, match="genesys-cloud"):
        read_history(path, zone=PARIS, preset="avaya")


def test_column_that_stands_twice(tmp_path):
    error = fault(save(tmp_path, "interval_start,queue,offered,Offered\n2026-11-16 08:00,q,5,5\n"))
    assert error.column == "offered"
    assert "columns C and D" in str(error)


def test_row_with_too_few_or_too_many_cells(tmp_path):
    assert fault(save(tmp_path, lines(GOOD[0], "2026-11-16 08:15,q", GOOD[2]))).row == 3
    assert fault(save(tmp_path, lines(*GOOD[:2], "2026-11-16 08:30,q,6,7"))).row == 4


def test_rows_are_counted_as_a_spreadsheet_does_across_blank_lines(tmp_path):
    assert fault(save(tmp_path, lines(GOOD[0], "", "", "2026-11-16 08:15,q,x"))).row == 5
    assert fault(save(tmp_path, "sep=,\n" + lines(GOOD[0], "2026-11-16 08:15,q,x"))).row == 4


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("history.csv", sheet([["interval_start", "queue", "offered"]])),
        ("history.xlsx", b"interval_start,queue,offered\n"),
        ("history.parquet", b"interval_start,queue,offered\n"),
        ("history.csv.gz", b"interval_start,queue,offered\n"),
        ("history.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)),
        ("history.csv", bytes(range(256)) * 3),
        ("history.xlsx", b"PK\x03\x04 not really"),
        ("history.parquet", b"PAR1 not really PAR1"),
        ("history.csv.gz", gzip.compress(b"interval_start,queue,offered\n" * 500)[:40]),
    ],
    # Names of their own: a packed file holds the time, and the workers must agree on what there is to test.
    ids=["xlsx as csv", "csv as xlsx", "csv as parquet", "csv as gz", "xls", "bytes", "zip", "parquet", "gz cut off"],
)
def test_wrong_or_damaged_kind_of_file(tmp_path, name, content):
    fault(save(tmp_path, content, name))


def test_excel_file_with_a_merged_title_says_which_row_is_the_header(tmp_path):
    rows = [["Contact history, week 47"], [], HEADER.split(",")[:5], ["2026-11-16 08:00", "q", 5, 5, 0]]
    error = fault(save(tmp_path, sheet(rows, merge="A1:E1"), "history.xlsx"))
    assert error.row == 1
    assert "row 3 looks like the header: interval_start, queue, offered, handled, abandoned" in str(error)
    assert "Delete the rows above row 3" in str(error)


def test_header_spread_over_two_rows_with_merged_cells(tmp_path):
    rows = [["interval_start", "queue", "Contacts", "", ""], ["", "", "offered", "handled", "abandoned"]]
    error = fault(save(tmp_path, sheet([*rows, ["2026-11-16 08:00", "q", 5, 5, 0]]), "history.xlsx"))
    assert "spread over rows 1 and 2" in str(error)


def test_title_above_a_csv_header(tmp_path):
    error = fault(save(tmp_path, "Contact history; all sites\n\n" + lines(*GOOD)))
    assert "row 3 looks like the header" in str(error)


def test_blank_queue_and_unknown_channel(tmp_path):
    assert fault(save(tmp_path, lines(GOOD[0], "2026-11-16 08:15,,4"))).row == 3
    text = lines("2026-11-16 08:00,billing,pigeon,4", header="interval_start,department,channel,offered")
    error = fault(save(tmp_path, text))
    assert (error.row, error.column, error.value) == (2, "channel", "pigeon")
    assert "voice, chat" in str(error)


# --- interval length


@pytest.mark.parametrize("minutes", [5, 10, 15, 30, 60])
def test_interval_length_is_inferred_even_with_gaps(tmp_path, minutes):
    times = pd.date_range("2026-11-16", periods=40, freq=f"{minutes}min").delete([3, 4, 9, 20])
    history = read_history(save(tmp_path, lines(*(f"{t},q,1" for t in times))), zone=PARIS)
    assert history.interval_minutes == minutes


@pytest.mark.parametrize("step", ["1D", "20min", "7min", "2h"])
def test_interval_length_that_wfm_does_not_read(tmp_path, step):
    times = pd.date_range("2026-11-16", periods=40, freq=step)
    assert "5, 10, 15, 30, 60" in str(fault(save(tmp_path, lines(*(f"{t},q,1" for t in times)))))


def test_mixed_interval_lengths_between_queues_and_over_time(tmp_path):
    fine, coarse = (
        pd.date_range("2026-11-16", periods=100, freq="15min"),
        pd.date_range("2026-11-16", periods=40, freq="h"),
    )
    rows = [f"{t},a,1" for t in fine] + [f"{t},b,1" for t in coarse]
    error = fault(save(tmp_path, lines(*rows)))
    assert error.row == 102
    assert "60 minutes" in str(error)
    later = pd.date_range("2026-11-18", periods=100, freq="15min")
    assert fault(save(tmp_path, lines(*(f"{t},a,1" for t in coarse.append(later))))).row == 2


def test_time_off_the_grid(tmp_path):
    error = fault(save(tmp_path, lines(*GOOD, "2026-11-16 08:52,q,1")))
    assert (error.row, error.value) == (5, "2026-11-16 08:52")


def test_single_interval_cannot_tell_its_length(tmp_path):
    assert "cannot be told" in str(fault(save(tmp_path, lines(GOOD[0]))))
