"""Bytes in, bytes out: files, gzip and the standard streams. Writing never leaves half a file behind."""

from __future__ import annotations

import gzip
import os
import secrets
import shutil
import sys
import zlib
from pathlib import Path
from typing import Literal

from wfm.errors import DataError

Kind = Literal["csv", "xlsx", "parquet"]

STANDARD_STREAM = "-"
_MAGIC: tuple[tuple[bytes, Kind], ...] = ((b"PK\x03\x04", "xlsx"), (b"PAR1", "parquet"))
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_GZIP = b"\x1f\x8b"
_WORDS: dict[Kind, str] = {"csv": "text (CSV)", "xlsx": "an Excel workbook", "parquet": "a Parquet file"}
_SUFFIXES: dict[str, Kind] = {".xlsx": "xlsx", ".xlsm": "xlsx", ".parquet": "parquet"}


def kind_of(path: str | Path) -> Kind:
    """The kind of table a path names by its ending; everything that is not .xlsx or .parquet is CSV."""
    name = Path(path).name.lower().removesuffix(".gz")
    return _SUFFIXES.get(Path(name).suffix, "csv")


def read_bytes(path: str | Path) -> tuple[bytes, Kind]:
    """The bytes of a file (unpacked where they are gzip) and the kind of table they hold; ``-`` is standard input.

    Raises:
        DataError: The file cannot be read, is empty, or is of another kind than its name says.
    """
    name = str(path)
    data = sys.stdin.buffer.read() if name == STANDARD_STREAM else _read(Path(path))
    if data.startswith(_GZIP):
        data = _unpacked(data, name)
    elif name.lower().endswith(".gz"):
        raise DataError("this is not a gzip file", file=name, remedy="Rename it without .gz.")
    if not data.strip():
        raise DataError("the file is empty", file=name, remedy="It needs a row of column names and rows of data.")
    if data.startswith(_OLD_EXCEL):
        raise DataError("this is an Excel file of the old kind (.xls)", file=name, remedy="Save it as .xlsx or CSV.")
    found: Kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "csv")
    if name != STANDARD_STREAM and found != (expected := kind_of(path)):
        remedy = f"Rename it to end in .{found}, or export it again."
        raise DataError(f"the name says {_WORDS[expected]} but the file is {_WORDS[found]}", file=name, remedy=remedy)
    return data, found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError("there is no such file", file=str(path), remedy="Check the name and the folder.") from None
    except OSError as error:
        remedy = "Name a file." if path.is_dir() else "Look at its permissions."
        raise DataError(f"cannot be read: {error.strerror}", file=str(path), remedy=remedy) from None


def _unpacked(data: bytes, name: str) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, ValueError, zlib.error):
        remedy = "It was cut short or damaged: copy it again."
        raise DataError("the gzip file cannot be unpacked", file=name, remedy=remedy) from None


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write a whole file or nothing: into a temporary file beside it, which then takes its place.

    A path ending in .gz is packed; ``-`` is standard output.

    Raises:
        DataError: The file cannot be written; what was there before is untouched.
    """
    if str(path) == STANDARD_STREAM:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    if target.name.lower().endswith(".gz"):
        data = gzip.compress(data, compresslevel=6, mtime=0)  # no time inside: the same data give the same file
    try:
        _replace(target.resolve(), data)
    except OSError as error:
        raise DataError(f"cannot be written: {error.strerror}", file=str(path)) from None


def _replace(target: Path, data: bytes) -> None:
    if target.exists() and not target.is_file() and not target.is_dir():
        target.write_bytes(data)  # a device such as /dev/null is written to, never replaced
        return
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
