"""Errors become pages in one place: which status, which heading. The text is the error's own sentence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import render_template
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from wfm.errors import ConfigError, ConflictError, DataError, InfeasibleError, PermissionDenied, WfmError

if TYPE_CHECKING:
    from flask import Flask

STATUS: tuple[tuple[type[WfmError], int, str], ...] = (
    (DataError, 400, "This cannot be used"),
    (ConfigError, 400, "This setting cannot be used"),
    (PermissionDenied, 403, "Not yours to see"),
    (ConflictError, 409, "Somebody else was first"),
    (InfeasibleError, 422, "The rules clash"),
)
HEADINGS = {
    400: ("This request cannot be read", "Go back, reload the page and try again."),
    404: ("There is nothing here", "The address may be mistyped, or what it showed is gone or not yours."),
    405: ("This page cannot do that", "Go back and use the page's own buttons."),
    413: ("That is too much", "What was sent is larger than this page takes."),
    429: ("Too many attempts", "Wait a few minutes and try again."),
}
_log = logging.getLogger("web")


def map_errors(app: Flask) -> None:
    """Answer every error with a readable page and the right status."""
    app.register_error_handler(WfmError, _wfm_error)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failure)


def _wfm_error(error: WfmError) -> tuple[str, int]:
    status, heading = next(((s, h) for kind, s, h in STATUS if isinstance(error, kind)), (500, "Something failed"))
    return _page(status, heading, str(error))


def _stale_form(error: CSRFError) -> tuple[str, int]:
    del error
    return _page(400, "This form is out of date", "It was open for long, or you signed in again since. Send it again.")


def _too_many(error: RateLimitExceeded) -> tuple[str, int]:
    del error
    return _page(429, *HEADINGS[429])


def _http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error  # a redirect
    return _page(error.code, *HEADINGS.get(error.code, (error.name, error.description or "")))


def _failure(error: Exception) -> tuple[str, int]:
    _log.error("a page failed", exc_info=error)
    return _page(500, "Something failed", "The fault is ours and has been written to the server's log.")


def _page(status: int, heading: str, message: str) -> tuple[str, int]:
    return render_template("error.html", status=status, heading=heading, message=message), status
