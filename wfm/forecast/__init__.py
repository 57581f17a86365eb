"""Forecast contacts offered and handle time: daily level, intraday shape, special days, combination, backtest."""
