from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from wfm.errors import ConfigError
from wfm.roster import rule_catalogue_markdown, rules_from
from wfm.roster.rules import PRESETS

LAW = {
    "nl-atw": {
        "shift_length": {"max_hours": 12},
        "weekly_hours": {"max_hours": 60},
        "average_hours_4_weeks": {"max_hours": 55},
        "average_hours_16_weeks": {"max_hours": 48},
        "daily_rest": {"hours": 11, "short_hours": 8, "allow_short": 0},
        "weekly_rest": {"hours": 36, "per_days": 7, "split_hours": 72, "split_per_days": 14, "split_part_hours": 32},
        "breaks": {"after_hours": 5.5, "minutes": 30, "part_minutes": 15, "long_after_hours": 10, "long_minutes": 45},
        "night_shift": {
            "max_hours": 10,
            "rest_hours": 14,
            "late_end_hour": 2,
            "series": 3,
            "rest_after_series_hours": 46,
            "max_in_row": 7,
            "max_in_16_weeks": 36,
        },
        "night_average": {"min_nights": 16, "weeks": 16, "max_hours": 40},
        "sundays_free": {"per_year": 13},
        "notice": {"pattern_days": 28, "times_days": 4},
    },
    "eu-wtd": {
        "average_hours_17_weeks": {"max_hours": 48, "weeks": 17},
        "daily_rest": {"hours": 11},
        "weekly_rest": {"hours": 35, "per_days": 7},
        "breaks": {"after_hours": 6},
        "night_average": {"min_nights": 1, "weeks": 17, "max_hours": 48},
    },
    "none": {},
}


@pytest.mark.parametrize("preset", PRESETS)
def test_preset_holds_the_numbers_of_the_law_and_their_source(preset: str) -> None:
    rules = rules_from(preset)
    law = {name: rule for name, rule in rules.by_name.items() if rule.kind == "law"}
    assert set(law) == set(LAW[preset])
    for name, numbers in LAW[preset].items():
        assert {key: law[name].parameters[key] for key in numbers} == numbers
        assert law[name].legal_source


@pytest.mark.parametrize("preset", PRESETS)
def test_contract_rules_hold_with_every_preset(preset: str) -> None:
    contract = {name for name, rule in rules_from(preset).by_name.items() if rule.kind == "contract"}
    assert {"contract_hours", "days_per_week", "consecutive_days", "availability", "leave", "locks"} <= contract


def test_a_change_overrides_one_number_and_the_sentence_says_it() -> None:
    rules = rules_from("nl-atw", {"daily_rest": {"hours": 12}})
    assert rules.parameter("daily_rest", "hours") == 12
    assert rules.parameter("daily_rest", "short_hours") == 8
    assert "at least 12 hours of rest" in rules.by_name["daily_rest"].sentence


@pytest.mark.parametrize("off", [0, False])
def test_a_rule_can_be_switched_off(off: float) -> None:
    rules = rules_from("nl-atw", {"sundays_free": {"in_force": off}})
    assert "sundays_free" not in rules.by_name
    assert rules.parameter("sundays_free", "per_year") is None
    assert "sundays_free" in rules_from("nl-atw", {"sundays_free": {"in_force": 1}}).by_name


@pytest.mark.parametrize(
    ("preset", "changes", "words"),
    [
        ("de", {}, ["'de'", "nl-atw", "eu-wtd", "none"]),
        ("nl-atw", {"dayly_rest": {"hours": 12}}, ["'dayly_rest'", "daily_rest", "weekly_rest"]),
        ("nl-atw", {"daily_rest": {"hour": 12}}, ["'hour'", "hours", "allow_short", "in_force"]),
        ("nl-atw", {"daily_rest": {"hours": -1}}, ["daily_rest", "hours", "-1"]),
        ("nl-atw", {"daily_rest": {"hours": float("nan")}}, ["nan"]),
        ("nl-atw", {"daily_rest": {"hours": "12"}}, ["'12'"]),
        ("nl-atw", {"daily_rest": {"in_force": "no"}}, ["in_force", "'no'"]),
    ],
)
def test_what_is_unknown_or_no_number_is_refused_with_what_is_known(
    preset: str, changes: dict[str, dict[str, float]], words: list[str]
) -> None:
    with pytest.raises(ConfigError) as error:
        rules_from(preset, changes)
    for word in words:
        assert word in str(error.value)


@pytest.mark.parametrize("preset", [*PRESETS, "contract"])
def test_every_placeholder_is_a_parameter_and_law_and_contract_do_not_share_names(preset: str) -> None:
    tables = tomllib.loads(files("wfm.roster").joinpath("presets", f"{preset}.toml").read_text())
    contract = tomllib.loads(files("wfm.roster").joinpath("presets", "contract.toml").read_text())
    for name, table in tables.items():
        assert set(table) <= {"kind", "legal_source", "sentence", "parameters"}
        assert "{" not in table["sentence"].format(**table.get("parameters", {}))
        assert preset == "contract" or name not in contract


def test_a_rule_that_two_presets_share_has_the_same_parameters() -> None:
    dutch, european = rules_from("nl-atw").by_name, rules_from("eu-wtd").by_name
    for name in set(dutch) & set(european):
        assert set(dutch[name].parameters) == set(european[name].parameters)


def test_the_catalogue_page_holds_every_rule_and_number() -> None:
    page = rule_catalogue_markdown()
    for preset in PRESETS:
        for rule in rules_from(preset).by_name.values():
            assert f"`{rule.name}`" in page
            assert rule.sentence in page
            assert rule.legal_source in page
    assert page.count("`contract_hours`") == 1
