"""Reading contact histories: good files in every dress, clock changes, round trips, real data."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from history_files import HEADER, PARIS, ROWS, fault, lines, save, sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.io.read import read_history
from wfm.io.write import write_history
from wfm.types import History


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


# --- clock changes


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


# --- round trip


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


# --- real data

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
