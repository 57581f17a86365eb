"""Bad input to the forecasting commands: a line that says what, where and what to do; exit code 2; nothing written."""

from datetime import timedelta

import pandas as pd
import pytest
from shell import run
from small_site import FIRST, MONDAY, ZONE, write_site

LAST = MONDAY - timedelta(days=7)
EVENTS = "date,kind,name,queues\n"
CHANGES = "queue,day,kind,value,from,to,author,reason,made_at\n"


def refused(folder, *arguments, one_line=True):
    """The last line of what a command says that must refuse its input and leave the folder as it was."""
    before = sorted(folder.iterdir())
    said = run(*arguments, code=2)
    assert sorted(folder.iterdir()) == before
    assert "Traceback" not in said
    if one_line:
        assert said.startswith("wfm: ")
        assert len(said.strip().splitlines()) == 1, said
    return said.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_site(tmp_path_factory.mktemp("faults"))
    ask = ("forecast", folder / "history.csv", "--zone", ZONE, "--from", LAST, "--weeks", 1, "--executor", "serial")
    run(*ask, "-o", folder / "forecast.csv", "--explain", folder / "parts.csv")
    return folder


def ask(folder, command, *more):
    return command, folder / "history.csv", "--zone", ZONE, *more


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("forecast", "-o"), ("forecast", "--raw"), ("forecast", "--explain"), ("forecast", "--totals"),
        ("forecast", "--sums"), ("backtest", "-o"), ("backtest", "--by-week"), ("long-range", "-o"),
    ],
)  # fmt: skip
def test_a_folder_that_is_not_there_is_named_before_the_work_begins(folder, command, option):
    out = () if option == "-o" else ("-o", folder / "out.csv")
    said = refused(folder, command, folder / "no history", option, folder / "nowhere" / "file.csv", *out)
    assert said.endswith(f"file.csv: there is no folder {folder / 'nowhere'}. Make it first.")


def test_a_picture_of_another_kind_is_refused(folder):
    said = refused(folder, *ask(folder, "forecast", "--picture", folder / "p.png", "-o", folder / "out.csv"))
    assert said.endswith(
        "p.png: a file of this kind cannot be written here. Name it with .svg or .html or .htm at its end."
    )


@pytest.mark.parametrize("first", [FIRST - timedelta(days=3), FIRST])
def test_a_forecast_of_days_before_the_history_says_where_that_begins(folder, first):
    said = refused(folder, *ask(folder, "forecast", "--from", first, "-o", folder / "out.csv"))
    assert f"the history begins on {FIRST} (found '--from {first}'). Give a later day." in said


def test_a_forecast_of_days_that_are_known_says_that_it_does_not_look_at_them(folder, tmp_path):
    options = ("--weeks", 1, "--executor", "serial", "-o", tmp_path / "out.csv")
    said = run(*ask(folder, "forecast", "--from", LAST, *options))
    last = MONDAY - timedelta(days=3)  # closed on weekends
    assert f"note: the history goes on to {last}: only what lies before {LAST} is used" in said
    assert "goes on" not in run(*ask(folder, "forecast", *options))


@pytest.mark.parametrize("command", ["forecast", "backtest", "long-range"])
def test_a_region_without_a_country_is_refused(folder, command):
    options = ("--subdivision", "BY", "-o", folder / "out.csv")
    assert "--subdivision needs --country" in refused(folder, *ask(folder, command, *options), one_line=False)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("much",), "'much' is not a scenario such as high=5"),
        (("=5",), "'=5' is not a scenario such as high=5"),
        (("high=nan",), "'high=nan' is not a scenario"),
        (("high=inf",), "'high=inf' is not a scenario"),
        (("low=-100",), "'low=-100' leaves no contacts"),
        (("expected=5",), "there is a scenario expected already"),
        (("a=5", "a=6"), "'a=6': there is a scenario a already"),
    ],
)
def test_a_growth_that_is_none_is_refused(folder, texts, said):
    options = [part for text in texts for part in ("--growth", text)]
    found = refused(folder, *ask(folder, "long-range", *options, "-o", folder / "out.csv"), one_line=False)
    assert said in found


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("18/31/2026,campaign,mailing,", "row 2, column date: this is neither a day nor a range of days in order"),
        (f"{MONDAY}..{LAST},campaign,mailing,", "Write 2026-11-16 or 2026-11-16..2026-11-22."),
        (",campaign,mailing,", "row 2, column date: the day is blank"),
    ],
)
def test_an_event_without_a_day_is_named_by_row(folder, tmp_path, row, said):
    (tmp_path / "events.csv").write_text(EVENTS + row + "\n")
    found = refused(folder, *ask(folder, "forecast", "--events", tmp_path / "events.csv", "-o", folder / "out.csv"))
    assert f"{tmp_path / 'events.csv'}, row 2" in found
    assert said in found


def test_an_event_of_an_unknown_queue_or_kind_is_told(folder, tmp_path):
    (tmp_path / "events.csv").write_text(
        EVENTS
        + f"{LAST - timedelta(days=14)},mailing,mailing,\n{LAST},mailing,mailing,\n"
        + f"{LAST},carnival,party,billing/voice\n{LAST},closed,moving,\n{LAST},fair,fair,nobody/voice\n"
    )
    options = ("--from", LAST, "--weeks", 1, "--executor", "serial", "--events", tmp_path / "events.csv")
    said = run(*ask(folder, "forecast", *options, "-o", tmp_path / "out.csv"))
    notes = [line for line in said.splitlines() if "events.csv" in line]
    assert len(notes) == 2
    assert "days of nobody/voice count for nothing: the history has no such queue" in notes[0]
    assert f"no day of the kind carnival lies before {LAST}: nothing tells what such a day does" in notes[1]


