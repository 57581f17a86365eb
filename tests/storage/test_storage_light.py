"""The packages load nothing heavy before something in them is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import wfm.services
import wfm.storage

HEAVY = ("sqlalchemy", "alembic", "pandas", "numpy", "argon2", "flask")


def test_importing_the_packages_loads_no_heavy_library():
    code = f"import sys, wfm.storage, wfm.services, wfm.services.roles; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("package", [wfm.storage, wfm.services])
def test_every_name_of_a_package_is_there_and_is_no_module(package):
    for name in package.__all__:
        found = getattr(package, name)
        assert callable(found), f"{name} is {found!r}"
        assert found is getattr(package, name)
    with pytest.raises(AttributeError):
        _ = package.nothing_of_this_name
