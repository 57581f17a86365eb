"""Loading a folder and dumping it again; all or nothing."""

from __future__ import annotations

import gzip
import json
import shutil

import pytest
from builders_storage import MONDAY, NOW
from site_files import AGENTS, flat_requirement, roster
from sqlalchemy import event, func, select

from wfm.compare import operating_model
from wfm.errors import ConfigError, DataError, PermissionDenied
from wfm.io.plan_file import example_plan, parse_plan
from wfm.io.write import write_roster
from wfm.roster import build_problem, check, coverage_of
from wfm.services import audit_log, dump, load, loading
from wfm.services.users import SYSTEM
from wfm.storage import open_engine, read_session, upgrade, write_session
from wfm.storage.people import load_agents
from wfm.storage.results import load_result, result_of_roster
from wfm.storage.rosters import roster_headers
from wfm.storage.tables import Base

FILES = [
    "plan.toml",
    "events.csv",
    "history.csv.gz",
    "forecast.csv",
    "scores.csv",
    "totals.csv",
    "agents.csv",
    "requirement-departmental.csv",
    "requirement-pooled.csv",
    "roster-departmental.csv",
    "result-departmental.json",
    "roster-pooled.csv",
    "result-pooled.json",
    "comparison.json",
]


@pytest.fixture
def folder(site_folder, tmp_path):
    """A copy of the files that a test may spoil."""
    return shutil.copytree(site_folder, tmp_path / "copy")


def content(path):
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def rows(engine):
    with read_session(engine) as session:
        return {t.name: session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables}


def test_what_is_dumped_is_what_was_loaded(loaded, site_folder, tmp_path):
    with read_session(loaded) as session:
        written = dump(session, SYSTEM, tmp_path / "out")
    assert sorted(path.name for path in written) == sorted(FILES)
    for path in written:
        if path.name.startswith("result-"):
            continue  # coverage and violations are found anew, see below
        if path.suffix == ".json":
            assert json.loads(path.read_text()) == json.loads((site_folder / path.name).read_text())
        else:
            assert content(path) == content(site_folder / path.name), path.name


def test_a_dump_loads_into_an_empty_database_and_dumps_the_same_again(loaded, tmp_path):
    with read_session(loaded) as session:
        first = dump(session, SYSTEM, tmp_path / "first")
    url = f"sqlite:///{tmp_path / 'second.db'}"
    upgrade(url)
    engine = open_engine(url)
    with write_session(engine) as session:
        load(session, SYSTEM, tmp_path / "first", now=NOW)
    with read_session(engine) as session:
        second = dump(session, SYSTEM, tmp_path / "second")
    engine.dispose()
    assert [p.name for p in second] == [p.name for p in first]
    for one, other in zip(first, second, strict=True):
        assert content(one) == content(other), one.name


def test_loaded_rosters_are_judged_by_the_checker_and_laid_over_their_requirement(loaded):
    plan = parse_plan(example_plan())
    with read_session(loaded) as session:
        header = next(h for h in roster_headers(session, MONDAY, MONDAY) if h.model == "departmental")
        found = load_result(session, result_of_roster(session, header.id))
    model = operating_model(plan, "departmental", ["billing/voice", "billing/chat", "billing/email", "sales"])
    problem = build_problem(flat_requirement("departmental", ("billing", "sales")), AGENTS, plan, model)
    wanted = roster("billing")
    assert found.violations == check(wanted, problem)
    assert found.violations, "the made-up roster breaks a rule, else this proves little"
    assert found.coverage.covered_share == pytest.approx(coverage_of(wanted, problem).covered_share)
    assert (found.objective, found.bound, found.terms) == (40.5, 40.0, {"short": 10.5, "paid_hour": 30.0})


def test_a_roster_without_report_or_requirement_is_loaded_too(engine, folder):
    for name in (n for n in FILES if n.startswith(("requirement-", "result-", "comparison"))):
        (folder / name).unlink()
    with write_session(engine) as session:
        load(session, SYSTEM, folder, now=NOW)
    with read_session(engine) as session:
        headers = roster_headers(session, MONDAY, MONDAY)
        assert {h.model for h in headers} == {"departmental", "pooled"}
        assert [result_of_roster(session, h.id) for h in headers] == [None, None]


def test_loading_again_adds_versions_and_loses_nothing(loaded, site_folder):
    before = rows(loaded)
    with write_session(loaded) as session:
        load(session, SYSTEM, site_folder, now=NOW)
    after = rows(loaded)
    for table in ("plan", "queue", "agent", "agent_skill", "history_day", "contract", "special_day"):
        assert after[table] == before[table], table
    with read_session(loaded) as session:
        versions = sorted((h.model, h.version) for h in roster_headers(session, MONDAY, MONDAY))
    assert versions == [("departmental", 1), ("departmental", 2), ("pooled", 1), ("pooled", 2)]


