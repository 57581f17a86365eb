"""The pages of docs/ name commands that exist, and every link leads somewhere."""

import re
from pathlib import Path

import pytest

from wfm.cli import main

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_within_the_repository_lead_to_files(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_shown_exist_with_their_options(page):
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    for name, rest in re.findall(r"^\s*\$ wfm ([a-z][a-z-]*)((?: [^\n]*)?)", text, re.MULTILINE):
        command = main.get_command(None, name)
        assert command is not None, name
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        used = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest.split("#")[0].split("|")[0]))
        assert used <= {*known, "--help"}, (name, used - known)
