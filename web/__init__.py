"""The web application: one blueprint a page over :mod:`wfm.services`.

``create_app(settings)`` makes the Flask application, ``serve(settings)`` runs it behind waitress as ``wfm serve`` does.
Flask is imported when one of them is called, not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from wfm.settings import Settings

__all__ = ["create_app", "serve"]


def create_app(settings: Settings) -> Flask:
    """The application for these settings. See :func:`web.app.create_app`."""
    from web.app import create_app as create

    return create(settings)


def serve(settings: Settings) -> None:
    """Answer requests until stopped. See :func:`web.server.serve`."""
    from web.server import serve as run

    run(settings)
