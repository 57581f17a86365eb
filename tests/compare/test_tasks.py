"""Tasks on an executor are told one by one, as soon as their answers are there, and their errors come back."""

import math
from functools import partial

import pytest

from wfm.compare.tasks import Tasks
from wfm.executors import open_executor


@pytest.mark.parametrize("spec", ["serial", "threads:2", "processes:1"])
def test_answers_come_by_name_and_each_is_told_once(spec):
    said = []
    calls = {str(n): partial(math.sqrt, n) for n in (4, 9, 16)}
    with open_executor(spec) as pool:
        found = Tasks(pool, calls, "root {:.0f}".format, said.append).results()
    assert found == {"4": 2, "9": 3, "16": 4}
    assert sorted(line.split(" (")[0] for line in said) == ["root 2", "root 3", "root 4"]
    assert [line.split(" (")[1] for line in said] == ["1 of 3)", "2 of 3)", "3 of 3)"]


def test_in_this_thread_each_is_told_before_the_next_begins():
    said = []
    calls = {"a": lambda: said.append("a begins") or 1, "b": lambda: said.append("b begins") or 2}
    with open_executor("serial") as pool:
        Tasks(pool, calls, str, said.append)
    assert said == ["a begins", "1 (1 of 2)", "b begins", "2 (2 of 2)"]


@pytest.mark.parametrize("spec", ["serial", "threads:1"])
def test_an_error_comes_back(spec):
    with open_executor(spec) as pool, pytest.raises(ValueError, match=r"math domain|nonnegative"):
        Tasks(pool, {"bad": partial(math.sqrt, -1)}, str, lambda _: None).results()
