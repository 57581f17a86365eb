"""The application factory."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from web.access import guard
from web.assets import static_version
from web.clock import attach_clock, system_clock
from web.database import attach_database
from web.errors import map_errors
from web.formats import add_formats
from web.headers import add_headers
from web.limits import limit_failures
from web.sessions import add_sessions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wfm.settings import Settings

# One blueprint a page, each a module of web.pages with a name ``page``.
PAGES = ("auth", "start", "roster", "forecast", "compare", "my_week", "admin")
UPLOAD_LIMIT_BYTES = 1_000_000  # no page takes a file yet; a form is far below this
SESSION_HOURS = 12


def create_app(settings: Settings, *, clock: Callable[[], datetime] = system_clock) -> Flask:
    """The application for these settings: its database, sessions, pages, errors and headers. ``clock`` tells now (UTC).

    Raises:
        ConfigError: The database address cannot be used.
    """
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT_BYTES,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        SESSION_COOKIE_NAME="wfm_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_SSL_STRICT=settings.https,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.https:
        # One proxy in front, as the setting says: it tells the visitor's address and that the page is under HTTPS.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    attach_clock(app, clock)
    attach_database(app, settings.database_url)
    add_headers(app, https=settings.https)
    add_sessions(app)
    CSRFProtect(app)
    guard(app)
    map_errors(app)
    add_formats(app)
    for name in PAGES:
        app.register_blueprint(import_module(f"web.pages.{name}").page)
    limit_failures(app, "auth.log_in")
    _version_static_files(app)
    return app


def _version_static_files(app: Flask) -> None:
    """Give every static address the digest of its file, so that browsers may keep it for a year."""

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and "v" not in values:
            version = static_version(str(values["filename"]))
            if version:
                values["v"] = version
