"""Parameters of a (seasonal) ARMA error process by conditional least squares (Box and Jenkins 1970, chapter 7).

Exact likelihood by a Kalman filter takes a hundred times as long for the same three numbers: with a hundred days and
more the two estimates differ by less than their standard errors. The state space model that forecasts with them
(``statsmodels``) treats missing days exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.signal import lfilter

if TYPE_CHECKING:
    from wfm.forecast.days import Bools, Floats

# Stationary and invertible with a margin: at a root of one the forecast would never come back, or forget nothing.
AUTOREGRESSIVE = (-0.5, 0.99)
MOVING = (-0.95, 0.95)
SEASONAL = (-0.98, 0.3)
START = (0.9, -0.5, -0.8)


def arma_parameters(values: Floats, known: Bools, season: int | None = None) -> Floats | None:
    """Autoregressive, moving and (with a ``season``) seasonal moving coefficient, then the variance of the shocks.

    Args:
        values: The process, differenced as it should be, without NaN.
        known: Which values are real: shocks of the filled ones are not counted.
        season: Period of the seasonal moving average.

    Returns:
        None where the minimiser found no finite answer.
    """
    skip = (season or 0) + 2
    counted = known.copy()
    counted[: min(skip, len(known) // 3)] = False

    def cost(p: Floats) -> float:
        shocks = lfilter([1.0, -p[0]], moving_polynomial(p, season), values)[counted]
        return float(shocks @ shocks)

    bounds = [AUTOREGRESSIVE, MOVING, SEASONAL][: 3 if season else 2]
    best = minimize(cost, START[: len(bounds)], bounds=bounds, method="L-BFGS-B")
    if not (np.isfinite(best.fun) and np.isfinite(best.x).all() and counted.any()):
        return None
    return np.append(best.x, max(best.fun / counted.sum(), 1e-8))


def moving_polynomial(p: Floats, season: int | None) -> Floats:
    """Coefficients of (1 + theta L)(1 + Theta L^season)."""
    polynomial = np.array([1.0, p[1]])
    if season:
        seasonal = np.zeros(season + 1)
        seasonal[0], seasonal[-1] = 1.0, p[2]
        polynomial = np.convolve(polynomial, seasonal)
    return polynomial
