"""Passwords: argon2id hashes with the parameters of RFC 9106 that argon2-cffi recommends."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from wfm.errors import ConfigError

SHORTEST = 10
LONGEST = 1024  # a limit on the work that a stranger can make the server do

# A hash of no one's password, verified where there is no such user, so that both answers take the same time.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$v4KR2SJruyI46bZRpfhk2A$+6FcfPbNrBFgoPIXxooSbBqlrcVSGzTeltPWBnzezp4"


def hash_password(password: str, name: str) -> str:
    """The hash to keep of a new password.

    Raises:
        ConfigError: The password is too short, too long, or the user's name.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise ConfigError(f"a password has at least {SHORTEST} characters; several words do well.")
    if password.casefold() == name.casefold():
        raise ConfigError("a password is not the user's name.")
    return PasswordHasher().hash(password)


def verify_password(kept: str | None, password: str) -> bool:
    """Whether a password fits its hash; takes as long where there is none."""
    if len(password) > LONGEST:
        password = ""
    try:
        return PasswordHasher().verify(kept or _NOBODY, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return PasswordHasher().check_needs_rehash(kept)
