"""Random numbers by counting: each contact draws its own, whatever happens to the others.

A number is a hash of (stream, contact, purpose) and streams go by the names of queues, so two scenarios under one seed
meet the same contacts: same arrivals, handle times and patience. Differences between scenarios are then due to the
scenarios (common random numbers).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from wfm.compiled import compiled, inlined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

GAP, HANDLE, SECOND, PATIENCE, TRANSFER, RETRY, DELAY = range(7)
EXPONENTIAL, LOGNORMAL, FIXED = range(3)
PURPOSES = 8
_WEYL = np.uint64(0x9E3779B97F4A7C15)
_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / 9007199254740992.0  # 2^-53


@inlined
def uniform(stream: np.uint64, contact: int, purpose: int) -> float:
    """A uniform number in (0, 1): splitmix64 (Steele, Lea and Flood 2014) at a place of its sequence."""
    z = stream + np.uint64(contact * PURPOSES + purpose + 1) * _WEYL
    z = (z ^ (z >> _S30)) * _M1
    z = (z ^ (z >> _S27)) * _M2
    z = z ^ (z >> _S31)
    return (np.int64(z >> _S11) + 0.5) * _UNIT


@inlined
def exponential(stream: np.uint64, contact: int, purpose: int) -> float:
    """An exponential number of mean 1."""
    return -math.log(uniform(stream, contact, purpose))


@inlined
def handle_time(stream: np.uint64, contact: int, law: int, mean: float, log_sd: float) -> float:
    """A handle time of this mean: exponential, lognormal with ``log_sd``, or always the mean."""
    if law == EXPONENTIAL:
        return mean * exponential(stream, contact, HANDLE)
    if law == FIXED:
        return mean
    # Box and Muller 1958.
    radius = math.sqrt(2.0 * exponential(stream, contact, HANDLE))
    normal = radius * math.cos(2.0 * math.pi * uniform(stream, contact, SECOND))
    return mean * math.exp(log_sd * normal - 0.5 * log_sd * log_sd)


def stream_of(seed: int, replication: int, name: str) -> np.uint64:
    """The stream of one queue in one replication: the same in every scenario that has a queue of this name."""
    key = [seed, replication, crc32(name.encode())]
    return np.uint64(np.random.SeedSequence(key).generate_state(1, dtype=np.uint64)[0])


def uniforms_of(seed: int, replication: int, names: Sequence[str]) -> NDArray[np.float64]:
    """A uniform number that belongs to each name, apart from the streams of the queues."""
    stream = np.random.SeedSequence([seed, replication]).generate_state(1, dtype=np.uint64)[0]
    return _uniforms(stream, np.array([crc32(name.encode()) for name in names], dtype=np.int64))


@compiled
def _uniforms(stream: np.uint64, keys: NDArray[np.int64]) -> NDArray[np.float64]:
    found = np.empty(keys.size)
    for i in range(keys.size):
        found[i] = uniform(stream, keys[i], 0)
    return found
