"""statsforecast's AutoARIMA on day totals times a profile alone: a second a fit, where its MSTL takes half a minute."""

from __future__ import annotations

from forecast_peer_statsforecast import daily_arima

METHODS = {"statsforecast AutoARIMA x profile": daily_arima}
