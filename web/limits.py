"""How often signing in may fail: counted by account and by address, in the memory of the server process."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask.typing import RouteCallable

FAILURES_PER_ACCOUNT = "5 per 5 minutes"
FAILURES_PER_ADDRESS = "30 per 5 minutes"
FAILED = 401


def account() -> str:
    """The account that a log-in form names, as the limit counts it."""
    return f"account:{request.form.get('name', '').strip().casefold()}"


def _failed(response: Response) -> bool:
    return response.status_code == FAILED


def limit_failures(app: Flask, endpoint: str) -> None:
    """Refuse further attempts at ``endpoint`` (429) after too many failures; successes are not counted."""
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", strategy="moving-window")
    view = app.view_functions[endpoint]
    by_account = limiter.limit(FAILURES_PER_ACCOUNT, key_func=account, methods=["POST"], deduct_when=_failed)
    by_address = limiter.limit(FAILURES_PER_ADDRESS, methods=["POST"], deduct_when=_failed)
    app.view_functions[endpoint] = cast("RouteCallable", by_account(by_address(view)))
