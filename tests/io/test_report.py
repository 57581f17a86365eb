"""The HTML report, read back as HTML: complete, right, self-contained and safe."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from wfm.errors import ConfigError, DataError
from wfm.intervals import IntervalGrid
from wfm.io.plan_file import parse_plan
from wfm.io.report import write_report
from wfm.types import (
    Comparison,
    Coverage,
    Forecast,
    History,
    NotRostered,
    Plan,
    Requirement,
    Roster,
    RosterResult,
    Scenario,
    Violation,
)
from wfm.types.contacts import QUANTILE_COLUMNS

ZONE, MONDAY, MINUTES = "Europe/Amsterdam", date(2026, 11, 16), 60
QUEUES = ("billing/voice", "claims/<b>voice</b>")


class Page(HTMLParser):
    """Collects what the tests look at: tags with attributes, tables as rows of text, and all visible text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.open: list[str] = []
        self._rows: list[list[str]] = []
        self._caption = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag == "table":
            self._rows, self._caption = [], ""
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"th", "td"}:
            self._rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass
        if tag == "table":
            self.tables[self._caption] = self._rows

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"th", "td"}:
            self._rows[-1][-1] += data
        elif self.open and self.open[-1] == "caption":
            self._caption += data


def rate(index: pd.DatetimeIndex, level: float) -> np.ndarray:
    local = index.tz_convert(ZONE)
    is_open = (local.hour >= 8) & (local.hour < 18) & (local.day_of_week < 5)
    return np.where(is_open, level + local.hour, 0.0)


def a_forecast(first: date = MONDAY, days: int = 7) -> Forecast:
    index = IntervalGrid.days(first, days, ZONE, MINUTES).index
    frames = []
    for i, queue in enumerate(QUEUES):
        offered = rate(index, 20.0 * (i + 1))
        bands = {c: offered * f for c, f in zip(QUANTILE_COLUMNS, (0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3), strict=True)}
        frames.append(
            pd.DataFrame(
                {"queue": queue, "interval_start": index, "offered": offered, **bands, "aht_seconds": 300.0 + i}
            )
        )
    frame = pd.concat(frames, ignore_index=True).assign(model="svd")
    scores = pd.DataFrame(
        [
            {"queue": q, "model": m, "origin": o, "wape": w, "wape_naive": 0.2, "mase": 0.8, "bias": -0.01,
             "coverage_80": 0.8, "coverage_90": 0.9, "seconds": 1.0}
            for q in QUEUES for o in (1, 2) for m, w in (("selected", 0.1 * o), ("naive", 0.2))
        ]
    )  # fmt: skip
    return Forecast(frame, MINUTES, ZONE, scores=scores, notes={QUEUES[0]: ("an hour was lost",)})


def a_history(until: date = MONDAY, weeks: int = 5) -> History:
    index = IntervalGrid.days(until - timedelta(weeks=weeks), 7 * weeks, ZONE, MINUTES).index
    frames = [
        pd.DataFrame({"queue": q, "interval_start": index, "offered": rate(index, 10.0 * (i + 1))})
        for i, q in enumerate(QUEUES)
    ]
    frame = pd.concat(frames, ignore_index=True).assign(handled=np.nan, abandoned=np.nan, aht_seconds=np.nan)
    return History(frame, MINUTES, ZONE, notes=("dates were read day first",))


