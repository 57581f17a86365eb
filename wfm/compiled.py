"""numba behind a typed door: compiled once, cached on disk, never imported by a module that `wfm --help` loads."""

from __future__ import annotations

import hashlib
import shutil
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numba
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

F = TypeVar("F", bound="Callable[..., Any]")

_HERE = Path(__file__).parent
_DAY_SECONDS = 24 * 3600


def compiled(function: F) -> F:
    """``function`` compiled to machine code on first call and cached; it releases the GIL and keeps IEEE arithmetic.

    So a division by zero gives inf or NaN, as in numpy, and does not raise.
    """
    _keep_caches_apart()
    wrapped: F = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return wrapped


def inlined(function: F) -> F:
    """Like :func:`compiled`, and copied into the compiled functions that call it.

    For small helpers of an inner loop that take arrays: a call would count references to each of them, atomically.
    """
    _keep_caches_apart()
    wrapped: F = numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")(function)
    return wrapped


def flat(values: NDArray[Any]) -> NDArray[Any]:
    """One row of numbers for a compiled function.

    A broadcast array of one number is copied: numba asks whether it may be written to, of which numpy warns.
    """
    return np.ascontiguousarray(values).ravel() if values.size != 1 else values.copy().ravel()


@cache
def _keep_caches_apart() -> None:
    """Give the machine code of these sources a folder of its own.

    numba looks at the file of the function that it loads, not at the files of those it calls: after a change there it
    would run old code against new arrays. NUMBA_CACHE_DIR, where a person has set it, stays in force; where nothing can
    be written beside the sources, numba chooses a folder of the user's.
    """
    if numba.config.CACHE_DIR:
        return
    folder = _HERE / "__pycache__" / f"numba-{_digest_of_sources()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "used").touch()
    except OSError:
        return
    numba.config.CACHE_DIR = str(folder)
    _forget_old(folder)


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    for path in sorted(_HERE.rglob("*.py")):
        text = path.read_bytes()
        if b"wfm.compiled" in text:
            digest.update(path.as_posix().encode() + b"\0" + text)
    return digest.hexdigest()[:16]


def _forget_old(current: Path) -> None:
    """Remove the folders of other sources that nobody has used for a day."""
    for other in current.parent.glob("numba-*"):
        used = other / "used"
        if other != current and (not used.exists() or time.time() - used.stat().st_mtime > _DAY_SECONDS):
            shutil.rmtree(other, ignore_errors=True)
