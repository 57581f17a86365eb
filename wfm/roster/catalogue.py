"""The rule catalogue as a page for people, made from the data files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wfm.roster.rules import PRESETS, rules_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wfm.types.problem import Rule


def rule_catalogue(presets: Iterable[str] = PRESETS) -> dict[str, list[dict[str, Any]]]:
    """Every rule as data, a preset: name, kind, parameters, legal source and sentence.

    Raises:
        ConfigError: A preset is unknown.
    """
    names = ("name", "kind", "parameters", "legal_source", "sentence")
    return {
        preset: [{name: getattr(rule, name) for name in names} for rule in rules_from(preset).by_name.values()]
        for preset in presets
    }


def rule_catalogue_markdown(presets: Iterable[str] = PRESETS) -> str:
    """Every rule of the presets in Markdown: name, sentence, numbers and legal source; the contract rules once.

    Raises:
        ConfigError: A preset is unknown.
    """
    parts = ["# Rules of a roster", "", _INTRODUCTION, ""]
    for preset in presets:
        law = [rule for rule in rules_from(preset).by_name.values() if rule.kind == "law"]
        parts += [f"## Preset `{preset}`", ""]
        parts += _table(law) if law else ["No law; only the contract rules below hold."]
        parts.append("")
    contract = [rule for rule in rules_from("none").by_name.values() if rule.kind == "contract"]
    parts += ["## Contract rules, with every preset", "", *_table(contract), ""]
    wishes = [rule for rule in rules_from("none").by_name.values() if rule.kind == "wish"]
    parts += ["## Wishes, with every preset", "", _WISHES, "", *_table(wishes), ""]
    return "\n".join(parts)


_INTRODUCTION = (
    'The plan file names a preset and the numbers that differ from it: `[rules] preset = "nl-atw"` and\n'
    "`[rules.change]` with lines such as `daily_rest = { hours = 12 }`. `sundays_free = { in_force = 0 }` switches a\n"
    "rule off. The engine keeps every rule, and the checker knows each again by itself."
)


_WISHES = (
    "Wishes are weighed, never enforced: a roster that denies them is legal, and the checker is silent on them. Their\n"
    "prices are the plan file's `[weights]`, and each is reported as a term of the objective."
)


def _table(rules: Iterable[Rule]) -> list[str]:
    rows = ["| rule | what it says | numbers | source |", "|---|---|---|---|"]
    for rule in rules:
        numbers = ", ".join(f"`{name}` {value:g}" for name, value in rule.parameters.items())
        rows.append(f"| `{rule.name}` | {rule.sentence} | {numbers} | {rule.legal_source} |")
    return rows
