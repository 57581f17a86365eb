"""The automatic rule: the mean of the two models that were best lately, or a plain mean of three.

Measured on 14 queues, the mean of the best two of four by rolling-origin WAPE beat the best single model, the mean of
all, and picking one. Under three scored origins a ranking is luck, and three different models are averaged as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.candidates import AUTOMATIC, PLAIN, WEEKS_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfm.forecast.days import Floats

LEAST_ORIGINS = 3


def choose(past: Sequence[tuple[Floats, Mapping[str, Floats]]], available: Mapping[str, Floats]) -> tuple[str, ...]:
    """Names of the models to average.

    Args:
        past: Actual counts (NaN where not measured) and every model's forecast at earlier origins, all of them known
            before the forecast is made.
        available: The models that could be fitted now.
    """
    able = [m for m in AUTOMATIC if m in available]
    if not able:
        return (WEEKS_NAME,) if WEEKS_NAME in available else ()
    scored = [(actual, means) for actual, means in past if np.nansum(actual) > 0]
    if len(scored) >= LEAST_ORIGINS:
        errors = {m: _error(scored, m) for m in able if all(m in means for _, means in scored)}
        if len(errors) >= 2:
            return tuple(sorted(sorted(errors, key=lambda m: errors[m])[:2]))
    return tuple(m for m in PLAIN if m in available) or (able[0],)


def choices_left_out(
    past: Sequence[tuple[Floats, Mapping[str, Floats]]], available: Mapping[str, Floats]
) -> list[tuple[str, ...]]:
    """For each past origin the models that the rule would have chosen without it.

    Models chosen because they did well at an origin did better there than they will elsewhere; how the rule does where
    it has not looked is seen by leaving each origin out (cross-validation, Stone 1974). Where too few would be left to
    rank models, those that are chosen with it.
    """
    if len(past) <= LEAST_ORIGINS:
        return [choose(past, available)] * len(past)
    return [choose([*past[:i], *past[i + 1 :]], available) for i in range(len(past))]


def _error(scored: Sequence[tuple[Floats, Mapping[str, Floats]]], model: str) -> float:
    miss = sum(float(np.nansum(np.abs(actual - means[model]))) for actual, means in scored)
    return miss / sum(float(np.nansum(actual)) for actual, _ in scored)


def combined(means: Mapping[str, Floats], names: Sequence[str], like: Floats) -> Floats:
    """Plain mean of the named models (those of them that are there); zeros shaped as ``like`` where there is none."""
    found = [means[n] for n in names if n in means]
    return np.asarray(np.mean(found, axis=0)) if found else np.zeros_like(like)
