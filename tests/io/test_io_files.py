"""Writing is all or nothing; the kind of a file is known by its name and its content."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from wfm.errors import DataError
from wfm.io.files import kind_of, read_bytes, write_bytes


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.csv", "csv"),
        ("a.CSV.GZ", "csv"),
        ("a.xlsx", "xlsx"),
        ("a.parquet", "parquet"),
        ("a.txt", "csv"),
        ("-", "csv"),
    ],
)
def test_kind_by_name(name, kind):
    assert kind_of(name) == kind


def test_file_is_replaced_whole_and_keeps_its_mode(tmp_path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DataError, match="No space left on device"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_folder_that_does_not_exist(tmp_path):
    with pytest.raises(DataError, match="cannot be written"):
        write_bytes(tmp_path / "nowhere" / "out.csv", b"x")
    with pytest.raises(DataError, match="cannot be written"):
        write_bytes(tmp_path, b"x")


def test_link_is_followed_and_device_is_not_replaced(tmp_path):
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    write_bytes("/dev/null", b"gone")
    assert Path("/dev/null").is_char_device()


def test_gzip_is_the_same_for_the_same_data(tmp_path):
    for name in ("a.csv.gz", "b.csv.gz"):
        write_bytes(tmp_path / name, b"x,y\n1,2\n")
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()) == b"x,y\n1,2\n"
    assert read_bytes(tmp_path / "a.csv.gz") == (b"x,y\n1,2\n", "csv")


def test_standard_output(monkeypatch):
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", type("Out", (), {"buffer": out}))
    write_bytes("-", b"x")
    assert out.getvalue() == b"x"


def test_folder_cannot_be_read(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_bytes(tmp_path)
