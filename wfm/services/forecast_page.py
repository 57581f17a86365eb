"""The forecast page: a queue's week with its band, what came in, last year and the last weeks, and how good it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.services.roles import Permission, require
from wfm.services.views import Accuracy, DayTotal, ForecastView
from wfm.services.weeks import DAY, days_from, special_by_day, week_grid, week_of, weeks_within
from wfm.storage import plans
from wfm.storage.forecasts import forecast_days, forecast_headers, latest_forecast, load_forecast
from wfm.storage.history import history_days, last_history_day, load_history
from wfm.types.contacts import QUANTILE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from wfm.intervals import IntervalGrid
    from wfm.services.views import Series
    from wfm.storage.users import User
    from wfm.types import Forecast, Site

YEAR = timedelta(days=364)  # 52 weeks: the same weekday
WEEKS_SHOWN = 8
_MEANS = ("wape", "wape_naive", "mase", "bias", "coverage_80", "coverage_90")


def forecast_view(
    session: Session, user: User, queue: str | None = None, week: date | None = None
) -> ForecastView | None:
    """A queue's forecast of a week beside its history.

    Args:
        session: A session.
        user: Who asks.
        queue: The queue's name; the first when None.
        week: Any day of the week; the first week of the newest forecast when None, else the last of the history.

    Returns:
        None where there is no such queue, or neither forecast nor history. Series are all None where one is missing.

    Raises:
        PermissionDenied: The user may not see forecasts.
    """
    require(user, Permission.SEE_FORECAST)
    site = plans.site(session)
    queues = tuple(sorted(plans.queue_ids(session)))
    queue = queues[0] if queue is None and queues else queue
    headers = forecast_headers(session)
    anchor = week or (headers[0].first_day if headers else last_history_day(session))
    if site is None or queue not in queues or anchor is None:
        return None
    first = week_of(site, anchor)
    days = days_from(first)
    header = latest_forecast(session, first, days[-1], queue)
    forecast = None if header is None else load_forecast(session, header.id, queues=[queue])
    grid = week_grid(site, first, forecast.interval_minutes if forecast else None)
    past = _history(session, queue, first - 4 * 7 * DAY, days[-1])
    year_ago = _history(session, queue, first - YEAR - DAY, days[-1] - YEAR + DAY)
    frame = None if forecast is None else forecast.frame.set_index("interval_start")
    bands = _bands(forecast, queue)
    totals = _day_totals(session, site, queue, first, bands)
    return ForecastView(
        queue=queue,
        week=first,
        grid=grid,
        queues=queues,
        weeks=weeks_within(site, [(h.first_day, h.last_day) for h in headers]),
        made_at=(header.made_at or header.saved_at) if header else None,
        model=_model(forecast, days, site.zone),
        offered=_along(frame, "offered", grid),
        quantiles={column: _along(frame, column, grid) for column in QUANTILE_COLUMNS},
        aht_seconds=_along(frame, "aht_seconds", grid),
        history=_along(past, "offered", grid),
        last_year=_along(year_ago, "offered", grid, back=YEAR),
        last_weeks=tuple(_along(past, "offered", grid, back=n * 7 * DAY) for n in (1, 2, 3, 4)),
        days=totals,
        week_days=totals[-7:],
        week_band=bands.get(("week", first)),
        accuracy=_accuracy(forecast, queue),
        notes=tuple(forecast.notes.get(queue, ())) if forecast else (),
    )


def _history(session: Session, queue: str, first: date, last: date) -> pd.DataFrame | None:
    history = load_history(session, queues=[queue], first=first, last=last)
    return None if history is None else history.frame.set_index("interval_start")


def _along(frame: pd.DataFrame | None, column: str, grid: IntervalGrid, back: timedelta | None = None) -> Series:
    """A column along the grid, or as it was ``back`` days before at the same local times; None where unknown."""
    if frame is None:
        return (None,) * grid.count
    index = grid.index
    if back is not None:
        wall = index.tz_convert(grid.zone).tz_localize(None) - back
        # The hour that autumn repeats is read as its first occurrence; the one that spring skips as the one after.
        first = np.ones(len(wall), dtype=bool)
        index = wall.tz_localize(grid.zone, ambiguous=first, nonexistent="shift_forward").tz_convert("UTC")
    values = frame[column].reindex(index).tolist()
    return tuple(None if pd.isna(value) else float(value) for value in values)


def _model(forecast: Forecast | None, days: Sequence[date], zone: str) -> str | None:
    """The models behind the week's numbers."""
    if forecast is None:
        return None
    local = forecast.frame["interval_start"].dt.tz_convert(zone).dt.date
    return ", ".join(sorted(forecast.frame.loc[local.isin(days), "model"].unique())) or None


Bands = dict[tuple[str, date], tuple[float, float]]


def _bands(forecast: Forecast | None, queue: str) -> Bands:
    """What holds eight in ten, by ``day`` or ``week`` and its first day."""
    if forecast is None or forecast.totals is None:
        return {}
    mine = forecast.totals[forecast.totals["queue"] == queue]
    columns = (mine["by"], mine["first_day"], mine["offered_p10"], mine["offered_p90"])
    return {(str(by), day): (float(low), float(high)) for by, day, low, high in zip(*columns, strict=True)}


def _day_totals(session: Session, site: Site, queue: str, week: date, bands: Bands) -> tuple[DayTotal, ...]:
    """Totals of the weeks up to and including ``week``, in order."""
    first = week - (WEEKS_SHOWN - 1) * 7 * DAY
    days = days_from(first, WEEKS_SHOWN * 7)
    actual = {day.day: day.offered for day in history_days(session, queue, first, days[-1])}
    before = {day.day + YEAR: day.offered for day in history_days(session, queue, first - YEAR, days[-1] - YEAR)}
    expected = forecast_days(session, queue, first, days[-1])
    special = special_by_day(session, site, first, days[-1])
    return tuple(
        DayTotal(
            day=day,
            actual=actual.get(day),
            forecast=expected.get(day),
            last_year=before.get(day),
            special=tuple(s for s in special.get(day, ()) if not s.queues or queue in s.queues),
            band=bands.get(("day", day)) if day in expected else None,
        )
        for day in days
    )


def _accuracy(forecast: Forecast | None, queue: str) -> tuple[Accuracy, ...]:
    """Mean scores of each model on the queue's past weeks, in the order in which they were scored."""
    if forecast is None or forecast.scores is None:
        return ()
    scores = forecast.scores[forecast.scores["queue"] == queue]
    found = []
    for model, rows in scores.groupby("model", sort=False):
        means = {name: rows[name].mean() for name in _MEANS}
        known = {name: None if pd.isna(mean) else float(mean) for name, mean in means.items()}
        found.append(Accuracy(model=str(model), origins=len(rows), **known))
    return tuple(found)
