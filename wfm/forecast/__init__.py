"""Forecast contacts offered and handle time: daily level, intraday shape, special days, combination, backtest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfm.forecast.run import backtest, forecast

__all__ = ["backtest", "forecast"]


def __getattr__(name: str) -> Any:
    # statsmodels and pandas take a second to import: only who forecasts pays for them.
    if name in __all__:
        from wfm.forecast import run

        return getattr(run, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
