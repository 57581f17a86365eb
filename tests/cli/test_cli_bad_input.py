"""Bad input: one line that says what, where and what to do; exit code 2; no traceback; nothing half-written."""

from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from small_site import write_site

from wfm.cli import main

HEADER = "interval_start,queue,offered\n"
HOUR = "2026-11-02 09:00,a,5\n2026-11-02 09:30,a,6\n2026-11-02 10:00,a,7\n"


def _merged_header(path):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 4, "Contacts of November", book.add_format())
    for column, name in enumerate(("interval_start", "queue", "offered", "handled", "abandoned")):
        sheet.write(1, column, name)
    sheet.write_row(2, 0, ("2026-11-02 09:00", "a", 5, 5, 0))
    book.close()


def forecast(path, out, *more):
    arguments = ["forecast", str(path), "--zone", "Europe/Amsterdam", "--executor", "serial", "-o", str(out), *more]
    return CliRunner().invoke(main, arguments)


def refused(done, out, *said):
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    assert "Traceback" not in done.output
    assert len(done.output.strip().splitlines()) == 1
    for text in said:
        assert text in done.output
    assert list(Path(out).parent.glob(f"*{Path(out).name}*")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("when,queue,offered\n2026-11-02 09:00,a,5\n", ("interval_start",)),
        ("interval_start,queue\n2026-11-02 09:00,a\n", ("offered",)),
        (HEADER + HOUR + "2026-11-02 09:30,a,6\n", ("row 5", "2026-11-02")),
        (HEADER + HOUR + "2026-11-02 10:30,a,-3\n", ("row 5", "column offered", "-3")),
        (HEADER + HOUR + "2026-11-02 10:30,a,many\n", ("row 5", "column offered", "many")),
        (HEADER + HOUR + "soon,a,4\n", ("row 5", "column interval_start", "soon")),
        (HEADER, ("no",)),
        ("", ("empty",)),
        (HEADER + "2026-03-29 01:30,a,4\n2026-03-29 02:00,a,4\n2026-03-29 03:00,a,4\n", ("row 3", "02:00")),
    ],
    ids=["no start", "no offered", "duplicate", "negative", "text", "date", "header only", "empty", "clock change"],
)
def test_a_bad_history_is_refused_with_its_place(tmp_path, text, said):
    path = tmp_path / "history.csv"
    path.write_text(text)
    refused(forecast(path, tmp_path / "out.csv"), tmp_path / "out.csv", "history.csv", *said)


def test_an_unknown_zone_is_named(tmp_path):
    (tmp_path / "history.csv").write_text(HEADER + HOUR)
    out = tmp_path / "out.csv"
    refused(forecast(tmp_path / "history.csv", out, "--zone", "Europe/Nowhere"), out, "Europe/Nowhere")


def test_an_excel_file_with_a_merged_header_says_which_row_is_the_header(tmp_path):
    _merged_header(tmp_path / "history.xlsx")
    out = tmp_path / "out.csv"
    refused(forecast(tmp_path / "history.xlsx", out), out, "history.xlsx", "row 2")


def test_a_file_that_is_not_there_is_named(tmp_path):
    out = tmp_path / "out.csv"
    refused(forecast(tmp_path / "absent.csv", out), out, "absent.csv", "no such file")


def test_an_agent_with_an_unknown_skill_is_named(tmp_path):
    site = write_site(tmp_path)
    agents = (
        (site / "agents.csv").read_text().replace("c0,Claims 0,claims,32h,claims", "c0,Claims 0,claims,32h,fishing")
    )
    (site / "agents.csv").write_text(agents)
    (site / "requirement.csv").write_text(
        "work,interval_start,load_erlangs,agents_required,fte_required,service_level,asa_seconds,occupancy\n"
        "pooled,2026-11-16T09:00:00+01:00,1,2,2,0.9,5,0.5\n"
        "pooled,2026-11-16T09:30:00+01:00,1,2,2,0.9,5,0.5\n"
    )
    out = site / "roster.csv"
    arguments = ["roster", site / "requirement.csv", "--agents", site / "agents.csv", "--plan", site / "plan.toml"]
    done = CliRunner().invoke(main, [*map(str, arguments), "-o", str(out)])
    refused(done, out, "skills", "c0", "fishing")


def test_an_agent_without_a_contract_of_the_plan_is_named(tmp_path):
    site = write_site(tmp_path)
    (site / "agents.csv").write_text("agent,contract\nx,99h\n")
    (site / "roster.csv").write_text(
        "agent,date,start,end,activity,work,paid\n"
        "x,2026-11-16,2026-11-16T09:00:00+01:00,2026-11-16T17:00:00+01:00,work,pooled,yes\n"
    )
    arguments = ["check", site / "roster.csv", "--agents", site / "agents.csv", "--plan", site / "plan.toml"]
    refused(CliRunner().invoke(main, [*map(str, arguments)]), site / "nothing", "contract", "99h", "32h")
