"""A small forecast with known numbers: contacts and handle time a queue, along one day of quarter-hours or less."""

import numpy as np
import pandas as pd

from wfm.types import Calendar, Forecast

LEVELS = (5, 10, 25, 50, 75, 90, 95)


def forecast_of(queues, *, first="2026-11-16T08:00Z", minutes=15, zone="Europe/Paris", spread=0.0):
    """A forecast of {queue: (contacts an interval, handle time)}; contacts are a number or a list of them.

    Quantiles lie evenly around the contacts, by ``spread`` at most; without it the forecast is certain.
    """
    length = max(np.size(contacts) for contacts, _ in queues.values())
    at = pd.date_range(first, periods=length, freq=f"{minutes}min", unit="us")
    frames = []
    for queue, (contacts, aht) in queues.items():
        offered = np.broadcast_to(np.asarray(contacts, dtype=float), length)
        rows = {"queue": queue, "interval_start": at, "offered": offered, "aht_seconds": float(aht), "model": "given"}
        bands = {f"offered_p{q:02d}": offered * (1 + spread * (q - 50) / 45) for q in LEVELS}
        frames.append(pd.DataFrame(rows | bands))
    return Forecast(pd.concat(frames, ignore_index=True), minutes, zone)


def calendar():
    """No holidays and no events."""
    return Calendar()
