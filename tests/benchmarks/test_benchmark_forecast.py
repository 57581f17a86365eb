"""The forecast benchmark measures every method alike, gives peers nothing of the future, and names who is missing."""

import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import forecast, forecast_peers, simulation, staffing
from benchmarks.forecast_exchange import read_answers, read_tasks, write_answers, write_tasks
from benchmarks.forecast_peers import PeerAnswers
from benchmarks.forecast_scores import OF_PERIODS, OURS, RAW, markdown, peer_rows, raw_naive, raw_rows, table
from benchmarks.forecast_sets import DataSet, Task, tasks_of
from benchmarks.forecast_weekly import weekly
from wfm.calendars import build_calendar
from wfm.forecast import backtest
from wfm.forecast.days import QueueDays, day_number
from wfm.intervals import IntervalGrid
from wfm.types import History

MONDAY = date(2026, 1, 5)
ELSEWHERE = {*staffing.PEERS, *simulation.PEERS}  # peers of other benchmarks, with environments made the same way


def history(days=77, queues=2):
    """Poisson counts in two-hour intervals with a week; small enough for a second's backtest."""
    random = np.random.default_rng(3)
    grid = IntervalGrid.days(MONDAY, days, "Europe/Amsterdam", 120)
    local = grid.index.tz_convert("Europe/Amsterdam")
    mean = 30 * np.array([1.2, 1.1, 1, 1, 0.9, 0.5, 0.4])[local.day_of_week] * (1 + np.sin(local.hour / 24 * 2 * np.pi))
    frames = [
        pd.DataFrame({"queue": f"q{q}", "interval_start": grid.index, "offered": random.poisson(mean).astype(float)})
        for q in range(queues)
    ]
    frame = pd.concat(frames, ignore_index=True).assign(handled=np.nan, abandoned=np.nan, aht_seconds=np.nan)
    return History(frame, 120, "Europe/Amsterdam")


def task(counts, origin, horizon=7):
    counts = np.asarray(counts, dtype=float)
    first = day_number(MONDAY)
    blank = np.full(counts.shape, np.nan)
    days = QueueDays("q", first, 120, counts, np.ones(counts.shape, dtype=bool), np.zeros(counts.shape), blank)
    return Task(days, (first + origin,), horizon, {})


def test_raw_naive_repeats_the_last_week_and_reaches_further_back_for_what_was_not_measured():
    counts = np.arange(21, dtype=float)[:, None].repeat(12, axis=1)
    counts[15, 0] = np.nan
    one = task(counts, 18, horizon=9)
    found = raw_naive(one, one.origins[0])
    assert found[:, 1].tolist() == [11, 12, 13, 14, 15, 16, 17, 11, 12]
    assert found[4, 0] == 8


def test_a_peer_sees_no_day_after_the_origin(tmp_path):
    counts = np.arange(28, dtype=float)[:, None].repeat(12, axis=1)
    first = day_number(MONDAY)
    entry = {"queue": "q", "first": first, "minutes": 120, "origins": [first + 14, first + 21], "horizon": 7}
    write_tasks(tmp_path, [entry | {"special": [[first + 15, "holiday", "A day"]]}], [counts])
    (_, origin, early), (_, _, late) = read_tasks(tmp_path)
    assert origin == first + 14
    assert early.counts.max() == 13
    assert late.counts.max() == 20
    assert early.future.tolist() == list(range(first + 14, first + 21))
    assert early.special == {first + 15: ("holiday", "A day")}


def test_answers_that_did_not_come_to_their_end_do_not_count(tmp_path):
    np.savez(tmp_path / "answers.npz", a=np.zeros(1))
    assert read_answers(tmp_path) is None
    write_answers(tmp_path, {"a": np.ones(2)}, {"version": "1"})
    arrays, about = read_answers(tmp_path)
    assert arrays["a"].tolist() == [1, 1]
    assert about == {"version": "1"}


def test_a_perfect_peer_scores_zero_and_its_failed_fits_are_filled_and_counted():
    counts = np.random.default_rng(1).poisson(20, (42, 12))
    one = task(counts, 28)
    origin = one.origins[0]
    about = {"version": "9", "methods": ["oracle", "oracle lazy"], "failures": {}}
    key = f"oracle|q|{origin}"
    exact = one.actual(origin)
    arrays = {f"{key}|mean": exact, f"{key}|p10": exact - 1, f"{key}|p90": exact + 1}
    rows, notes = peer_rows(PeerAnswers("oracle", arrays, about | {"seconds": {key: 1.5}}), [one])
    perfect, failed = rows.to_dict("records")
    assert perfect["method"] == "oracle 9"
    assert (perfect["wape"], perfect["coverage_80"], perfect["seconds"]) == (0, 1, 1.5)
    assert np.isnan(perfect["coverage_90"])
    assert failed["wape"] == raw_rows([one])["wape"].item() > 0.1
    assert notes == ["oracle 9 lazy: 1 fits failed, the raw naive forecast stands in for them"]


