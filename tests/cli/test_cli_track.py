"""`wfm track`: figures before and after from two files."""

import pytest
from click.testing import CliRunner

from wfm.cli import main

BEFORE = "kpi,value,count,deviation\nfcr,0.6,80,\naht_seconds,300,5000,200\nnps,-12.5,200,80\n"
AFTER = "kpi,value,count,deviation\nfcr,0.8,70,\naht_seconds,280,5000,200\ncsat,0.9,50,\n"


def track(folder, before=BEFORE, after=AFTER, *options):
    (folder / "before.csv").write_text(before)
    (folder / "after.csv").write_text(after)
    return CliRunner().invoke(main, ["track", str(folder / "before.csv"), str(folder / "after.csv"), *options])


def test_changes_are_told_with_their_interval(tmp_path):
    done = track(tmp_path)
    assert done.exit_code == 0, done.output
    assert "fcr: +20.0 points" in done.output
    assert "at 97.5% confidence): better." in done.output
    assert "aht_seconds: -20 seconds" in done.output
    assert "Not in both files: nps, csat." in done.output


def test_the_confidence_can_be_chosen(tmp_path):
    assert "at 95.0% confidence" in track(tmp_path, BEFORE, AFTER, "--confidence", "0.9").output


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("kpi,value\nfcr,0.6\n", "count"),
        ("kpi,value,count\nfcr,60,80\n", "Write 80 % as 0.8"),
        ("kpi,value,count\nmood,0.6,80\n", "unknown figure 'mood'"),
        ("kpi,value,count\nfcr,much,80\n", "this is not a number"),
        ("kpi,value,count\nfcr,,80\n", "the value is blank"),
        ("kpi,value,count\nfcr,0.6,8.5\n", "not a whole number"),
        ("kpi,value,count\nfcr,0.6,\n", "not a whole number"),
        ("kpi,value,count\naht_seconds,300,80\n", "give its standard deviation"),
        ("kpi,value,count\nfcr,0.6,80\nfcr,0.6,80\n", "row 3, column kpi: this figure is given twice"),
    ],
)
def test_a_wrong_file_is_one_line_and_exit_2(tmp_path, before, said):
    done = track(tmp_path, before)
    assert done.exit_code == 2, done.output
    assert said in done.output
