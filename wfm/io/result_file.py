"""result.json, read back: what the roster engine found, beside the roster and coverage that other files hold."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wfm.errors import DataError
from wfm.types import NotRostered, RosterResult, Violation

if TYPE_CHECKING:
    from wfm.types import Coverage, Roster

_NEEDED = ("status", "objective", "bound", "gap", "terms", "violations", "seconds", "seed", "versions")
_STATUSES = ("optimal", "feasible", "partial", "infeasible")


def read_result(path: str | Path, *, roster: Roster | None = None, coverage: Coverage | None = None) -> RosterResult:
    """The result at ``path``. The file holds neither roster nor coverage by interval; they are given.

    Raises:
        DataError: The file is missing, is not JSON, or is not a result.json.
    """
    name = str(path)
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError("there is no such file", file=name) from None
    except (OSError, ValueError) as error:
        raise DataError(f"cannot be read as JSON ({error})", file=name) from None
    missing = [key for key in _NEEDED if not isinstance(content, dict) or key not in content]
    if missing or content["status"] not in _STATUSES:
        problem = f"not the result of a roster: it lacks {missing[0]}" if missing else "an unknown status"
        raise DataError(problem, file=name, remedy="`wfm roster --report` makes one.")
    try:
        return _result(content, roster, coverage)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"a part of the result cannot be read ({error!r})", file=name) from None


def _result(content: dict[str, Any], roster: Roster | None, coverage: Coverage | None) -> RosterResult:
    return RosterResult(
        status=content["status"],
        roster=roster,
        objective=content["objective"],
        bound=content["bound"],
        gap=content["gap"],
        terms={str(name): float(value) for name, value in content["terms"].items()},
        coverage=coverage,
        violations=tuple(_violation(entry) for entry in content["violations"]),
        not_rostered=tuple(
            NotRostered(entry["agent"], tuple(entry["rules"]), entry["reason"])
            for entry in content.get("not_rostered", ())
        ),
        seconds=float(content["seconds"]),
        first_roster_seconds=content.get("first_roster_seconds"),
        seed=int(content["seed"]),
        versions={str(name): str(value) for name, value in content["versions"].items()},
    )


def _violation(entry: dict[str, Any]) -> Violation:
    day = None if entry["date"] is None else date.fromisoformat(entry["date"])
    return Violation(entry["rule"], entry["kind"], entry["agent"], day, entry["message"])
