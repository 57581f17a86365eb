"""The option by which rosters know where customers wait: the forecast behind the requirement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wfm.cli.options import C, events_option

if TYPE_CHECKING:
    import pandas as pd

    from wfm.types import OperatingModel, Plan


def forecast_option(command: C) -> C:
    """``--forecast`` and ``--events``."""
    said = "The requirement's forecast: a shortfall costs more where more customers wait."
    return click.option("--forecast", "forecast_path", help=said)(events_option(command))


def read_stakes(
    plan: Plan, model: OperatingModel, forecast_path: str | None, events_path: str | None
) -> pd.DataFrame | None:
    """Contacts at stake for each missing agent; None without a forecast, and a shortfall costs the same everywhere."""
    if forecast_path is None:
        return None
    from wfm.calendars import plan_calendar
    from wfm.compare import stakes_of
    from wfm.io.read import read_events, read_forecast

    forecast = read_forecast(forecast_path, zone=plan.site.zone)
    calendar = plan_calendar(plan, forecast.years, read_events(events_path) if events_path else ())
    return stakes_of(forecast, plan, model, calendar)
