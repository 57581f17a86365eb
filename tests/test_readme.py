"""The README names commands that exist, the two first of all."""

import re
from pathlib import Path

from wfm.cli import main
from wfm.settings import SETTINGS

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_come_first_and_the_makefile_has_them():
    makefile = (Path(__file__).parents[1] / "Makefile").read_text(encoding="utf-8")
    assert README.index("make demo") < README.index("make test") < README.index("wfm forecast")
    assert {"demo:", "test:"} <= {line.split()[0] for line in makefile.splitlines() if ":" in line and line[0] != "\t"}


def test_every_command_in_it_exists_with_its_options():
    found = re.findall(r"(?:^\s+(?:\$ )?|`)(?:\.venv/bin/)?wfm ([a-z][a-z-]*)((?: [^\n`]*)?)", README, re.MULTILINE)
    assert len(found) > 15
    for name, rest in found:
        command = main.get_command(None, name)
        assert command is not None, name
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        if not hasattr(command, "commands"):
            used = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest.split("#")[0]))
            assert used <= {*known, "--help"}, (name, used - known)


def test_every_command_is_in_its_list():
    listed = set(re.findall(r"`wfm ([a-z][a-z-]*)`", README))
    assert set(main.list_commands(None)) == listed & set(main.list_commands(None))


def test_every_variable_in_it_is_a_setting():
    known = {setting.variable for setting in SETTINGS}
    assert set(re.findall(r"\bWFM_[A-Z_]+", README)) <= known
