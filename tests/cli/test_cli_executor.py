"""Where a command runs its work: what was asked for with it, else WFM_EXECUTOR, else what its help says."""

from contextlib import contextmanager

import pytest
from click.testing import CliRunner

import wfm.executors
from wfm.cli import main
from wfm.cli.options import executor


@pytest.fixture
def opened(monkeypatch):
    """The names of the executors that were opened."""
    names = []

    @contextmanager
    def remember(spec):
        names.append(spec)
        yield wfm.executors.SerialExecutor()

    monkeypatch.setattr(wfm.executors, "open_executor", remember)
    return names


@pytest.mark.parametrize(
    ("asked", "variable", "otherwise", "expected"),
    [
        ("threads:2", "processes:3", "serial", "threads:2"),
        (None, "processes:3", "serial", "processes:3"),
        (None, None, "serial", "serial"),
        (None, " ", "serial", "serial"),
        (None, None, None, "processes"),
        (None, "threads", None, "threads"),
    ],
)
def test_asked_for_comes_before_the_variable_and_that_before_the_default(
    opened, monkeypatch, asked, variable, otherwise, expected
):
    monkeypatch.delenv("WFM_EXECUTOR", raising=False)
    if variable is not None:
        monkeypatch.setenv("WFM_EXECUTOR", variable)
    with executor(asked, otherwise=otherwise):
        pass
    assert opened == [expected]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("simulate", "Default: WFM_EXECUTOR, else serial: a week takes seconds."),
        ("compare", "Default: WFM_EXECUTOR, else processes; threads without --agents."),
        ("forecast", "Default: WFM_EXECUTOR, else processes."),
    ],
)
def test_the_help_says_where_it_runs(command, said):
    done = CliRunner().invoke(main, [command, "--help"])
    assert said in " ".join(done.output.split())
