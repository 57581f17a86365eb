"""Who may do what: the least each role needs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from wfm.errors import PermissionDenied

if TYPE_CHECKING:
    from wfm.storage.users import User


class Permission(StrEnum):
    """Something that not everyone may do. The start page, one's password and signing in need none."""

    SEE_OWN_WEEK = "see_own_week"
    SEE_ROSTER = "see_roster"
    SEE_FORECAST = "see_forecast"
    SEE_COMPARISON = "see_comparison"
    PUBLISH_ROSTER = "publish_roster"
    IMPORT_DATA = "import_data"
    MANAGE_USERS = "manage_users"
    SEE_AUDIT = "see_audit"


def allows(role: str, permission: Permission) -> bool:
    """Whether a role holds a permission. An administrator keeps accounts and data, and sees nobody's roster."""
    match role:
        case "agent":
            return permission is Permission.SEE_OWN_WEEK
        case "planner":
            return permission not in {Permission.MANAGE_USERS, Permission.SEE_AUDIT}
        case "manager":
            return permission in {
                Permission.SEE_OWN_WEEK,
                Permission.SEE_ROSTER,
                Permission.SEE_FORECAST,
                Permission.SEE_COMPARISON,
            }
        case "admin":
            return permission in {
                Permission.SEE_OWN_WEEK,
                Permission.IMPORT_DATA,
                Permission.MANAGE_USERS,
                Permission.SEE_AUDIT,
            }
        case _:
            return False


def require(user: User, permission: Permission) -> None:
    """Let a user pass who is active and holds the permission.

    Raises:
        PermissionDenied: Otherwise.
    """
    if not user.active or not allows(user.role, permission):
        raise PermissionDenied(f"{user.name} ({user.role}) may not do this ({permission}).")
