"""numba behind a typed door: compiled once, cached on disk, never imported by a module that `wfm --help` loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def compiled(function: F) -> F:
    """``function`` compiled to machine code on first call and cached; it releases the GIL and keeps IEEE arithmetic.

    So a division by zero gives inf or NaN, as in numpy, and does not raise.
    """
    wrapped: F = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return wrapped


def inlined(function: F) -> F:
    """Like :func:`compiled`, and copied into the compiled functions that call it.

    For small helpers of an inner loop that take arrays: a call would count references to each of them, atomically.
    """
    wrapped: F = numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")(function)
    return wrapped
