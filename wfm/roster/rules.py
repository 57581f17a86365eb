"""The rule catalogue: presets as data files, with the changes a plan makes to them."""

from __future__ import annotations

import math
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from wfm.errors import ConfigError
from wfm.types.problem import Rule, Rules

if TYPE_CHECKING:
    from collections.abc import Mapping

PRESETS = ("nl-atw", "eu-wtd", "none")
IN_FORCE = "in_force"


def rules_from(preset: str, changes: Mapping[str, Mapping[str, float]] | None = None) -> Rules:
    """The rules of a preset (its law, the contract rules and the wishes) with the numbers that differ from it.

    ``{"daily_rest": {"hours": 12}}`` overrides one number; ``{"sundays_free": {"in_force": 0}}`` switches a rule off.

    Args:
        preset: ``nl-atw``, ``eu-wtd`` or ``none``.
        changes: Parameters by rule name, units as in the parameter's name.

    Raises:
        ConfigError: The preset, a rule or a parameter is unknown, or a value is not a number of 0 or more.
    """
    if preset not in PRESETS:
        raise ConfigError(f"unknown rule preset {preset!r}. Known: {', '.join(PRESETS)}.")
    tables = {**_read("contract"), **_read("wish"), **_read(preset)}
    for name in changes or {}:
        if name not in tables:
            raise ConfigError(f"preset {preset} has no rule {name!r}. It has: {', '.join(sorted(tables))}.")
    by_name = {}
    for name, table in tables.items():
        change = dict((changes or {}).get(name, {}))
        if _number(name, IN_FORCE, change.pop(IN_FORCE, 1)):
            by_name[name] = _rule(name, table, change)
    return Rules(preset=preset, by_name=by_name)


def _rule(name: str, table: Mapping[str, Any], change: Mapping[str, float]) -> Rule:
    parameters = {key: float(value) for key, value in table.get("parameters", {}).items()}
    for key, value in change.items():
        if key not in parameters:
            known = ", ".join([*parameters, IN_FORCE])
            raise ConfigError(f"rule {name} has no parameter {key!r}. It has: {known}.")
        parameters[key] = _number(name, key, value)
    return Rule(
        name=name,
        kind=table["kind"],
        parameters=parameters,
        sentence=table["sentence"].format(**{key: f"{value:g}" for key, value in parameters.items()}),
        legal_source=table.get("legal_source", ""),
    )


def _number(rule: str, key: str, value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ConfigError(f"rule {rule}: {key} is a number of 0 or more, not {value!r}.")
    return float(value)


def _read(preset: str) -> dict[str, Any]:
    text = files("wfm.roster").joinpath("presets", f"{preset}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
