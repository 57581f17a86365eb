"""Erlang A: the queue whose customers hang up (Palm 1957; Mandelbaum and Zeltyn 2007, "Palm / Erlang-A").

Times are in units of the handle time: ``patience`` is mean patience / AHT, ``threshold`` the target / AHT.
With x = capacity x patience and y = load x patience, the chance of j waiting given that all are busy is proportional to
t_j = y^j / ((x+1)...(x+j)). Every sum below has positive terms only, so no digits cancel; in deep overload, where
t_j first grows beyond what a double holds, the sum starts at its peak instead of at j = 0.

The kernels serve chat too: there capacity is agents x effective concurrency.
"""

from __future__ import annotations

import math

from wfm.compiled import compiled
from wfm.staffing.erlang import SMALL

MAX_Y = 1e12  # patience is cut off where load x patience exceeds this: sums stay below some ten million terms


@compiled
def is_deep(x: float, y: float) -> bool:
    """Whether the overload is so deep that t_0 is below e^-50 of the sum: then everybody waits."""
    return y - x > 10.0 * math.sqrt(y) + 20.0


@compiled
def queue_sums(x: float, y: float) -> tuple[float, float, float]:
    """Sums of t_j, of j t_j and of H_j t_j with H_j = 1/(x+1) + ... + 1/(x+j); up to a common factor when deep."""
    if is_deep(x, y):
        return _sums_from_peak(x, y)
    term, total, first, harmonic, h, j = 1.0, 1.0, 0.0, 0.0, 0.0, 0.0
    while True:
        j += 1.0
        step = 1.0 / (x + j)
        h += step
        term *= y * step
        total += term
        first += j * term
        harmonic += h * term
        if y < x + j and j * term <= SMALL * first:
            return total, first, harmonic


@compiled
def _sums_from_peak(x: float, y: float) -> tuple[float, float, float]:
    peak = float(math.floor(y - x))
    at_peak = _digamma(x + peak + 1.0) - _digamma(x + 1.0)
    term, j, h = 1.0, peak, at_peak
    total, first, harmonic = 1.0, j, h
    while term > SMALL * total:
        j += 1.0
        h += 1.0 / (x + j)
        term *= y / (x + j)
        total += term
        first += j * term
        harmonic += h * term
    term, j, h = 1.0, peak, at_peak
    while term > SMALL * total and j > 0.0:
        term *= (x + j) / y
        h -= 1.0 / (x + j)
        j -= 1.0
        total += term
        first += j * term
        harmonic += h * term
    return total, first, harmonic


@compiled
def _digamma(z: float) -> float:
    shift = 0.0
    while z < 12.0:
        shift -= 1.0 / z
        z += 1.0
    w = 1.0 / (z * z)
    tail = w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (5 / 660)))))
    return shift + math.log(z) - 0.5 / z - tail


@compiled
def _rising_sum(x: float, y: float) -> float:
    """Sum of t_j alone, not for deep overload."""
    term, total, j = 1.0, 1.0, 0.0
    while True:
        j += 1.0
        term *= y / (x + j)
        total += term
        if y < x + j and term <= SMALL * total:
            return total


@compiled
def _power_density(a: float, z: float) -> float:
    """z^a e^-z / Gamma(a+1) without large exponents that cancel (Loader 2000, saddle point)."""
    if a < 10.0:
        return math.exp(a * math.log(z) - z - math.lgamma(a + 1.0))
    d = (z - a) / a
    if abs(d) < 0.01:
        gap = d * d * (1 / 2 - d * (1 / 3 - d * (1 / 4 - d * (1 / 5 - d * (1 / 6 - d * (1 / 7 - d * (1 / 8)))))))
    else:
        gap = d - math.log1p(d)
    w = 1.0 / (a * a)
    stirling = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680)))) / a
    return math.exp(-a * gap - stirling) / math.sqrt(2 * math.pi * a)


@compiled
def _lower_gamma(a: float, z: float) -> float:
    """The regularised lower incomplete gamma function P(a, z)."""
    if z <= 0.0:
        return 0.0 if a > 0.0 else 1.0
    if is_deep(a, z) or a <= 0.0:
        return 1.0
    return _power_density(a, z) * _rising_sum(a, z)


@compiled
def tail_shares(load: float, capacity: float, patience: float, threshold: float, total: float) -> tuple[float, float]:
    """Of those who find all busy: the shares offered more than ``threshold`` of wait, and served only after it.

    The first is P(V > t | wait) = P(x, yu) / P(x, y), the second (x/y) P(x+1, yu) / P(x, y) with u = e^(-t / patience);
    P is the regularised incomplete gamma function. ``total`` is the first of :func:`queue_sums`.
    """
    x, y = capacity * patience, load * patience
    s = threshold / patience
    u = math.exp(-s)
    if is_deep(x, y):
        return _lower_gamma(x, y * u), x / y * _lower_gamma(x + 1.0, y * u)
    exponent = (load - capacity) * threshold - y * _after_linear(s)
    scale = math.exp(exponent) / total
    rest = _rising_sum(x + 1.0, y * u)
    return scale * (1.0 + y * u / (x + 1.0) * rest), scale * x * u / (x + 1.0) * rest


@compiled
def _after_linear(s: float) -> float:
    """The value of s - (1 - e^-s) without cancellation."""
    if s < 0.1:
        return s * s * (1 / 2 - s * (1 / 6 - s * (1 / 24 - s * (1 / 120 - s * (1 / 720 - s * (1 / 5040 - s / 40320))))))
    return s + math.expm1(-s)
