"""Administration: the accounts, and the audit of what was done by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask_login import current_user

from web.access import needs
from web.database import reading
from wfm.services import audit_log
from wfm.services.roles import Permission
from wfm.services.users import list_users

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

page = Blueprint("admin", __name__, url_prefix="/admin")


@page.get("/users")
@needs(Permission.MANAGE_USERS)
def users() -> ResponseReturnValue:
    """Every account with its role."""
    with reading() as database:
        return render_template("admin/users.html", users=list_users(database, current_user.user))


@page.get("/audit")
@needs(Permission.SEE_AUDIT)
def audit() -> ResponseReturnValue:
    """The latest entries of the audit."""
    with reading() as database:
        return render_template("admin/audit.html", entries=audit_log(database, current_user.user))
