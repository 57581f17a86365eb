"""Every error is one line for a person: what, where, what to do."""

from __future__ import annotations

import pickle

import pytest

from wfm.errors import Clash, ConfigError, ConflictError, DataError, InfeasibleError, PermissionDenied, WfmError


@pytest.mark.parametrize("kind", [ConfigError, ConflictError, DataError, InfeasibleError, PermissionDenied])
def test_one_tree(kind):
    assert issubclass(kind, WfmError)


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, "the count is negative."),
        ({"remedy": "Correct it."}, "the count is negative. Correct it."),
        ({"value": "-4"}, "the count is negative (found '-4')."),
        ({"value": 0}, "the count is negative (found 0)."),
        ({"row": 3}, "row 3: the count is negative."),
        (
            {"file": "h.csv", "row": 3, "column": "offered", "value": "-4", "remedy": "Correct it."},
            "h.csv, row 3, column offered: the count is negative (found '-4'). Correct it.",
        ),
    ],
)
def test_data_error_reads_as_one_line(parts, line):
    assert str(DataError("the count is negative", **parts)) == line


def test_data_error_keeps_its_parts_when_the_file_becomes_known():
    error = DataError("bad", row=3, column="c", value=1, remedy="Fix it.").in_file("f.csv")
    assert (error.file, error.row, error.column, error.value, error.remedy) == ("f.csv", 3, "c", 1, "Fix it.")


def test_infeasible_error_names_five_clashes_and_counts_the_others():
    clashes = tuple(Clash(f"a{i}", ("rest", "hours"), f"reason {i}") for i in range(7))
    text = str(InfeasibleError("no roster", clashes))
    assert text.startswith("no roster: a0: reason 0 (rest, hours); a1")
    assert text.endswith("; and 2 more")
    assert "a5" not in text
    assert str(InfeasibleError("no roster")) == "no roster"
    assert "team: too few" in str(InfeasibleError("no roster", (Clash("", ("cover",), "too few"),)))


@pytest.mark.parametrize(
    "error",
    [
        ConfigError("wrong"),
        DataError("bad", file="f", row=3, column="c", value=1, remedy="Fix it."),
        InfeasibleError("no roster", (Clash("a", ("r",), "why"),)),
    ],
)
def test_errors_cross_processes(error):
    """Work runs in other processes: an error comes back with everything it says."""
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
