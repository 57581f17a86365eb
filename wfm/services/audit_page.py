"""The audit as administrators read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.services.roles import Permission, require
from wfm.storage import audit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from wfm.storage.audit import AuditEntry
    from wfm.storage.users import User


def audit_log(session: Session, user: User, limit: int = 200) -> tuple[AuditEntry, ...]:
    """The newest lines of the audit, newest first.

    Raises:
        PermissionDenied: The user may not read it.
    """
    require(user, Permission.SEE_AUDIT)
    return audit.latest(session, limit)
