"""agents.csv and events.csv: defaults, faults, round trips."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.errors import DataError
from wfm.intervals import WEEKDAYS, WeekWindows, Window
from wfm.io.read import check_skills, read_agents, read_events
from wfm.io.write import write_agents, write_events
from wfm.types import Agent, Availability, DateRange, SpecialDay


def save(folder, text):
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return path


def fault(read, path):
    with pytest.raises(DataError) as caught:
        read(path)
    assert caught.value.file == str(path)
    assert "\n" not in str(caught.value)
    return caught.value


FULL = (
    "agent,name,department,contract,skills,efficiency,available,leave,cost_per_hour\n"
    "a1,Ada Example,billing,full-time,billing/voice; billing/chat,0.9,mon-fri 08:00-17:00; sat,"
    "2026-11-16; 2026-12-21..2026-12-24,31.5\n"
)


def test_agent_with_every_column(tmp_path):
    (agent,) = read_agents(save(tmp_path, FULL))
    assert agent == Agent(
        agent="a1",
        name="Ada Example",
        department="billing",
        contract="full-time",
        skills=("billing/voice", "billing/chat"),
        availability=Availability(
            WeekWindows.parse("mon-fri 08:00-17:00; sat"),
            (
                DateRange(date(2026, 11, 16), date(2026, 11, 16)),
                DateRange(date(2026, 12, 21), date(2026, 12, 24)),
            ),
        ),
        efficiency=0.9,
        cost_per_hour=31.5,
    )


def test_defaults_of_an_agent_with_two_columns(tmp_path):
    (agent,) = read_agents(save(tmp_path, "agent,contract\na1,full-time\n"))
    assert agent == Agent("a1", "a1", "", "full-time", (), Availability(WeekWindows.always()), 1.0, None)


def test_blank_skills_are_the_department(tmp_path):
    (agent,) = read_agents(save(tmp_path, "agent;contract;department;skills\na1;full-time;billing;\n"))
    assert agent.skills == ("billing",)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("agent", "", "blank"),
        ("contract", "", "blank"),
        ("efficiency", "90", "factor above 0 and up to 2"),
        ("efficiency", "0", "factor above 0 and up to 2"),
        ("efficiency", "much", "not a number"),
        ("available", "workdays 9-5", "mon-fri 08:00-17:00"),
        ("leave", "next week", "2026-11-16..2026-11-22"),
        ("leave", "2026-11-22..2026-11-16", "ends before it begins"),
        ("leave", "2026-11-31", "2026-11-16..2026-11-22"),
        ("cost_per_hour", "-3", "negative"),
    ],
)
def test_bad_cell_names_row_and_column(tmp_path, column, cell, words):
    columns = FULL.splitlines()[0].split(",")
    good = dict(zip(columns, FULL.splitlines()[1].split(","), strict=True))
    second = {**good, "agent": "a2", column: cell}
    text = FULL + ",".join(second[name] for name in columns) + "\n"
    error = fault(read_agents, save(tmp_path, text))
    assert (error.row, error.column, error.value) == (3, column, cell)
    assert words in str(error)


def test_agent_twice(tmp_path):
    error = fault(read_agents, save(tmp_path, "agent,contract\na1,x\na2,x\na1,x\n"))
    assert (error.row, error.column, error.value) == (4, "agent", "a1")


def test_missing_contract_column(tmp_path):
    assert "contract is missing" in str(fault(read_agents, save(tmp_path, "agent,name\na1,A\n")))


def test_unknown_skill_names_agent_and_what_is_known(tmp_path):
    agents = read_agents(save(tmp_path, "agent,contract,skills\na1,x,billing\na2,x,biling\n"))
    with pytest.raises(DataError, match=r"agent a2 has an unknown skill.*'biling'.*Known: billing, sales"):
        check_skills(agents, {"billing", "sales"})
    check_skills(agents[:1], {"billing", "sales"})


def test_formula_in_a_name_is_guarded_and_comes_back(tmp_path):
    agent = Agent("a1", "=HYPERLINK(1)", "+x", "@c", ("-s", "'=t"), Availability(WeekWindows.always()))
    path = tmp_path / "agents.csv"
    write_agents([agent], path)
    cells = path.read_text().splitlines()[1].split(",")
    assert cells[1] == "'=HYPERLINK(1)"
    assert cells[2:5] == ["'+x", "'@c", "'-s;'=t"]
    assert read_agents(path) == (agent,)


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.parquet"])
@pytest.mark.parametrize("text", ["two\nlines", "old\rMac", "new\r\nDOS", 'say "hi"', "a,b", "tab\tbed"])
def test_awkward_text_survives(tmp_path, name, text):
    agent = Agent("a1", text, "d", "c", ("d",), Availability(WeekWindows.always()))
    write_agents([agent], tmp_path / name)
    assert read_agents(tmp_path / name) == (agent,)


def test_skill_with_a_semicolon_is_not_written(tmp_path):
    agent = Agent("a1", "A", "", "c", ("a;b",), Availability(WeekWindows.always()))
    with pytest.raises(DataError, match="semicolon"):
        write_agents([agent], tmp_path / "agents.csv")
    assert not list(tmp_path.iterdir())


words = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters=";"))
    .filter(bool)
    .map(lambda text: text[:12])
)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
ranges = st.builds(lambda first, n: DateRange(first, first + timedelta(days=n)), days, st.integers(0, 40))
windows = st.builds(
    lambda weekday, start, length: Window(weekday, start, min(start + length, 2 * 1440 - 1)),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(1, 1439),
)
agents = st.builds(
    Agent,
    agent=words,
    name=words,
    department=words,
    contract=words,
    skills=st.lists(words, min_size=1, max_size=4, unique=True).map(tuple),
    availability=st.builds(
        Availability,
        windows=st.lists(windows, min_size=1, max_size=5).map(lambda w: WeekWindows(tuple(w)))
        | st.just(WeekWindows.always()),
        leave=st.lists(ranges, max_size=3, unique=True).map(tuple),
    ),
    efficiency=st.integers(1, 200).map(lambda percent: percent / 100),
    cost_per_hour=st.none() | st.integers(0, 9999).map(lambda cents: cents / 100),
)


@settings(max_examples=50, deadline=None)
@given(
    people=st.lists(agents, min_size=1, max_size=6, unique_by=lambda a: a.agent),
    name=st.sampled_from(["a.csv", "a.csv.gz", "a.xlsx", "a.parquet"]),
)
def test_agents_survive_writing_and_reading(tmp_path_factory, people, name):
    path = tmp_path_factory.mktemp("agents") / name
    write_agents(people, path)
    assert read_agents(path) == tuple(people)


@given(st.lists(windows, min_size=1, max_size=6))
def test_windows_survive_as_text(parts):
    pattern = WeekWindows(tuple(parts))
    assert WeekWindows.parse(str(pattern)) == pattern
    assert all(day in str(pattern) for day in {WEEKDAYS[w.weekday] for w in parts})


def test_events_with_ranges_and_queues(tmp_path):
    text = "date,kind,name,queues\n2026-11-27..2026-11-28,campaign,Black week,billing/voice;sales\n2026-12-05,,,\n"
    assert read_events(save(tmp_path, text)) == (
        SpecialDay(date(2026, 11, 27), "campaign", "Black week", ("billing/voice", "sales")),
        SpecialDay(date(2026, 11, 28), "campaign", "Black week", ("billing/voice", "sales")),
        SpecialDay(date(2026, 12, 5), "event", "event"),
    )


def test_bad_event_day(tmp_path):
    error = fault(read_events, save(tmp_path, "day,kind\n2026-11-27,x\nsoon,x\n"))
    assert (error.row, error.column, error.value) == (3, "day", "soon")
    assert "day" in str(fault(read_events, save(tmp_path, "kind,name\nx,y\n")))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.builds(SpecialDay, days, words, words, st.lists(words, max_size=3, unique=True).map(tuple)),
        min_size=1,
        max_size=6,
        unique=True,
    )
)
def test_events_survive_writing_and_reading(tmp_path_factory, special):
    path = tmp_path_factory.mktemp("events") / "events.csv"
    write_events(special, path)
    assert set(read_events(path)) == set(special)
