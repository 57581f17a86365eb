"""What a user does that changes data, and what pages show; roles are checked here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wfm.services.audit_page import audit_log
    from wfm.services.comparison_page import comparison_view, saved_cases
    from wfm.services.dumping import dump
    from wfm.services.forecast_page import forecast_view
    from wfm.services.loading import LoadSummary, load
    from wfm.services.my_week_page import my_week
    from wfm.services.publishing import publish_roster
    from wfm.services.roster_page import roster_week
    from wfm.services.start_page import start_view

# SQLAlchemy and pandas load when one of these is first asked for, not with the package.
_HOMES = {
    "LoadSummary": "wfm.services.loading",
    "audit_log": "wfm.services.audit_page",
    "comparison_view": "wfm.services.comparison_page",
    "dump": "wfm.services.dumping",
    "forecast_view": "wfm.services.forecast_page",
    "load": "wfm.services.loading",
    "my_week": "wfm.services.my_week_page",
    "publish_roster": "wfm.services.publishing",
    "roster_week": "wfm.services.roster_page",
    "saved_cases": "wfm.services.comparison_page",
    "start_view": "wfm.services.start_page",
}

__all__ = [
    "LoadSummary",
    "audit_log",
    "comparison_view",
    "dump",
    "forecast_view",
    "load",
    "my_week",
    "publish_roster",
    "roster_week",
    "saved_cases",
    "start_view",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