def a_scenario(model: str, works: tuple[str, ...], forecast: Forecast, missing: float = 1.0) -> Scenario:
    """Every work needs six agents while open and has ``missing`` fewer at noon."""
    index = pd.DatetimeIndex(sorted(forecast.frame["interval_start"].unique()))
    local = index.tz_convert(ZONE)
    required = np.where(rate(index, 1.0) > 0, 6.0, 0.0)
    scheduled = required - np.where((local.hour == 12) & (required > 0), missing, 0.0)
    coverage = pd.concat(
        pd.DataFrame({"work": w, "interval_start": index, "required": required, "scheduled": scheduled}) for w in works
    )
    frame = coverage.assign(
        load_erlangs=4.0, agents_required=coverage["required"] * 0.95, fte_required=8.0,
        service_level=0.8, asa_seconds=20.0, occupancy=0.8,
    )  # fmt: skip
    result = RosterResult(
        "feasible", Roster((), ZONE), 100.0, 99.0, 0.0101, {"paid": 70.0, "short": 30.0}, Coverage(coverage)
    )
    return Scenario(
        model=model,
        requirement=Requirement(frame, MINUTES, ZONE, model, notes=("sickness of 5 % is on top",)),
        agents_at_peak=6.0 * len(works),
        required_hours=float(coverage["required"].sum()),
        fte_required=9.0,
        required_cost=12_000.0 * len(works),
        result=result,
        rostered_agents=12,
        paid_hours=400.0,
        covered_share=result.coverage.covered_share if result.coverage else None,
        service_level=0.81,
        worst_work=works[-1],
        worst_service_level=0.7,
    )


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse_plan('[site]\nname = "Polder & <i>Sons</i>"\nzone = "Europe/Amsterdam"\n[queue_defaults]\n')


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    forecast = a_forecast()
    scenarios = (
        a_scenario("departmental", ("billing", "claims"), forecast),
        a_scenario("pooled", ("pooled",), forecast),
    )
    return Comparison(
        scenarios=scenarios,
        offered=float(forecast.frame["offered"].sum()),
        currency="EUR",
        advice=("pooled asks for half the hours.",),
    )


