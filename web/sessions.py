"""Sessions: who is signed in, from a signed cookie that names the user and the key of their present password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import redirect, request, session, url_for
from flask_login import LoginManager, login_user, logout_user

from web.database import reading

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

    from wfm.storage import User


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A signed-in user as Flask-Login wants one."""

    user: User
    is_authenticated: bool = True
    is_anonymous: bool = False

    @property
    def is_active(self) -> bool:
        """Whether the account is open."""
        return self.user.active

    @property
    def name(self) -> str:
        """The account's name."""
        return self.user.name

    @property
    def role(self) -> str:
        """The account's role."""
        return self.user.role

    def get_id(self) -> str:
        """What the cookie holds: a changed password changes it, and ends every session of the account."""
        return f"{self.user.id}:{self.user.session_key}"


def add_sessions(app: Flask) -> None:
    """Read the signed-in user of every request; send others to the log-in page."""
    manager = LoginManager(app)
    manager.session_protection = "basic"

    @manager.user_loader
    def load(identity: str) -> SignedIn | None:
        from wfm.services.users import find_user

        number, _, key = identity.partition(":")
        if not number.isdigit():
            return None
        with reading() as database:
            user = find_user(database, int(number), key)
        return SignedIn(user) if user else None

    @manager.unauthorized_handler
    def ask() -> Response:
        return redirect(url_for("auth.log_in", next=request.full_path.rstrip("?")))


def begin(user: User) -> None:
    """Sign ``user`` in with a new session: nothing of the one before it is kept."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(user))


def end() -> None:
    """Sign out and forget the session."""
    logout_user()
    session.clear()
