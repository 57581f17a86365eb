"""Queues, goals, histories and forecasts."""

from __future__ import annotations

import pandas as pd
import pytest

from wfm.errors import ConfigError, DataError
from wfm.types import Channel, Forecast, History, Queue, ServiceGoal
from wfm.types.contacts import QUANTILE_COLUMNS, QUANTILES


def index(periods=2):
    return pd.date_range("2026-11-16", periods=periods, freq="15min", tz="UTC")


def test_queue_is_named_by_its_parts():
    assert Queue("billing").name == "billing/voice"
    assert Queue("billing", Channel.CHAT, "fr").name == "billing/chat/fr"
    assert Queue("", Channel.EMAIL).name == "email"


@pytest.mark.parametrize(
    "wrong",
    [
        {"service_level": 80},
        {"service_level": 1.0},
        {"service_level": 0},
        {"max_abandonment": 5},
        {"max_occupancy": 0},
        {"threshold_seconds": -1},
        {"asa_seconds": 0},
    ],
)
def test_goal_out_of_range_is_refused(wrong):
    with pytest.raises(ConfigError):
        ServiceGoal(**wrong)


def test_goal_may_be_absent():
    assert ServiceGoal(service_level=None, max_occupancy=None, asa_seconds=30).service_level is None


def test_history_lists_its_queues_and_needs_offered():
    frame = pd.DataFrame(
        {
            "queue": ["b", "a"],
            "interval_start": index(),
            "offered": 1,
            "handled": None,
            "abandoned": None,
            "aht_seconds": None,
        }
    )
    history = History(frame, 15, "Europe/Amsterdam")
    assert history.queues == ("a", "b")
    assert history.frame["handled"].isna().all()
    with pytest.raises(DataError, match="missing"):
        History(frame.assign(offered=None), 15, "UTC")


def test_quantile_columns_follow_their_shares():
    assert tuple(f"offered_p{round(q * 100):02d}" for q in QUANTILES) == QUANTILE_COLUMNS
    assert QUANTILE_COLUMNS[0] == "offered_p05"


def test_forecast_needs_every_quantile_and_the_model():
    cells = dict.fromkeys(("offered", *QUANTILE_COLUMNS, "aht_seconds"), 1.0)
    frame = pd.DataFrame({"queue": "a", "interval_start": index(), **cells, "model": "ets"})
    assert Forecast(frame, 15, "UTC").queues == ("a",)
    with pytest.raises(DataError, match="offered_p90"):
        Forecast(frame.drop(columns="offered_p90"), 15, "UTC")