@pytest.fixture(scope="module")
def text(plan: Plan, comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(
        path, plan=plan, forecast=a_forecast(), comparison=comparison, history=a_history(), notes=("By hand.",)
    )
    return path.read_text(encoding="utf-8")


def _write_in_full(path: Path, plan: Plan, comparison: Comparison) -> None:
    notes = ("By hand.",)
    write_report(path, plan=plan, forecast=a_forecast(), comparison=comparison, history=a_history(), notes=notes)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_nothing_is_loaded_from_outside(text: str, page: Page) -> None:
    assert not {t for t, _ in page.tags} & {"script", "link", "img", "image", "iframe", "object", "video"}
    links = [v for _, a in page.tags for k, v in a.items() if k in {"href", "src", "xlink:href", "data"}]
    assert links
    assert all(v is not None and v.startswith("#") for v in links)
    assert "@import" not in text
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", text))


def test_identities_are_unique_and_every_reference_has_its_target(text: str, page: Page) -> None:
    identities = [a["id"] for _, a in page.tags if a.get("id")]
    assert len(identities) == len(set(identities))
    wanted = {v[1:] for _, a in page.tags for k, v in a.items() if k in {"href", "xlink:href"} and v}
    wanted |= set(re.findall(r"url\(#([^)]*)\)", text))
    assert wanted <= set(identities)


def test_every_picture_is_sound_svg_with_words_and_a_table_behind_it(text: str) -> None:
    figures = re.findall(r"<figure>(.*?)</figure>\s*</div>\s*<details[^>]*>(.*?)</details>", text, re.DOTALL)
    assert len(figures) == text.count("<svg") == 8  # by day, by interval, accuracy, days, strip, models, hours, saving
    for figure, details in figures:
        svg = ET.fromstring(re.search(r"<svg.*</svg>", figure, re.DOTALL)[0])  # type: ignore[index]
        assert svg.attrib["aria-label"]
        assert "<figcaption>" in figure
        assert details.count("<tr>") > 1


def test_colours_follow_the_theme(text: str) -> None:
    drawn = "".join(re.findall(r"<svg.*?</svg>", text, re.DOTALL))
    assert "var(--first)" in drawn
    assert not re.search(r"#0[1-6]0[2-7]0[3-8]", drawn)  # no stand-in colour is left
    for query in ("prefers-color-scheme: dark", "@media print"):
        assert query in text


def test_texts_from_outside_are_escaped(text: str) -> None:
    assert "Polder &amp; &lt;i&gt;Sons&lt;/i&gt;" in text
    assert "<b>voice" not in text
    assert "<i>Sons" not in text


def test_days_show_what_is_expected_and_what_came_before(page: Page) -> None:
    rows = page.tables["Contacts by day"]
    assert rows[0] == ["Day", "expected", "a week before", "mean of 4 weeks before"]
    expected = sum(20 + h for h in range(8, 18)) + sum(40 + h for h in range(8, 18))
    before = sum(10 + h for h in range(8, 18)) + sum(20 + h for h in range(8, 18))
    assert rows[1] == ["Mon 16 Nov", str(expected), str(before), str(before)]
    assert rows[6] == ["Sat 21 Nov", "0", "0", "0"]


def test_queues_show_totals_and_handle_times(page: Page) -> None:
    rows = page.tables["Contacts expected by queue"]
    assert [r[0] for r in rows[1:]] == list(QUEUES)
    assert rows[2][1:] == [f"{5 * sum(40 + h for h in range(8, 18)):,}", f"{5 * sum(20 + h for h in range(8, 18)):,}",
                           "301", "svd"]  # fmt: skip


def test_accuracy_is_the_mean_of_the_selected_method_only(page: Page) -> None:
    rows = page.tables["Accuracy by queue, mean of the earlier dates"]
    assert [*rows[1][1:3], *rows[1][4:]] == ["15.0%", "20.0%", "0.80", "-1.0%", "80%", "90%"]


def test_chance_alone_is_the_mean_deviation_of_poisson_counts(page: Page) -> None:
    rows = {r[0]: r for r in page.tables["Accuracy by queue, mean of the earlier dates"]}
    counts = np.arange(400)
    rates = [20.0 + hour for hour in range(8, 18)]
    deviation = sum(float((poisson.pmf(counts, m) * np.abs(counts - m)).sum()) for m in rates)
    assert rows[QUEUES[0]][3] == f"{deviation / sum(rates):.1%}"


def test_the_roster_shown_is_the_last_one_with_its_hours_missing(page: Page) -> None:
    rows = page.tables["Requirement and roster by day"]
    assert rows[1] == ["Mon 16 Nov", "6.0", "60", "59", "1.0", "0.0", "98.3%"]
    assert rows[7] == ["Sun 22 Nov", "0.0", "0", "0", "0.0", "0.0", "–"]
    net = page.tables["Net agents of pooled, mean of each hour"]
    assert net[1] == ["12:00", *["-1.0"] * 5, "+0.0", "+0.0"]
    assert len(net) == 2  # hours that fit are left out


def test_models_stand_side_by_side_with_the_advice(text: str, page: Page) -> None:
    rows = {r[0]: r[1:] for r in page.tables["Operating models"]}
    assert rows["agents at the peak"] == ["12.0", "6.0"]
    assert rows["cost of that (EUR)"] == ["24,000", "12,000"]
    assert rows["served worst"] == ["claims", "pooled"]
    assert rows["its service level"] == ["70.0%", "70.0%"]
    assert "occupancy expected" not in rows  # of no model known
    assert "<p>Pooled asks for half the hours.</p>" in text


def test_notes_come_once_with_their_places(text: str) -> None:
    for line in (
        "By hand.",
        "history: dates were read day first",
        "billing/voice: an hour was lost",
        "departmental, pooled: sickness of 5 % is on top",
    ):
        assert text.count(f"<li>{line}</li>") == 1


def test_broken_rules_and_people_without_a_roster_are_named(plan: Plan, comparison: Comparison, tmp_path: Path) -> None:
    pooled = comparison.scenarios[1]
    assert pooled.result is not None
    result = replace(
        pooled.result,
        violations=(Violation("daily_rest", "law", "A1", date(2026, 11, 17), "9.5 hours of rest, 11 are needed"),),
        not_rostered=(NotRostered("A2", ("contract_hours", "availability"), "20 hours do not fit"),),
        gap=None,
    )
    broken = replace(comparison, scenarios=(replace(pooled, result=result),))
    write_report(tmp_path / "r.html", plan=plan, forecast=a_forecast(), comparison=broken)
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    tables = Page(text).tables
    assert tables["Broken rules"][1] == ["daily_rest", "law", "A1", "2026-11-17", "9.5 hours of rest, 11 are needed"]
    assert tables["Not rostered"][1] == ["A2", "contract_hours, availability", "20 hours do not fit"]
    assert "no bound was proven. The independent checker found 1 broken rule; 1 agent could not be rostered." in text
    assert "Operating models" not in tables  # one model has nothing to be compared with


def test_a_comparison_of_requirements_alone_makes_a_report(plan: Plan, comparison: Comparison, tmp_path: Path) -> None:
    bare = replace(
        comparison, scenarios=tuple(replace(s, result=None, rostered_agents=None) for s in comparison.scenarios)
    )
    write_report(tmp_path / "r.html", plan=plan, forecast=replace(a_forecast(), scores=None), comparison=bare)
    tables = Page((tmp_path / "r.html").read_text(encoding="utf-8")).tables
    assert set(tables) == {
        "Contacts by day",
        "The busiest interval of each queue shown",
        "Contacts expected by queue",
        "Operating models",
        "Agents required by hour, absence on the day included",
        "Kinds of work under each model",
        "Agents that pooled needs fewer than departmental, by hour and day",
    }
    assert tables["Contacts by day"][1][2:] == ["–", "–"]


@pytest.mark.parametrize(("first", "hours"), [(date(2026, 10, 19), 25), (date(2026, 3, 23), 23)])
def test_a_week_with_a_clock_change_keeps_all_its_hours(plan: Plan, tmp_path: Path, first: date, hours: int) -> None:
    forecast = a_forecast(first)
    scenario = a_scenario("pooled", ("pooled",), forecast)
    assert scenario.result is not None
    assert scenario.result.coverage is not None
    frame = scenario.result.coverage.frame.assign(required=2.0, scheduled=1.0)
    changed = replace(scenario, result=replace(scenario.result, coverage=Coverage(frame)))
    write_report(
        tmp_path / "r.html",
        plan=plan,
        forecast=forecast,
        comparison=Comparison(scenarios=(changed,), offered=1.0, currency="EUR"),
        history=a_history(first),
    )
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    rows = Page(text).tables["Requirement and roster by day"]
    assert [row[2] for row in rows[6:8]] == ["48", str(2 * hours)]  # agent-hours of Saturday and Sunday, at two agents
    assert "the clock changes" in text


def test_the_same_week_gives_the_same_file(plan: Plan, comparison: Comparison, text: str, tmp_path: Path) -> None:
    path = tmp_path / "again.html"
    write_report(
        path, plan=plan, forecast=a_forecast(), comparison=comparison, history=a_history(), notes=("By hand.",)
    )
    assert path.read_text(encoding="utf-8") == text
    write_report(
        path, plan=plan, forecast=a_forecast(), comparison=comparison, made_at=datetime(2026, 11, 15, 20, 5, tzinfo=UTC)
    )
    assert "made 2026-11-15 20:05" in path.read_text(encoding="utf-8")


def test_faults_are_clear_and_leave_nothing_behind(plan: Plan, comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="It holds: departmental, pooled"):
        write_report(tmp_path / "r.html", plan=plan, forecast=a_forecast(), comparison=comparison, model="hybrid")
    with pytest.raises(DataError, match="cannot be written"):
        write_report(tmp_path / "no" / "r.html", plan=plan, forecast=a_forecast(), comparison=comparison)
    assert list(tmp_path.iterdir()) == []


def test_drawing_keeps_no_global_state() -> None:
    code = (
        "import sys, matplotlib as mpl\n"
        "state = lambda: {k: mpl.rcParams[k] for k in mpl.rcParams if k != 'backend'}  # reading that loads pyplot\n"
        "before = state()\n"
        "from wfm.io.report_svg import figure, inline_svg\n"
        "with figure(2, 1) as drawn:\n"
        "    drawn.subplots().plot([1, 2]); inline_svg(drawn, 'x', 'y')\n"
        "assert state() == before\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
