"""A small forecast with known numbers: contacts and handle time a queue, along one day of quarter-hours or less."""

import numpy as np
import pandas as pd

from wfm.types import Calendar, Forecast

QUARTERS = (5, 10, 25, 50, 75, 90, 95)


def forecast_of(queues, *, first="2026-11-16T08:00Z", minutes=15, zone="Europe/Paris"):
    """A forecast of {queue: (contacts an interval, handle time)}; contacts may be a number a list of them."""
    length = max(np.size(contacts) for contacts, _ in queues.values())
    at = pd.date_range(first, periods=length, freq=f"{minutes}min", unit="us")
    frames = []
    for queue, (contacts, aht) in queues.items():
        offered = np.broadcast_to(np.asarray(contacts, dtype=float), length)
        rows = {"queue": queue, "interval_start": at, "offered": offered, "aht_seconds": float(aht), "model": "given"}
        frames.append(pd.DataFrame(rows | {f"offered_p{q:02d}": offered for q in QUARTERS}))
    return Forecast(pd.concat(frames, ignore_index=True), minutes, zone)


def calendar():
    """No holidays and no events."""
    return Calendar()
