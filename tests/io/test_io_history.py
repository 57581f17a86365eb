"""Reading contact histories: good files in every dress, and every fault with its row."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.errors import ConfigError, DataError
from wfm.io.read import read_history
from wfm.io.write import write_history
from wfm.types import History

PARIS = "Europe/Paris"
ROWS = [
    "2026-11-16 08:00,billing/voice,12,11,1,300",
    "2026-11-16 08:15,billing/voice,9,9,0,280.5",
    "2026-11-16 08:30,billing/voice,0,0,0,",
    "2026-11-16 08:00,billing/chat,3,3,0,420",
    "2026-11-16 08:15,billing/chat,4,4,0,410",
]
HEADER = "interval_start,queue,offered,handled,abandoned,aht_seconds"


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


# --- good files -------------------------------------------------------------------------------------------------


def test_plain_csv_gives_utc_frame(tmp_path):
    history = read_history(save(tmp_path, lines(*ROWS, header=HEADER)), zone=PARIS)
    assert history.interval_minutes == 15
    assert history.zone == PARIS
    assert history.queues == ("billing/chat", "billing/voice")
    first = history.frame[history.frame["queue"] == "billing/voice"].iloc[0]
    assert first["interval_start"] == pd.Timestamp("2026-11-16T07:00Z")
    assert (first["offered"], first["handled"], first["abandoned"], first["aht_seconds"]) == (12, 11, 1, 300)
    assert np.isnan(history.frame["aht_seconds"].iloc[-1])
    assert history.notes == ()


@pytest.mark.parametrize(
    "dress",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: b"sep=;\r\n" + text.replace(",", ";").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\n\n").encode(),
        lambda text: text.replace("\n", " \n").encode(),
        lambda text: text.replace("interval_start", '"Interval Start"').replace("offered", " OFFERED ").encode(),
        lambda text: text.replace("billing/voice", '"billing/voice"').encode(),
        lambda text: (text + ",,,,,\n,,,,,\n").encode(),
        lambda text: text.replace("2026-11-16 08", "2026-11-16T08").encode(),
        lambda text: text.replace("2026-11-16 ", "16.11.2026 ").encode(),
        lambda text: text.replace("2026-11-16 0", "16/11/2026 ").encode(),
        lambda text: text.replace("2026-11-16 0", "11/16/26 ").replace(",billing", " AM,billing").encode(),
        lambda text: text.replace("2026-11-16 08:", "20261116 08:").encode(),
    ],
)
def test_file_in_any_usual_dress_reads_the_same(tmp_path, dress):
    plain = read_history(save(tmp_path, lines(*ROWS, header=HEADER), "plain.csv"), zone=PARIS)
    dressed = read_history(save(tmp_path, dress(lines(*ROWS, header=HEADER))), zone=PARIS)
    pd.testing.assert_frame_equal(plain.frame, dressed.frame)


def test_gzip_and_standard_input(tmp_path, monkeypatch):
    packed = gzip.compress(lines(*ROWS, header=HEADER).encode())
    from_file = read_history(save(tmp_path, packed, "history.csv.gz"), zone=PARIS)
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": io.BytesIO(packed)}))
    pd.testing.assert_frame_equal(read_history("-", zone=PARIS).frame, from_file.frame)


def test_excel_times_numbers_and_blanks(tmp_path):
    rows = [row.split(",") for row in ROWS]
    cells = [
        [pd.Timestamp(when).to_pydatetime(), queue, *(float(number) if number else None for number in numbers)]
        for when, queue, *numbers in rows
    ]
    history = read_history(save(tmp_path, sheet([HEADER.split(","), *cells]), "history.xlsx"), zone=PARIS)
    plain = read_history(save(tmp_path, lines(*ROWS, header=HEADER)), zone=PARIS)
    pd.testing.assert_frame_equal(history.frame, plain.frame)


def test_department_and_channel_make_the_queue(tmp_path):
    text = lines(
        "2026-11-16 08:00,billing,Phone,5",
        "2026-11-16 08:30,billing,E-mail,6",
        "2026-11-16 09:00,billing,Phone,5",
        header="timestamp,department,channel,volume",
    )
    history = read_history(save(tmp_path, text), zone=PARIS)
    assert history.queues == ("billing/email", "billing/voice")
    assert history.interval_minutes == 30


def test_total_handle_time_is_divided_by_contacts_handled(tmp_path):
    text = lines(
        "2026-11-16 08:00,q,5,4,1200",
        "2026-11-16 08:30,q,6,0,90",
        header="timestamp,queue,volume,handled,handle_time_seconds",
    )
    history = read_history(save(tmp_path, text), zone=PARIS)
    assert history.frame["aht_seconds"].iloc[0] == 300
    assert np.isnan(history.frame["aht_seconds"].iloc[1])
    assert any("90 seconds of handle time" in note for note in history.notes)


def test_decimal_commas_and_english_thousands(tmp_path):
    european = save(tmp_path, "timestamp;queue;volume\n2026-11-16 08:00;q;12,5\n2026-11-16 08:30;q;1.200,25\n")
    assert read_history(european, zone=PARIS).frame["offered"].tolist() == [12.5, 1200.25]
    english = save(
        tmp_path, lines('2026-11-16 08:00,q,"1,200"', "2026-11-16 08:30,q,7", header="timestamp,queue,volume")
    )
    assert read_history(english, zone=PARIS).frame["offered"].tolist() == [1200, 7]


def test_lone_comma_that_could_be_either_is_refused(tmp_path):
    error = fault(save(tmp_path, "timestamp;queue;volume\n2026-11-16 08:00;q;1,200\n2026-11-16 08:30;q;7\n"))
    assert (error.row, error.column, error.value) == (2, "volume", "1,200")


def test_windows_1252_is_read_with_a_note(tmp_path):
    path = save(tmp_path, lines("2026-11-16 08:00,Réclamations,5", "2026-11-16 08:30,Réclamations,5").encode("cp1252"))
    history = read_history(path, zone=PARIS)
    assert history.queues == ("Réclamations",)
    assert any("Windows-1252" in note for note in history.notes)


def test_blank_offered_is_not_measured_and_noted(tmp_path):
    history = read_history(
        save(tmp_path, lines("2026-11-16 08:00,q,5", "2026-11-16 08:15,q,", "2026-11-16 08:30,q,7")), zone=PARIS
    )
    assert history.frame["offered"].tolist() == [5, 7]
    assert any("row 3" in note and "not measured" in note for note in history.notes)


def test_unused_columns_are_named(tmp_path):
    text = lines("2026-11-16 08:00,q,5,x", "2026-11-16 08:15,q,5,y", header="interval_start,queue,offered,Remark")
    assert any("Remark" in note for note in read_history(save(tmp_path, text), zone=PARIS).notes)


def test_offsets_need_no_zone_and_say_so(tmp_path):
    history = read_history(save(tmp_path, lines("2026-11-16T08:00:00+01:00,q,5", "2026-11-16T08:30:00+01:00,q,6")))
    assert history.frame["interval_start"].iloc[0] == pd.Timestamp("2026-11-16T07:00Z")
    assert history.zone == "UTC"
    assert any("no time zone" in note for note in history.notes)


# --- clock changes ----------------------------------------------------------------------------------------------


def test_empty_row_in_the_skipped_hour_is_dropped_with_a_note(tmp_path):
    rows = [f"2011-03-27 {h:02d}:{m:02d},q,{0 if h == 2 else 5}" for h in range(5) for m in (0, 30)]
    history = read_history(save(tmp_path, lines(*rows)), zone=PARIS)
    assert len(history.frame) == 8
    assert any("02:00 does not exist in Europe/Paris on 2011-03-27" in note and "(2)" in note for note in history.notes)
    assert history.frame["interval_start"].diff().dropna().eq(pd.Timedelta("30min")).all()


def test_contacts_in_the_skipped_hour_are_refused(tmp_path):
    rows = [f"2011-03-27 {h:02d}:{m:02d},q,{m // 30 if h == 2 else 5}" for h in range(5) for m in (0, 30)]
    error = fault(save(tmp_path, lines(*rows)))
    assert (error.row, error.column, error.value) == (7, "interval_start", "2011-03-27 02:30")
    assert "02:30 does not exist in Europe/Paris on 2011-03-27: clocks went forward" in str(error)
    assert "UTC offsets" in str(error)


def test_repeated_hour_listed_twice_is_summer_then_winter_time(tmp_path):
    hours = [1, 2, 2, 3]
    rows = [f"2011-10-30 {h:02d}:{m:02d},q,{10 * i + m // 30}" for i, h in enumerate(hours) for m in (0, 30)]
    history = read_history(save(tmp_path, lines(*rows)), zone=PARIS)
    assert history.frame["offered"].tolist() == [0, 1, 10, 11, 20, 21, 30, 31]
    assert history.frame["interval_start"].iloc[2] == pd.Timestamp("2011-10-30T00:00Z")
    assert history.frame["interval_start"].iloc[4] == pd.Timestamp("2011-10-30T01:00Z")
    assert history.notes == ()


def test_repeated_hour_listed_once_is_summer_time_with_a_note(tmp_path):
    rows = [f"2011-10-30 {h:02d}:{m:02d},q,5" for h in (1, 2, 3) for m in (0, 30)]
    history = read_history(save(tmp_path, lines(*rows)), zone=PARIS)
    assert pd.Timestamp("2011-10-30T00:30Z") in set(history.frame["interval_start"])
    assert pd.Timestamp("2011-10-30T01:30Z") not in set(history.frame["interval_start"])
    assert any("summer time" in note for note in history.notes)


def test_repeated_hour_listed_three_times_is_a_duplicate(tmp_path):
    error = fault(save(tmp_path, lines(*["2011-10-30 02:00,q,5"] * 3, "2011-10-30 03:00,q,5")))
    assert error.row == 4
    assert "row 2" in str(error) or "row 3" in str(error)


# --- bad files --------------------------------------------------------------------------------------------------

GOOD = ("2026-11-16 08:00,q,5", "2026-11-16 08:15,q,5", "2026-11-16 08:30,q,6")


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


# --- interval length --------------------------------------------------------------------------------------------


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


# --- presets ----------------------------------------------------------------------------------------------------


def test_genesys_historical_import_file_adds_up_skills_and_languages(tmp_path):
    text = lines(
        "2026-02-26T00:00:00Z,Sales,Voice,a|||b,Spanish,16,6,1800",
        "2026-02-26T00:00:00Z,Sales,Voice,a,French,4,4,1200",
        "2026-02-26T00:15:00Z,Sales,Chat,,,14,7,700",
        "2026-02-26T00:30:00Z,Sales,Voice,,,1,1,100",
        header="Interval Start UTC Date,Queue,Media Type,Skill Set,Language,Offered,Interactions Handled,"
        "Total Handle Time (Seconds)",
    )
    history = read_history(save(tmp_path, text), zone="Europe/Madrid")
    assert history.queues == ("Sales/chat", "Sales/voice")
    first = history.frame[history.frame["queue"] == "Sales/voice"].iloc[0]
    assert (first["offered"], first["handled"], first["aht_seconds"]) == (20, 10, 300)
    assert any("genesys-cloud" in note for note in history.notes)
    assert any("added" in note for note in history.notes)


def test_genesys_performance_export_counts_milliseconds(tmp_path):
    text = lines(
        "11/16/26 8:00 AM,11/16/26 8:15 AM,TRUE,,voice,x-1,Sales,12,11,1,315000",
        "11/16/26 8:15 AM,11/16/26 8:30 AM,TRUE,,voice,x-1,Sales,10,10,0,0:05:30",
        header="Interval Start,Interval End,Interval Complete,Filters,Media Type,Queue Id,Queue Name,Offer,Answer,"
        "Abandon,Avg Handle",
    )
    history = read_history(save(tmp_path, text), zone=PARIS)
    assert history.queues == ("Sales/voice",)
    assert history.frame["aht_seconds"].tolist() == [315, 330]
    assert history.frame["handled"].tolist() == [11, 10]


def test_amazon_connect_import_file_and_metrics_report(tmp_path):
    imported = lines(
        "Sales,q-1,VOICE,2026-11-16T08:00:00Z,15mins,12,300.5,11",
        "Sales,q-1,CHAT,2026-11-16T08:15:00Z,15mins,2,400,2",
        "Sales,q-1,VOICE,2026-11-16T08:15:00Z,15mins,2,400,2",
        header="QueueName,QueueId,ChannelType,TimeStamp,IntervalDuration,IncomingContactVolume,AverageHandleTime,"
        "ContactsHandled",
    )
    history = read_history(save(tmp_path, imported), zone=PARIS)
    assert history.queues == ("Sales/chat", "Sales/voice")
    report = lines(
        "Sales,2026-11-16T08:00:00Z,2026-11-16T08:30:00Z,12,11,1,00:05:00",
        "Sales,2026-11-16T08:30:00Z,2026-11-16T09:00:00Z,12,11,1,00:04:00",
        header="Queue,StartInterval,EndInterval,Contacts queued,Contacts handled,Contacts abandoned,"
        "Average handle time",
    )
    history = read_history(save(tmp_path, report), zone=PARIS)
    assert history.queues == ("Sales",)
    assert history.frame["aht_seconds"].tolist() == [300, 240]


CALABRIO = (
    "15;20261116;08:00;7;Sales;10;2;1;1;10;120;30;2700;300;60;30;4;9;0;0;1",
    "15;20261116;08:15;7;Sales;0;0;0;2;0;0;0;0;0;0;0;0;0;0;0;0",
)


def test_calabrio_file_without_header_needs_the_preset(tmp_path):
    path = save(tmp_path, "\n".join(CALABRIO))
    history = read_history(path, zone="Europe/Stockholm", preset="calabrio")
    assert history.queues == ("Sales",)
    assert history.frame["offered"].tolist() == [11, 0]
    assert history.frame["aht_seconds"].iloc[0] == 300
    assert any("more overflow out" in note for note in history.notes)
    assert fault(path).row == 1
    bad = save(tmp_path, "\n".join([CALABRIO[0], CALABRIO[1].replace(";Sales;0", ";Sales;x")]))
    assert fault(bad, preset="calabrio").row == 2


def test_zendesk_hours_without_tickets_are_zero(tmp_path):
    text = lines(
        "2026-11-16,8,Support,Email,3",
        "2026-11-16,9,Support,Web form,1",
        "2026-11-16,9,Support,Email,4",
        "2026-11-16,12,Support,Email,2",
        header="Ticket created - Date,Ticket created - Hour,Ticket group,Ticket channel,Tickets",
    )
    history = read_history(save(tmp_path, text), zone=PARIS)
    assert history.queues == ("Support/email",)
    assert history.interval_minutes == 60
    assert history.frame["offered"].tolist() == [3, 5, 0, 0, 2]
    assert any("zero contacts" in note for note in history.notes)


# --- round trip -------------------------------------------------------------------------------------------------


@st.composite
def histories(draw):
    zone = draw(
        st.sampled_from(["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
    )
    start = draw(st.sampled_from(["2026-03-28T22:00Z", "2026-10-24T20:00Z", "2026-10-31T22:00Z", "2026-04-04T10:00Z"]))
    minutes = draw(st.sampled_from([5, 15, 30, 60]))
    names = draw(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=8)
            .map(str.strip)
            .filter(bool),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    count = draw(st.integers(2, 60))
    index = pd.date_range(start, periods=count, freq=f"{minutes}min")
    number = st.integers(0, 5000).map(float) | st.floats(0, 1e6).map(lambda x: round(x, 6))
    frames = []
    for name in names:
        columns = {
            "offered": draw(st.lists(number, min_size=count, max_size=count)),
            **{
                part: draw(
                    st.lists(number.filter(lambda x: x > 0) | st.just(float("nan")), min_size=count, max_size=count)
                )
                for part in ("handled", "abandoned", "aht_seconds")
            },
        }
        frames.append(pd.DataFrame({"queue": name, "interval_start": index, **columns}))
    return History(pd.concat(frames, ignore_index=True), minutes, zone)


@settings(max_examples=40, deadline=None)
@given(history=histories(), name=st.sampled_from(["h.csv", "h.csv.gz", "h.xlsx", "h.parquet"]))
def test_history_survives_writing_and_reading_on_both_clock_changes(tmp_path_factory, history, name):
    path = tmp_path_factory.mktemp("round") / name
    write_history(history, path)
    again = read_history(path, zone=history.zone)
    expected = history.frame.copy()
    expected.loc[
        (expected["aht_seconds"].notna()) & (expected["handled"].fillna(expected["offered"]) == 0), "aht_seconds"
    ] = np.nan
    pd.testing.assert_frame_equal(again.frame, expected, check_dtype=False, rtol=0, atol=1e-6)
    assert (again.interval_minutes, again.zone) == (history.interval_minutes, history.zone)


# --- real data --------------------------------------------------------------------------------------------------

DATA = Path(__file__).parents[3] / "shared" / "data" / "forecasting"


@pytest.mark.real_data
@pytest.mark.skipif(not DATA.exists(), reason="the shared development data are absent")
def test_real_histories_read():
    insurer = read_history(DATA / "insurer_fr_2011_30min.csv.gz", zone=PARIS)
    assert len(insurer.queues) == 12
    assert insurer.interval_minutes == 30
    assert len(insurer.frame) == 210240 - 24  # 12 queues without the two half-hours that the spring change skips
    bank = read_history(DATA / "bank_na_2003_30min.csv", zone="America/New_York")
    assert len(bank.frame) == 164 * 28
    assert bank.notes == ()
