"""One tree of errors. The web maps each to a status in one place; the command line prints one line and exits 2."""

from __future__ import annotations

from dataclasses import dataclass


class WfmError(Exception):
    """Everything wfm raises on purpose. Its text is one line for a person: what, where, what to do."""


class ConfigError(WfmError):
    """A setting or a key of the plan file is missing, unknown or out of range."""


class ConflictError(WfmError):
    """Somebody else changed the same thing first; nothing was overwritten."""


class PermissionDenied(WfmError):  # noqa: N818 - the word users and HTTP know
    """The signed-in person may not do this."""


class DataError(WfmError):
    """Input that cannot be used, with the place of the fault.

    Args:
        problem: What is wrong, as a sentence without a full stop.
        remedy: What to do about it.
        file: The file's name as the user gave it.
        row: The row as a spreadsheet counts it: the header is row 1.
        column: The column's name.
        value: The value found there.
    """

    def __init__(
        self,
        problem: str,
        *,
        remedy: str = "",
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
    ) -> None:
        self.problem, self.remedy = problem, remedy
        self.file, self.row, self.column, self.value = file, row, column, value
        super().__init__(self._line())

    def _line(self) -> str:
        place = [self.file] if self.file else []
        place += [f"row {self.row}"] if self.row is not None else []
        place += [f"column {self.column}"] if self.column else []
        text = f"{', '.join(place)}: {self.problem}" if place else self.problem
        if self.value is not None:
            text += f" (found {self.value!r})"
        return f"{text}. {self.remedy}" if self.remedy else f"{text}."

    def __reduce__(self) -> tuple[object, ...]:
        # An exception is rebuilt from its text alone: work in another process must hand back the parts as well.
        return _data_error, (self.problem, self.remedy, self.file, self.row, self.column, self.value)

    def in_file(self, file: str) -> DataError:
        """The same error, naming the file it was found in."""
        return DataError(
            self.problem, remedy=self.remedy, file=file, row=self.row, column=self.column, value=self.value
        )


def _data_error(
    problem: str, remedy: str, file: str | None, row: int | None, column: str | None, value: object
) -> DataError:
    return DataError(problem, remedy=remedy, file=file, row=row, column=column, value=value)


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules that cannot all hold for one person (or for the team, where ``agent`` is empty)."""

    agent: str
    rules: tuple[str, ...]
    reason: str


class InfeasibleError(WfmError):
    """No legal answer exists; says which rules clash, for whom."""

    def __init__(self, problem: str, clashes: tuple[Clash, ...] = ()) -> None:
        self.clashes = clashes
        named = "; ".join(f"{c.agent or 'team'}: {c.reason} ({', '.join(c.rules)})" for c in clashes[:5])
        more = f"; and {len(clashes) - 5} more" if len(clashes) > 5 else ""
        super().__init__(f"{problem}: {named}{more}" if named else problem)
