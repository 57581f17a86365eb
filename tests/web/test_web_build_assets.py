"""The build hook keeps what matches the lock, fetches what does not, and the lock names no registry."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from web.assets import VENDOR as INSTALLED
from web.assets import missing_assets, require_assets
from web.build_assets import FILES, INPUTS, VENDOR, build_assets, is_current
from wfm.errors import ConfigError

ROOT = Path(__file__).parents[2]
needs_vendor = pytest.mark.skipif(bool(missing_assets()), reason="browser files are not built: pip install -e .")


@pytest.fixture
def project(tmp_path):
    """A copy of the parts of the project that the hook reads, with the browser files already there."""
    for name in INPUTS:
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(INSTALLED, tmp_path / VENDOR)
    manifest = tmp_path / VENDOR / "manifest.json"
    lock = hashlib.sha256((tmp_path / "package-lock.json").read_bytes()).hexdigest()
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"lock": lock}))
    return tmp_path


def digest_in_manifest(project: Path) -> str:
    return json.loads((project / VENDOR / "manifest.json").read_text())["lock"]


def test_lock_pins_every_package_by_hash_and_names_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert {"node_modules/bootstrap", "node_modules/echarts", "node_modules/htmx.org"} <= set(packages)
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_every_library_is_copied_with_its_licence():
    libraries = {source.split("/")[0] for source in FILES}
    for library in libraries:
        assert f"{library}/LICENSE" in FILES


@needs_vendor
def test_files_that_match_the_lock_are_kept_without_npm(project, monkeypatch):
    monkeypatch.setattr("web.build_assets._npm", lambda: pytest.fail("npm was asked for"))
    assert build_assets(project) == project / VENDOR


@needs_vendor
@pytest.mark.parametrize("damage", ["changed", "deleted", "no manifest", "other lock"])
def test_files_that_do_not_match_the_lock_are_noticed(project, damage):
    lock = digest_in_manifest(project)
    assert is_current(project / VENDOR, lock)
    style = project / VENDOR / "bootstrap.min.css"
    if damage == "changed":
        style.write_text(style.read_text() + "/* changed */")
    elif damage == "deleted":
        style.unlink()
    elif damage == "no manifest":
        (project / VENDOR / "manifest.json").unlink()
    assert not is_current(project / VENDOR, "0" * 64 if damage == "other lock" else lock)


@needs_vendor
def test_a_failed_installation_says_what_to_do_and_leaves_the_old_files(project, monkeypatch):
    style = project / VENDOR / "bootstrap.min.css"
    style.write_text("old")
    (project / "package-lock.json").write_text("not a lock file")
    with pytest.raises(RuntimeError, match="npm could not install"):
        build_assets(project)
    assert style.read_text() == "old"


def test_missing_browser_files_are_named_with_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match=r"manifest\.json.*pip install -e \."):
        require_assets(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"lock": "", "files": {"htmx.min.js": ""}}))
    with pytest.raises(ConfigError, match=r"htmx\.min\.js"):
        require_assets(tmp_path)
