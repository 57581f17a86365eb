"""The files browsers load: are the third-party ones there, and which version of each file is it."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from wfm.errors import ConfigError

STATIC = Path(__file__).parent / "static"
VENDOR = STATIC / "vendor"


def missing_assets(vendor: Path = VENDOR) -> list[str]:
    """Third-party files that the build should have put into ``vendor`` and did not, in words."""
    manifest = vendor / "manifest.json"
    if not manifest.is_file():
        return ["manifest.json"]
    names = json.loads(manifest.read_text("utf-8"))["files"]
    return [name for name in names if not (vendor / name).is_file()]


def require_assets(vendor: Path = VENDOR) -> None:
    """Refuse to serve pages without their style and scripts.

    Raises:
        ConfigError: Files are missing; says which and how they get there.
    """
    missing = missing_assets(vendor)
    if missing:
        raise ConfigError(
            f"the browser files are missing ({', '.join(missing)}). They are fetched when wfm is installed: "
            "run `make demo`, or `pip install -e .` in a clone, with access to an npm registry."
        )


@cache
def version_of(path: Path, modified: int) -> str:
    """A short digest of a file's content; ``modified`` (ns) makes an edited file a new question."""
    del modified
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static_version(filename: str) -> str | None:
    """The version of a static file, for addresses that may be cached for a year; None where there is no such file."""
    path = STATIC / filename
    return version_of(path, path.stat().st_mtime_ns) if path.is_file() else None
