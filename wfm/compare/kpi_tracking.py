"""What a change of operating model did to the figures that were measured before: the change and its confidence."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

from wfm.errors import ConfigError
from wfm.types.kpi import KpiChange, KpiKind, kpi_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.types.kpi import Kpi, KpiMeasure


def track(
    baseline: Sequence[KpiMeasure], now: Sequence[KpiMeasure], *, confidence: float = 0.95
) -> tuple[KpiChange, ...]:
    """The change of every figure in both lists, in the order of the baseline.

    All intervals hold together with ``confidence``: each one has 1 - (1 - confidence) / figures (Bonferroni), because
    of seven figures at 95 % each, one would move by chance in every third study.

    Raises:
        ConfigError: A figure is given twice, or ``confidence`` is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ConfigError("confidence lies between 0 and 1. Write 95 % as 0.95.")
    for measures in (baseline, now):
        names = [m.kpi for m in measures]
        if len(set(names)) < len(names):
            raise ConfigError("each figure is given once before and once after.")
    later = {m.kpi: m for m in now}
    pairs = [(m, later[m.kpi]) for m in baseline if m.kpi in later]
    each = 1 - (1 - confidence) / max(1, len(pairs))
    return tuple(kpi_change(before, after, confidence=each) for before, after in pairs)


def kpi_change(before: KpiMeasure, after: KpiMeasure, *, confidence: float = 0.95) -> KpiChange:
    """After less before, with its interval.

    Shares: the difference of two proportions by the hybrid score method (Newcombe 1998, method 10). Means: Welch's
    interval for unequal variances (Welch 1947).
    """
    kpi = kpi_named(before.kpi)
    if after.kpi != before.kpi:
        raise ConfigError(f"{before.kpi} and {after.kpi} are different figures.")
    interval = _shares if kpi.kind is KpiKind.SHARE else _means
    low, high = interval(before, after, confidence)
    change = after.value - before.value
    better = None if low <= 0 <= high else (change > 0) == kpi.higher_is_better
    words = _words(kpi, change, low, high, better, confidence)
    return KpiChange(kpi.name, before, after, change, low, high, confidence, better, words)


def _shares(before: KpiMeasure, after: KpiMeasure, confidence: float) -> tuple[float, float]:
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    (low_b, high_b), (low_a, high_a) = _wilson(before, z), _wilson(after, z)
    change = after.value - before.value
    down = ((after.value - low_a) ** 2 + (high_b - before.value) ** 2) ** 0.5
    up = ((high_a - after.value) ** 2 + (before.value - low_b) ** 2) ** 0.5
    return change - down, change + up


def _wilson(measure: KpiMeasure, z: float) -> tuple[float, float]:
    """The score interval of one share (Wilson 1927)."""
    p, n = measure.value, measure.count
    middle, half = 2 * n * p + z * z, z * (z * z + 4 * n * p * (1 - p)) ** 0.5
    return (middle - half) / (2 * (n + z * z)), (middle + half) / (2 * (n + z * z))


def _means(before: KpiMeasure, after: KpiMeasure, confidence: float) -> tuple[float, float]:
    from scipy.stats import t

    change = after.value - before.value
    parts = [(m.deviation or 0.0) ** 2 / m.count for m in (before, after)]
    variance = sum(parts)
    if variance == 0:
        return change, change
    freedom = variance**2 / sum(part**2 / (m.count - 1) for part, m in zip(parts, (before, after), strict=True))
    half = float(t.ppf((1 + confidence) / 2, freedom)) * variance**0.5
    return change - half, change + half


def _words(kpi: Kpi, change: float, low: float, high: float, better: bool | None, confidence: float) -> str:
    if kpi.kind is KpiKind.SHARE:
        moved, ends = f"{100 * change:+.1f} points", f"{100 * low:+.1f} to {100 * high:+.1f}"
    else:
        moved, ends = f"{change:+.3g} {kpi.unit.split(',')[0]}", f"{low:+.3g} to {high:+.3g}"
    verdict = "chance alone may explain it" if better is None else "better" if better else "worse"
    return f"{kpi.name}: {moved} ({ends} at {confidence:.1%} confidence): {verdict}."
