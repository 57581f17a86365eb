"""Settings come from the environment, have defaults and refuse nonsense."""

from __future__ import annotations

import dataclasses

import pytest

from wfm.errors import ConfigError
from wfm.settings import DEVELOPMENT_KEY, SETTINGS, Settings, read_settings


def test_defaults():
    settings = read_settings({})
    assert settings == Settings("sqlite:///wfm.db", DEVELOPMENT_KEY, "127.0.0.1", 8000, False, "processes")


def test_every_setting_is_read_and_documented():
    assert [s.name for s in SETTINGS] == [f.name for f in dataclasses.fields(Settings)]
    assert len({s.variable for s in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.variable == f"WFM_{setting.name.upper()}"
        assert setting.help.endswith(".")
    given = {"WFM_PORT": "9000", "WFM_HTTPS": "yes"}
    values = {s.variable: given.get(s.variable, f"value of {s.name}") for s in SETTINGS}
    settings = read_settings(values)
    assert (settings.port, settings.https) == (9000, True)
    for name in ("database_url", "secret_key", "host", "executor"):
        assert getattr(settings, name) == f"value of {name}"


def test_blank_is_the_default_and_spaces_do_not_matter():
    settings = read_settings({"WFM_HOST": "  ", "WFM_PORT": " 8080 ", "WFM_HTTPS": "No"})
    assert (settings.host, settings.port, settings.https) == ("127.0.0.1", 8080, False)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("WFM_PORT", "http"), ("WFM_PORT", "0"), ("WFM_PORT", "65536"), ("WFM_PORT", "-1"), ("WFM_HTTPS", "maybe")],
)
def test_nonsense_is_refused_with_the_variable_and_the_value(variable, value):
    with pytest.raises(ConfigError, match=variable) as caught:
        read_settings({variable: value})
    assert repr(value) in str(caught.value)
