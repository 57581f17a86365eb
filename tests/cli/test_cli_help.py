"""`wfm --help` answers at once: it loads no heavy library."""

import subprocess
import sys

import pytest

HEAVY = ("pandas", "numpy", "numba", "ortools", "statsmodels", "scipy", "flask", "sqlalchemy", "matplotlib", "pydantic")
PROGRAM = """
import sys
from wfm.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
print("loaded:", *[name for name in {heavy!r} if name in sys.modules])
"""


def _loaded(*arguments):
    code = PROGRAM.format(arguments=list(arguments), heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["roster", "--help"], ["settings"]])
def test_help_loads_no_heavy_library(arguments):
    assert _loaded(*arguments) == []


def test_the_guard_would_see_a_heavy_library():
    code = PROGRAM.format(arguments=["--help"], heavy=HEAVY).replace("import sys", "import sys, numpy", 1)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: numpy"