def test_table_weighs_origins_by_contacts_and_queues_alike():
    def row(method, queue, contacts, wape):
        return {
            "method": method,
            "queue": queue,
            "origin": contacts,
            "contacts": contacts,
            "floor": 0.1,
            "wape": wape,
            "wape_day": wape / 2 if method == OURS["naive"] else wape / 4,
            "bias": 0.0,
            "coverage_80": 0.8,
            "coverage_90": 0.9,
            **dict.fromkeys(OF_PERIODS, 0.85),
            "seconds": 1.0,
            "wape_median": wape / 2 if method == OURS["selected"] else wape,
        }

    naive = [row(OURS["naive"], q, n, 0.4) for q in "ab" for n in (100, 300)]
    ours = [row(OURS["selected"], "a", 100, 0.4), row(OURS["selected"], "a", 300, 0.2)]
    ours += [row(OURS["selected"], "b", n, 0.5) for n in (100, 300)]
    result = table(pd.DataFrame(naive + ours))
    mine = result.loc[OURS["selected"]]
    assert mine["wape"] == pytest.approx((0.25 + 0.5) / 2)
    assert mine["rel"] == pytest.approx((0.625 + 1.25) / 2)
    assert (mine["worst"], mine["worst_day"]) == pytest.approx((1.25, 0.625))
    assert mine["floor_ratio"] == pytest.approx(3.75)
    assert (mine["rel_median"], mine["worst_median"]) == pytest.approx((0.938 / 2, 0.625), abs=1e-3)
    assert f"| **{OURS['selected']}** | 37.5 | 0.938 | 0.469 | 1.250, 0.625, 0.625 |" in markdown(result)


def test_a_run_scores_ours_and_the_raw_naive_on_the_same_origins(tmp_path, capsys, monkeypatch):
    made = DataSet("sample", "made up", history(), build_calendar("NL", [2026]))
    monkeypatch.setattr(forecast, "load", lambda name: made)
    arguments = ["--set", "sample", "--weeks", "1", "--origins", "2", "--weekly", "3", "--json"]
    forecast.main([*arguments, "--output", str(tmp_path)])
    printed = json.loads(capsys.readouterr().out)
    methods = printed["sets"]["sample"]["methods"]
    assert {OURS["selected"], OURS["naive"], RAW} <= set(methods)
    assert methods[OURS["selected"]]["rel"] < 1
    assert [(h["by"], h["band"]) for h in printed["sets"]["sample"]["chance"]] == [
        (by, band) for band in (0.8, 0.9) for by in ("day", "week")
    ]
    bands = printed["sets"]["sample"]["weekly"]
    assert (bands["origins"], set(bands["held"])) == (3, {"80", "90"})
    assert bands["rel"] <= bands["worst"] < 1
    text = (tmp_path / "forecast_sample_1w.md").read_text()
    assert f"Forecast every week of the last 3, a week ahead: {bands['held']['80']} % in the 80 % band" in text
    rows = pd.read_csv(tmp_path / "forecast_sample_1w.csv")
    counts = rows.groupby("method").size()
    assert counts[RAW] == counts[OURS["selected"]] == 4
    assert (rows.groupby(["queue", "origin"])["contacts"].nunique() == 1).all()
    assert {p.name for p in tmp_path.glob("*.png")} == {
        "forecast_sample_1w_methods.png",
        "forecast_sample_1w_weeks.png",
    }


def test_bands_are_held_to_forecasts_made_every_week_however_far_they_look():
    made = DataSet("sample", "made up", history(84), build_calendar("NL", [2026]))
    found = weekly(made, 4, 2)
    assert (found.weeks, found.origins, found.chance) == (2, 4, [])
    assert "Forecast every week of the last 4, 2 weeks ahead" in found.sentences()[0]
    assert weekly(DataSet("sample", "short", history(35), made.calendar), 9, 2).origins < 9


def test_our_rows_agree_with_scores_computed_apart():
    made = DataSet("sample", "made up", history(), build_calendar("NL", [2026]))
    scores = backtest(made.history, made.calendar, weeks=1, origins=2)
    (first, _) = tasks_of(made, scores, 1)
    frame = made.history.frame[made.history.frame["queue"] == first.days.queue]
    local = frame["interval_start"].dt.tz_convert("Europe/Amsterdam").dt.date
    for origin in first.origins:
        day = date.fromordinal(date(1970, 1, 1).toordinal() + origin)
        week = frame[(local >= day) & (local < date.fromordinal(day.toordinal() + 7))]
        assert np.nansum(first.actual(origin)) == week["offered"].sum() > 0


def test_a_peer_that_cannot_be_installed_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("WFM_BENCHMARK_CACHE", str(tmp_path))
    monkeypatch.setitem(forecast_peers.REQUIREMENTS, "prophet", ("./no-such-package-here",))
    monkeypatch.setattr(sys, "stderr", sys.__stderr__)
    answers = forecast_peers.ask("prophet", [], 1)
    assert "could not be installed" in answers.missing
    rows, notes = peer_rows(answers, [])
    assert rows.empty
    assert notes[0].startswith("prophet: could not be installed")


def test_an_unknown_peer_is_refused(capsys):
    with pytest.raises(SystemExit):
        forecast.parsed(["--peers", "crystal-ball"])
    assert "crystal-ball" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("peer", sorted(set(forecast_peers.REQUIREMENTS) - ELSEWHERE))
def test_an_installed_peer_answers_every_task(peer):
    if not (forecast_peers.cache() / peer / "installed").is_file():
        pytest.skip(f"{peer} has no environment here: python -m benchmarks.forecast --peers {peer}")
    made = DataSet("sample", "made up", history(queues=1), build_calendar("NL", [2026]))
    scores = backtest(made.history, made.calendar, weeks=1, origins=1)
    tasks = tasks_of(made, scores, 1)
    rows, notes = peer_rows(forecast_peers.ask(peer, tasks, 5), tasks)
    assert not notes
    assert len(rows)
    assert (rows["wape"] < 0.5).all()


def test_every_peer_has_a_worker_and_its_module():
    folder = Path(forecast_peers.__file__).parent
    assert set(forecast_peers.REQUIREMENTS) > ELSEWHERE
    for peer in set(forecast_peers.REQUIREMENTS) - ELSEWHERE:
        assert (folder / f"forecast_peer_{peer}.py").is_file()
