"""The inputs of the business case: defaults with sources, and what the plan file may change."""

import pytest

from wfm.compare.case_inputs import CASE_INPUTS, case_inputs
from wfm.errors import ConfigError
from wfm.io.plan_file import parse_plan, plan_schema

SITE = '[site]\nzone = "Europe/Paris"\n[business_case]\n'


def changed(text):
    return {row.name: row for row in case_inputs(parse_plan(SITE + text, "plan.toml").business_case)}


def test_every_input_says_what_it_is_and_where_it_comes_from():
    assert len({row.name for row in CASE_INPUTS}) == len(CASE_INPUTS)
    for row in CASE_INPUTS:
        assert row.unit, row.name
        assert row.meaning.endswith("."), row.name
        assert len(row.source) > 15, row.name


def test_the_schema_lists_every_input_with_range_and_source():
    table = plan_schema()["properties"]["business_case"]
    assert set(table["properties"]) == {row.name for row in CASE_INPUTS}
    assert table["additionalProperties"] is False
    platform = table["properties"]["platform"]["description"]
    assert "Low 50000, expected 100000, high 200000" in platform
    assert "Source:" in platform


def test_a_number_is_certain_and_a_table_is_a_range():
    rows = changed("platform = 90_000\ntraining = { low = 4000, expected = 6000, high = 7000 }")
    assert (rows["platform"].low, rows["platform"].expected, rows["platform"].high) == (90_000, 90_000, 90_000)
    assert (rows["training"].low, rows["training"].expected, rows["training"].high) == (4_000, 6_000, 7_000)
    assert rows["training"].source == "the plan file"
    assert rows["guidance"].expected == 50_000


def test_an_end_left_out_keeps_its_default_unless_the_expected_value_lies_beyond_it():
    rows = changed("attrition = { expected = 0.5 }\nreplacement = { expected = 9000 }")
    assert (rows["attrition"].low, rows["attrition"].expected, rows["attrition"].high) == (0.15, 0.5, 0.5)
    assert (rows["replacement"].low, rows["replacement"].high) == (4_000, 14_000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("platfrom = 3", r"business_case\.platfrom is not a known input\. Did you mean platform\?"),
        ("zzz = { low = 1 }", "business_case.zzz is not a known input. It takes: years, discount_rate"),
        ("attrition = 25", r"attrition is a number from 0 to 0\.95 .*not 25\. Write 5 % as 0\.05"),
        ("platform = -1", "platform is a number of at least 0"),
        ("platform = { low = 5, expected = 1 }", "platform: low 5, expected 1 .* not in rising order"),
        ("platform = inf", "platform is a finite number"),
        ("platform = nan", "platform is a finite number"),
        ("years = 2.5", "years is one whole number"),
        ("years = { low = 3, expected = 4, high = 5 }", "years is one whole number"),
        ("years = 0", "years is a number from 1 to 10"),
        ('platform = "much"', r"business_case\.platform"),
        ("platform = { lowest = 5 }", "business_case.platform"),
    ],
)
def test_a_wrong_input_is_named_with_what_to_do(text, said):
    with pytest.raises(ConfigError, match=said) as caught:
        parse_plan(SITE + text, "plan.toml")
    assert str(caught.value).startswith("plan.toml: ")
