"""The page of rules is the data: made by `wfm rules -o docs/rules.md`."""

import json
from pathlib import Path

from click.testing import CliRunner

from wfm.cli import main
from wfm.roster import rule_catalogue_markdown

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"


def test_the_page_of_rules_is_what_the_data_say():
    made = f"{rule_catalogue_markdown().rstrip()}\n"
    assert PAGE.read_text(encoding="utf-8") == made, "run: wfm rules -o docs/rules.md"


def test_rules_come_as_a_page_and_as_data(tmp_path):
    page = tmp_path / "rules.md"
    assert CliRunner().invoke(main, ["rules", "-o", str(page)]).exit_code == 0
    assert page.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")
    done = CliRunner().invoke(main, ["rules", "--json"])
    by_preset = json.loads(done.output)
    assert set(by_preset) == {"nl-atw", "eu-wtd", "none"}
    law = {rule["name"]: rule for rule in by_preset["nl-atw"] if rule["kind"] == "law"}
    assert law["daily_rest"]["parameters"]["hours"] == 11
    assert "art. 5:3" in law["daily_rest"]["legal_source"]
    assert {rule["kind"] for rule in by_preset["none"]} == {"contract", "wish"}
