"""Forecast contacts offered and handle time: daily level, intraday shape, special days, combination, backtest."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfm.forecast.adjust import apply_changes, score_changes
    from wfm.forecast.explain import explain_change, explain_parts
    from wfm.forecast.hierarchy import forecast_hierarchy
    from wfm.forecast.intraday import reforecast
    from wfm.forecast.judge import score_forecast
    from wfm.forecast.long_range import forecast_months
    from wfm.forecast.new_queue import add_queue
    from wfm.forecast.run import backtest, backtest_by_week, forecast

# statsmodels and pandas take a second to import: only who forecasts pays for them.
_HOMES = {
    "add_queue": "wfm.forecast.new_queue",
    "apply_changes": "wfm.forecast.adjust",
    "backtest": "wfm.forecast.run",
    "backtest_by_week": "wfm.forecast.run",
    "explain_change": "wfm.forecast.explain",
    "explain_parts": "wfm.forecast.explain",
    "forecast": "wfm.forecast.run",
    "forecast_hierarchy": "wfm.forecast.hierarchy",
    "forecast_months": "wfm.forecast.long_range",
    "reforecast": "wfm.forecast.intraday",
    "score_changes": "wfm.forecast.adjust",
    "score_forecast": "wfm.forecast.judge",
}

__all__ = [
    "add_queue",
    "apply_changes",
    "backtest",
    "backtest_by_week",
    "explain_change",
    "explain_parts",
    "forecast",
    "forecast_hierarchy",
    "forecast_months",
    "reforecast",
    "score_changes",
    "score_forecast",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
