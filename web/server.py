"""Running the application behind waitress: the checks that come before the first request."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from web.app import create_app
from web.assets import require_assets
from wfm.errors import ConfigError
from wfm.settings import DEVELOPMENT_KEY

if TYPE_CHECKING:
    from wfm.settings import Settings

SHORTEST_KEY = 16
THREADS = 8


def refuse_unsafe_settings(settings: Settings) -> None:
    """Refuse an address that others can reach while anyone can forge a session.

    Raises:
        ConfigError: The host is not this machine's loopback and the key is the published default or very short.
    """
    if is_loopback(settings.host):
        return
    if settings.secret_key == DEVELOPMENT_KEY or len(settings.secret_key) < SHORTEST_KEY:
        raise ConfigError(
            f"{settings.host} can be reached by others, but WFM_SECRET_KEY is the published default or shorter than "
            f"{SHORTEST_KEY} characters, so anyone could sign in as anyone. Set WFM_SECRET_KEY to a long random text "
            "(python -c 'import secrets; print(secrets.token_hex(32))') or use WFM_HOST=127.0.0.1."
        )


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach ``host``."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False  # a name may mean any address


def serve(settings: Settings) -> None:
    """Answer requests until stopped.

    Raises:
        ConfigError: The settings are unsafe, or the browser files are missing.
    """
    import waitress

    from wfm.io.study_read import prepare

    refuse_unsafe_settings(settings)
    require_assets()
    app = create_app(settings)
    prepare()
    waitress.serve(app, host=settings.host, port=settings.port, threads=THREADS, ident=None)