def test_parts_of_other_days_tell_no_change_and_the_command_says_so(folder, tmp_path):
    options = (
        "--from",
        LAST - timedelta(days=7),
        "--weeks",
        1,
        "--executor",
        "serial",
        "--since",
        folder / "parts.csv",
    )
    said = run(*ask(folder, "forecast", *options, "--explain", tmp_path / "parts.csv", "-o", tmp_path / "out.csv"))
    assert "holds no queue and day of this forecast: it tells no change" in said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"nobody,{LAST},percent,5,,,a,b,", ("no such queue to change (found 'nobody'). Known: billing/email",)),
        (f"billing/voice,{LAST},percent,-150,,,a,b,", ("row 2, column value", "Write -100 to take all away.")),
        (f"billing/voice,{LAST},total,-5,,,a,b,", ("row 2, column value", "Write 0 or more.")),
        (f"billing/voice,{LAST}..{FIRST},percent,5,,,a,b,", ("row 2, column day", "a range of days in order")),
    ],
)
def test_a_change_that_cannot_be_made_names_the_file(folder, tmp_path, row, said):
    (tmp_path / "changes.csv").write_text(CHANGES + row + "\n")
    found = refused(
        folder, *ask(folder, "forecast", "--adjustments", tmp_path / "changes.csv", "-o", folder / "out.csv")
    )
    assert found.startswith(f"wfm: {tmp_path / 'changes.csv'}")
    assert all(text in found for text in said), found


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"billing/voice,{MONDAY},percent,5,,,a,b,", (f"'billing/voice, {MONDAY} 00:00'", f"from {LAST} 00:00 to ")),
        (f"billing/voice,{LAST},add,-9999,,,a,b,", ("cannot be taken away", f"{LAST} 00:00", "or write -100 percent")),
        (f"billing/voice,{LAST},copy,2020-01-01,,,a,b,", ("the day to copy is neither", "2020-01-01")),
    ],
)
def test_a_change_outside_the_forecast_names_the_file_and_local_times(folder, tmp_path, row, said):
    (tmp_path / "changes.csv").write_text(CHANGES + row + "\n")
    actuals = ("--actuals", folder / "history.csv", "--zone", ZONE, "--adjustments", tmp_path / "changes.csv")
    found = refused(folder, "score", folder / "forecast.csv", *actuals)
    assert found.startswith(f"wfm: {tmp_path / 'changes.csv'}: ")
    assert all(text in found for text in said), found


def test_a_new_queue_with_the_name_of_another_is_refused_before_the_forecast(folder):
    options = ("--new-queue", "billing/voice", "claims/voice", "5/day", "-o", folder / "out.csv")
    found = refused(folder, *ask(folder, "forecast", *options))
    assert "a new queue has the name of another (found 'billing/voice')" in found


def test_sums_of_one_queue_are_refused_with_what_to_do(folder, tmp_path):
    pd.read_csv(folder / "history.csv").query("queue == 'billing/voice'").to_csv(tmp_path / "one.csv", index=False)
    options = ("--zone", ZONE, "--sums", folder / "sums.csv", "--executor", "serial", "-o", folder / "out.csv")
    found = refused(folder, "forecast", tmp_path / "one.csv", *options)
    assert "sums need two queues or more (found 'billing/voice'). Ask for neither sums nor reconciling." in found


def test_actuals_in_other_intervals_say_which_are_wanted(folder, tmp_path):
    wide = pd.read_csv(folder / "history.csv")
    wide[wide["interval_start"].astype(str).str.contains(":00:00")].to_csv(tmp_path / "hours.csv", index=False)
    more = ("--actuals", tmp_path / "hours.csv", "--zone", ZONE)
    for command, rest in (("score", ()), ("reforecast", ("--at", f"{LAST}T12:00", "-o", folder / "out.csv"))):
        found = refused(folder, command, folder / "forecast.csv", *more, *rest)
        assert "Bring actuals in intervals of 30 minutes." in found


def test_a_queue_that_was_not_measured_is_named_in_the_scores(folder, tmp_path):
    pd.read_csv(folder / "history.csv").query("queue == 'billing/voice'").to_csv(tmp_path / "one.csv", index=False)
    said = run("score", folder / "forecast.csv", "--actuals", tmp_path / "one.csv", "--zone", ZONE)
    named = [line.split()[0] for line in said.splitlines() if line.endswith("- not scored: nothing of it was measured")]
    assert named == ["billing/email", "claims/voice"]


def test_a_day_outside_the_forecast_is_told_as_the_site_writes_it(folder):
    actuals = ("--actuals", folder / "history.csv", "--zone", ZONE, "--at", f"{MONDAY}T00:30", "-o", folder / "out.csv")
    found = refused(folder, "reforecast", folder / "forecast.csv", *actuals)
    assert f"(found '{MONDAY}')" in found


def test_bytes_that_are_no_text_and_a_folder_are_no_history(folder, tmp_path):
    (tmp_path / "history.csv").write_bytes(b"\x00\xff\x12 junk" * 20)
    assert "this is not a text file" in refused(folder, "forecast", tmp_path / "history.csv", "-o", folder / "out.csv")
    assert refused(folder, "forecast", tmp_path, "-o", folder / "out.csv").endswith("Is a directory. Name a file.")
