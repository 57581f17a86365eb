"""Compiled functions: a cache of their own for each state of the sources."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from wfm.compiled import compiled

SHOW = "import numba, wfm.staffing.erlang; print(numba.config.CACHE_DIR)"


def cache_folder(**environment):
    done = subprocess.run(
        [sys.executable, "-c", SHOW], capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    return Path(done.stdout.strip())


def test_division_by_zero_is_infinite_as_in_numpy():
    def half(x):
        return 1.0 / x

    assert compiled(half)(0.0) == np.inf


def test_the_cache_lies_in_a_folder_named_after_the_sources():
    first, second = cache_folder(), cache_folder()
    assert first == second
    assert first.name.startswith("numba-")
    assert (first / "used").exists()


def test_a_folder_that_a_person_has_set_stays_in_force(tmp_path):
    assert cache_folder(NUMBA_CACHE_DIR=str(tmp_path)) == tmp_path
