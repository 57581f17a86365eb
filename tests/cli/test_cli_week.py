"""The whole week from the shell: files in, files out, each command on what the one before wrote."""

import json

import pandas as pd
import pytest
from shell import run
from small_site import MONDAY, ZONE, write_site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    folder = write_site(tmp_path_factory.mktemp("week"))
    plan, agents = folder / "plan.toml", folder / "agents.csv"
    run(
        "forecast", folder / "history.csv", "--weeks", 1, "--zone", ZONE, "--country", "NL", "--executor", "serial",
        "-o", folder / "forecast.csv",
    )  # fmt: skip
    run("require", folder / "forecast.csv", "--plan", plan, "-o", folder / "requirement.csv")
    run(
        "roster", folder / "requirement.csv", "--agents", agents, "--plan", plan, "--time-limit", 5,
        "-o", folder / "roster.csv", "--report", folder / "result.json",
    )  # fmt: skip
    return folder


def test_forecast_holds_the_week_after_the_history_with_ordered_quantiles(week):
    forecast = pd.read_csv(week / "forecast.csv")
    assert forecast["interval_start"].min() == f"{MONDAY}T00:00:00+01:00"
    assert set(forecast["queue"]) == {"billing/voice", "billing/email", "claims/voice"}
    bands = forecast[[c for c in forecast.columns if c.startswith("offered_p")]]
    assert (bands.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)


def test_requirement_asks_for_more_than_the_load(week):
    requirement = pd.read_csv(week / "requirement.csv")
    busy = requirement[requirement["load_erlangs"] > 0]
    assert set(requirement["work"]) == {"pooled"}
    assert (busy["agents_required"] > 0).all()
    assert busy["agents_required"].sum() > busy["load_erlangs"].sum()


def test_roster_is_legal_and_its_terms_add_up(week):
    result = json.loads((week / "result.json").read_text())
    assert result["violations"] == []
    assert sum(result["terms"].values()) == pytest.approx(result["objective"], rel=1e-6)
    assert result["bound"] is None or result["bound"] <= result["objective"] + 1e-6
    said = run("check", week / "roster.csv", "--agents", week / "agents.csv", "--plan", week / "plan.toml")
    assert "0 rule violations, 12 agents, 48 shifts" in said


def test_explain_answers_a_question_in_words_and_json(week, tmp_path):
    files = [week / "roster.csv", "--requirement", week / "requirement.csv", "--agents", week / "agents.csv"]
    asked = ["--interval", f"{MONDAY}T10:00", "--agent", "b0", "--date", MONDAY, "--json", tmp_path / "told.json"]
    said = run("explain", *files, "--plan", week / "plan.toml", *asked)
    assert f"pooled, Mon {MONDAY} 10:00, 30 min" in said
    assert f"on Monday {MONDAY}" in said
    told = json.loads((tmp_path / "told.json").read_text())
    assert [i["interval_start"] for i in told["intervals"]] == [f"{MONDAY}T10:00:00+01:00"]
    assert [(s["agent"], s["date"]) for s in told["shifts"]] == [("b0", str(MONDAY))]
    assert told["rules"] == []
    assert sum(told["terms"].values()) == pytest.approx(told["objective"])


def test_roster_explains_itself_when_asked(week, tmp_path):
    said = run(
        "roster", week / "requirement.csv", "--agents", week / "agents.csv", "--plan", week / "plan.toml",
        "--time-limit", 1, "-o", tmp_path / "roster.csv", "--report", tmp_path / "result.json", "--explain",
    )  # fmt: skip
    assert "What each rule and wish costs" in said
    told = json.loads((tmp_path / "result.json").read_text())["explanation"]
    assert set(told) == {"objective", "terms", "intervals", "shifts", "rules", "wishes"}
    assert "contract_hours" in {rule["rule"] for rule in told["rules"]}


def test_check_finds_a_shift_moved_into_the_rest_and_exits_1(week, tmp_path):
    roster = pd.read_csv(week / "roster.csv", dtype=str)
    first = roster["agent"] == "b0"
    late = roster[first & (roster["date"] == roster.loc[first, "date"].iloc[0])].index
    for column in ("start", "end"):
        moved = pd.to_datetime(roster.loc[late, column]) + pd.Timedelta(hours=8)
        roster.loc[late, column] = moved.map(lambda t: t.isoformat())
    roster.to_csv(tmp_path / "moved.csv", index=False)
    said = run("check", tmp_path / "moved.csv", "--agents", week / "agents.csv", "--plan", week / "plan.toml", code=1)
    assert "shift_family: b0" in said


def test_compare_puts_models_side_by_side(week):
    out = week / "comparison.json"
    said = run(
        "compare", week / "forecast.csv", "--agents", week / "agents.csv", "--plan", week / "plan.toml",
        "--models", "departmental,pooled", "--time-limit", 3, "--executor", "serial",
        "-o", out, "--html", week / "report.html", "--xlsx", week / "comparison.xlsx",
    )  # fmt: skip
    assert "pooled asks for" in said
    departmental, pooled = json.loads(out.read_text())["scenarios"]
    assert pooled["required_hours"] < departmental["required_hours"]
    assert departmental["violations"] == pooled["violations"] == 0
    assert "<svg" in (week / "report.html").read_text()
    figures = pd.read_excel(week / "comparison.xlsx", sheet_name="Figures", index_col=0, engine="calamine")
    assert figures.loc["agent-hours required", "pooled"] == pytest.approx(pooled["required_hours"])
    assert list(figures.columns) == ["departmental", "pooled"]


def test_compare_without_agents_is_a_quick_look_at_all_models(week):
    run(
        "compare",
        week / "forecast.csv",
        "--plan",
        week / "plan.toml",
        "--executor",
        "serial",
        "-o",
        week / "quick.json",
    )
    scenarios = json.loads((week / "quick.json").read_text())["scenarios"]
    assert [s["model"] for s in scenarios] == ["departmental", "hybrid", "pooled"]
    assert all(s["paid_hours"] is None for s in scenarios)


def test_export_writes_a_workbook_and_a_calendar_an_agent(week):
    arguments = ("export", week / "roster.csv", "--agents", week / "agents.csv", "--plan", week / "plan.toml")
    run(*arguments, "-o", week / "roster.xlsx", "--ics", week / "calendars")
    assert len(list((week / "calendars").glob("*.ics"))) == 12
    assert (week / "roster.xlsx").read_bytes().startswith(b"PK")


def test_backtest_scores_every_model_and_the_naive_one(week):
    run(
        "backtest", week / "history.csv", "--weeks", 1, "--origins", 3, "--zone", ZONE, "--country", "NL",
        "--executor", "serial", "-o", week / "scores.csv",
    )  # fmt: skip
    scores = pd.read_csv(week / "scores.csv")
    assert {"selected", "naive"} <= set(scores["model"])
    assert scores.groupby("queue")["origin"].nunique().tolist() == [3, 3, 3]


def test_the_same_seed_gives_the_same_forecast(week, tmp_path):
    run(
        "forecast", week / "history.csv", "--weeks", 1, "--zone", ZONE, "--country", "NL", "--executor", "processes:2",
        "-o", tmp_path / "again.csv",
    )  # fmt: skip
    assert (tmp_path / "again.csv").read_bytes() == (week / "forecast.csv").read_bytes()