def test_the_history_is_read_before_the_write_lock_is_taken(engine, site_folder, monkeypatch):
    statements, read_after = [], []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    read = loading.read_history

    def reading(*args, **kwargs):
        read_after.append(len(statements))
        return read(*args, **kwargs)

    monkeypatch.setattr(loading, "read_history", reading)
    with write_session(engine) as session:
        load(session, SYSTEM, site_folder, now=NOW)
    assert read_after == [0]


def test_the_summary_and_the_audit_name_every_file(engine, site_folder):
    with write_session(engine) as session:
        summary = load(session, SYSTEM, site_folder, now=NOW)
    named = [name for name, _ in summary.files]
    assert named == [n for n in FILES if not n.startswith(("result-", "scores", "totals"))]
    assert "3 agents" in str(summary)
    with read_session(engine) as session:
        entries = audit_log(session, SYSTEM)
    assert len(entries) == len(named)
    assert {e.actor for e in entries} == {"system"}
    agents = next(e for e in entries if e.subject == "agents")
    assert agents.before == {"agents": 0}
    assert agents.after == {"agents": 3, "added": ["a1", "b2", "zed"], "removed": [], "changed": []}


def spoil_history(folder):
    (folder / "history.csv.gz").write_bytes(gzip.compress(b"queue,interval_start,offered\nsales,nonsense,1\n"))


def spoil_agents(folder):
    path = folder / "agents.csv"
    path.write_text(path.read_text().replace("part-time", "zero-hours"))


def spoil_agents_skill(folder):
    path = folder / "agents.csv"
    path.write_text(path.read_text().replace("sales;billing", "sails;billing"))


def spoil_roster(folder):
    path = folder / "roster-pooled.csv"
    path.write_text(path.read_text().replace("zed", "stranger"))


def spoil_comparison(folder):
    (folder / "comparison.json").write_text("{}")


def spoil_result(folder):
    (folder / "result-pooled.json").write_text('{"status": "wonderful"}')


@pytest.mark.parametrize(
    "spoil", [spoil_history, spoil_agents, spoil_agents_skill, spoil_roster, spoil_comparison, spoil_result]
)
def test_one_bad_file_is_named_and_nothing_is_loaded(engine, folder, spoil):
    before = rows(engine)
    spoil(folder)
    name = spoil.__name__.split("_")[1]
    with pytest.raises(DataError, match=name), write_session(engine) as session:
        load(session, SYSTEM, folder, now=NOW)
    assert rows(engine) == before


def test_files_without_any_plan_are_refused(engine, folder):
    (folder / "plan.toml").unlink()
    with pytest.raises(ConfigError, match="plan"), write_session(engine) as session:
        load(session, SYSTEM, folder, now=NOW)


def test_a_folder_that_is_missing_or_empty_is_refused(loaded, tmp_path):
    with write_session(loaded) as session:
        with pytest.raises(DataError, match="no such folder"):
            load(session, SYSTEM, tmp_path / "nowhere")
        (tmp_path / "empty").mkdir()
        with pytest.raises(DataError, match="no file"):
            load(session, SYSTEM, tmp_path / "empty")


def test_files_can_come_one_at_a_time(loaded, tmp_path):
    folder = tmp_path / "more"
    folder.mkdir()
    write_roster(roster("pooled"), folder / "roster-pooled.csv")
    with write_session(loaded) as session:
        load(session, SYSTEM, folder, now=NOW)
    with read_session(loaded) as session:
        header = roster_headers(session, MONDAY, MONDAY)[0]
        assert (header.model, header.version) == ("pooled", 2)
        assert load_result(session, result_of_roster(session, header.id)).coverage is not None
        assert len(load_agents(session)) == 3


def test_agents_and_managers_neither_load_nor_dump(loaded, people, site_folder, tmp_path):
    for name in ("agent", "manager"):
        with pytest.raises(PermissionDenied), write_session(loaded) as session:
            load(session, people[name], site_folder, now=NOW)
        with pytest.raises(PermissionDenied), read_session(loaded) as session:
            dump(session, people[name], tmp_path)


def test_an_empty_database_has_nothing_to_dump(engine, tmp_path):
    with pytest.raises(DataError, match="nothing"), read_session(engine) as session:
        dump(session, SYSTEM, tmp_path)
