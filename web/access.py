"""Who may see which page. Every view declares the permission it needs; a view that declares none is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import current_app, redirect, request, url_for
from flask_login import current_user

from wfm.errors import PermissionDenied
from wfm.services.roles import Permission, allows

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from werkzeug.wrappers import Response

    View = TypeVar("View", bound=Callable[..., object])

PUBLIC = "public"
SIGNED_IN = "signed in"
_ATTRIBUTE = "wfm_needs"


def needs(permission: Permission) -> Callable[[View], View]:
    """Let people use a view whose role holds ``permission``."""
    return _declare(permission)


def signed_in(view: View) -> View:
    """Let everyone use a view who is signed in."""
    return _declare(SIGNED_IN)(view)


def public(view: View) -> View:
    """Let anyone use a view, signed in or not."""
    return _declare(PUBLIC)(view)


def needed(app: Flask, endpoint: str) -> str | Permission | None:
    """What the view of ``endpoint`` declares; None where it declares nothing and is closed."""
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions[endpoint], _ATTRIBUTE, None)


def may_open(role: str, endpoint: str) -> bool:
    """Whether someone signed in with ``role`` may use ``endpoint``; decides which links a page shows."""
    declared = needed(current_app, endpoint)
    if isinstance(declared, Permission):
        return allows(role, declared)
    return declared is not None


def guard(app: Flask) -> None:
    """Check every request against what its view declares."""

    @app.before_request
    def check() -> Response | None:
        if request.endpoint is None:
            return None  # no such address: Flask answers 404
        declared = needed(current_app, request.endpoint)
        if declared is None:
            raise PermissionDenied("this page is not open to anyone yet.")
        if declared == PUBLIC:
            return None
        if not current_user.is_authenticated:
            return redirect(url_for("auth.log_in", next=request.full_path.rstrip("?")))
        if not may_open(current_user.role, request.endpoint):
            raise PermissionDenied("your role does not include this page.")
        return None


def _declare(what: str | Permission) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, what)
        return view

    return mark
