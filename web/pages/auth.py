"""Signing in and out, and changing one's password."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from web.access import public, signed_in
from web.database import engine
from web.limits import FAILED
from web.sessions import begin, end
from wfm.errors import WfmError
from wfm.services.users import authenticate, change_password
from wfm.storage import write_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

page = Blueprint("auth", __name__)


class LogInForm(FlaskForm):  # type: ignore[misc]
    """Name and password."""

    name = StringField(validators=[InputRequired(), Length(max=200)])
    password = PasswordField(validators=[InputRequired(), Length(max=200)])


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The present password and the new one, twice."""

    old = PasswordField(validators=[InputRequired(), Length(max=200)])
    new = PasswordField(validators=[InputRequired(), Length(max=200)])
    again = PasswordField(validators=[InputRequired(), Length(max=200)])


@page.route("/login", methods=["GET", "POST"])
@public
def log_in() -> ResponseReturnValue:
    """Ask for name and password; one sentence for every kind of failure."""
    if current_user.is_authenticated:
        return redirect(url_for("start.show"))
    form = LogInForm()
    if request.method == "GET":
        return render_template("auth/log_in.html", form=form)
    user = authenticate(engine(), form.name.data.strip(), form.password.data) if form.validate() else None
    if user is None:
        return render_template("auth/log_in.html", form=form, failed=True), FAILED
    begin(user)
    return redirect(_own_address(request.args.get("next")) or url_for("start.show"))


@page.post("/logout")
@signed_in
def log_out() -> ResponseReturnValue:
    """End the session."""
    end()
    return redirect(url_for("auth.log_in"))


@page.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    """Change one's password; every other session of the account ends."""
    form = PasswordForm()
    if request.method == "GET":
        return render_template("auth/account.html", form=form)
    problem = _change(form)
    if problem:
        return render_template("auth/account.html", form=form, problem=problem), 400
    return render_template("auth/account.html", form=PasswordForm(formdata=None), changed=True)


def _change(form: PasswordForm) -> str | None:
    """Change the password; the sentence to show where that failed."""
    if not form.validate():
        return "Fill in all three fields."
    if form.new.data != form.again.data:
        return "The new password was typed differently the second time."
    try:
        with write_session(engine()) as database:
            user = change_password(database, current_user.user, form.old.data, form.new.data)
    except WfmError as error:
        return str(error)
    begin(user)
    return None


def _own_address(target: str | None) -> str | None:
    """``target`` if it is a path of this site: a link from elsewhere must not lead elsewhere after signing in."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or any(ord(c) < 32 for c in target) else target
