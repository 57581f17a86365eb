"""The report of a decision: every part of a study with its picture and the numbers behind it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from study_example import ODD, ZONE, example
from test_report import Page, a_forecast

from wfm.io.plan_file import parse_plan
from wfm.io.report import write_report

SECTIONS = [
    *("comparison", "saving", "service", "losers", "resilience", "gain", "curve", "centralise"),
    *("case-chain", "case-pooled", "transition-chain", "transition-pooled", "inputs"),
]
# Pictures of each: models and hours; queues and times; the map and three kinds of change; cash flows and tornado.
PICTURES = {"comparison": 2, "service": 2, "losers": 4, "case-chain": 3, "case-pooled": 3, "inputs": 0}
UNFOLDED = re.compile("Numbers behind the picture")


@pytest.fixture(scope="module")
def text(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("decision") / "report.html"
    plan = parse_plan(f'[site]\nzone = "{ZONE}"\n[queue_defaults]\n')
    write_report(path, plan=plan, forecast=a_forecast(), comparison=example(), decision=True)
    return path.read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    found = re.findall(r'<section id="([^"]+)".*?</section>', text, re.DOTALL)
    parts = re.findall(r'<section id="[^"]+"(.*?)</section>', text, re.DOTALL)
    return dict(zip(found, parts, strict=True))


def test_the_study_comes_first_then_what_it_is_made_of(text):
    assert list(sections(text)) == [*SECTIONS, "forecast", "accuracy", "notes"]
    assert "<h1>Comparison of operating models</h1>" in text


def test_every_part_has_its_pictures_sound_and_named(text):
    for name, part in sections(text).items():
        if name not in SECTIONS:
            continue
        pictures = re.findall(r"<svg.*?</svg>", part, re.DOTALL)
        assert len(pictures) == PICTURES.get(name, 1), name
        for svg in pictures:
            assert ET.fromstring(svg).attrib["aria-label"]
        assert part.count("<figcaption>") == len(pictures)
        assert len(UNFOLDED.findall(part)) >= len(pictures) - (name.startswith("case"))  # one table for both cash flows


def test_pictures_name_what_they_show(text):
    parts = sections(text)
    for name, words in {
        "comparison": ("departmental", "chain", "pooled", "Mon 16 Nov"),
        "saving": ("chain", "pooled", "+3.0", "+4.0", "Mo", "08"),
        "service": ("billing/voice", "08:00"),
        "losers": ("-10.0 ▼", "+8.0 ▲", "+1.0", "loses", "gains", "may be chance"),
        "resilience": ("10 % sick: pooled", "85.0% to 60.0%"),
        "gain": ("pooled, without cap: +5", "peaks apart"),
        "curve": ("generalists for all, without cap",),
        "case-pooled": ("high", "expected", "low", "month", "net present value (EUR)"),
        "transition-pooled": ("pilot", "wave 1", "under contract"),
        "centralise": ("0.70 centralise", "0.40 keep specialist"),
    }.items():
        drawn = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", parts[name]))
        for word in words:
            assert word in drawn, (name, word)


def test_who_loses_is_said_in_words_and_escaped(text):
    losers = sections(text)["losers"]
    assert "these certainly get worse service, the worst first: =claims/&lt;b&gt;voice&lt;/b&gt; under chain" in losers
    assert "<b>voice" not in text


def test_tables_behind_the_pictures_hold_the_numbers(text):
    tables = Page(text).tables
    assert tables["Operating models"][1] == ["agents at the peak", "21.0", "18.0", "17.0"]
    assert tables["Queues by what speaks for one central team"][2][0] == ODD
    assert len(tables["Cash flow by month (EUR), departmental to pooled"]) == 62
    assert tables["What the business case hangs on"][0][0] == "input"
    assert "Inputs of the business case and their sources" in tables


def test_identities_are_unique_over_all_pictures(text):
    identities = re.findall(r'\bid="([^"]+)"', text)
    assert len(identities) == len(set(identities))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(identities)


def test_of_many_sentences_those_on_the_model_looked_at_come_first_and_all_unfold(tmp_path):
    comparison = replace(example(), advice=("chain asks for less.", "pooled asks for least.", "Mind the wages."))
    path = tmp_path / "r.html"
    plan = parse_plan(f'[site]\nzone = "{ZONE}"\n[queue_defaults]\n')
    write_report(path, plan=plan, forecast=a_forecast(), comparison=comparison, decision=True)
    first, unfolded = sections(path.read_text(encoding="utf-8"))["comparison"].split(
        "Every sentence, on all models<span"
    )
    assert re.findall("<p>(.*)</p>", first) == ["Pooled asks for least.", "Mind the wages."]
    assert re.findall("<p>(.*)</p>", unfolded) == ["Chain asks for less.", "Pooled asks for least.", "Mind the wages."]


def test_long_tables_print_only_where_they_are_unfolded(text):
    cash = sections(text)["case-pooled"]
    assert '<details class="long">' in cash
    assert "(61 rows: unfold them before printing)" in cash
