"""A notebook run from top to bottom, on the insurer's data where they are and on the sample data."""

import runpy
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
INSURER = Path(__file__).parents[3] / "shared" / "data" / "forecasting" / "insurer_fr_2011_30min.csv.gz"
needs_insurer = pytest.mark.skipif(not INSURER.is_file(), reason="../shared/data/forecasting is not here")


def run_notebook(name, folder, pictures, least_bytes, **given):
    """The names that a notebook leaves, after a look at the pictures it drew in ``folder``: all, and none is blank."""
    names = runpy.run_path(str(FOLDER / name), init_globals={"PICTURES": folder, **given})
    assert {p.stem for p in folder.glob("*.png")} == pictures
    assert all(p.stat().st_size > least_bytes for p in folder.glob("*.png"))
    return names


def hide_insurer(monkeypatch):
    """As on a machine without the insurer's data."""
    is_file = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda self: self.name != INSURER.name and is_file(self))
