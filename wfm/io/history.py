"""Contact history: reading what the telephone system counted, checking every row, and writing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.io.numbers import read_numbers
from wfm.io.presets import Layout, channel_of, channel_words, layout_of, missing_in
from wfm.io.spacing import interval_minutes
from wfm.io.tables import Column, Table, read_table
from wfm.io.times import joined, read_stamps, resolve
from wfm.types import History

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


def read_history(path: str | Path, *, zone: str | None = None, preset: str | None = None) -> History:
    """A contact history from CSV, Excel or Parquet, gzip or not; ``-`` is standard input.

    Columns: ``interval_start`` (or ``timestamp``), ``queue`` (or ``department`` and ``channel``), ``offered`` (or
    ``volume``), and where known ``handled``, ``abandoned``, ``aht_seconds`` or ``handle_time_seconds`` (a total of the
    interval), or the columns of a preset, which are recognised by themselves where they bear names.

    Args:
        path: The file.
        zone: IANA zone of the site; needed where times bear no UTC offset.
        preset: The system that made the file; needed only for a file without a header (``calabrio``).

    Returns:
        The history, with notes on everything that was assumed or left out.

    Raises:
        DataError: The file cannot be used; the error names row, column, value and what to do.
        ConfigError: The zone or the preset is unknown.
    """
    positional = next((layout.positional for layout in _named(preset) if layout.positional), ())
    table = read_table(path, lambda header: missing_in(header, preset), positional)
    layout = layout_of(list(table.columns), preset)
    assert layout is not None  # noqa: S101 - read_table has refused a header that fits no layout
    return _History(table, layout, zone).read()


def _named(preset: str | None) -> tuple[Layout, ...]:
    from wfm.io.presets import candidates

    return candidates(preset) if preset else ()


class _History:
    """One reading of one file; the notes gather as it goes."""

    def __init__(self, table: Table, layout: Layout, zone: str | None) -> None:
        self.table, self.layout, self.zone = table, layout, zone
        self.notes = list(table.notes)
        self.used: set[str] = set()
        if layout.preset != "wfm":
            self.notes.append(f"the columns were read as those of {layout.preset}")

    def column(self, part: tuple[str, ...]) -> Column | None:
        name = self.layout.name_of(part, tuple(self.table.columns))
        if name is not None:
            self.used.add(name)
        return None if name is None else self.table.columns[name]

    def required(self, part: tuple[str, ...]) -> Column:
        column = self.column(part)
        assert column is not None  # noqa: S101 - the layout was chosen because the column is there
        return column

    def read(self) -> History:
        when = self.required(self.layout.interval_start)
        clock = self.column(self.layout.time)
        if clock is not None:
            when = joined(self.table, when, clock)
        names, codes = self.queues()
        numbers = self.numbers()
        offered = numbers["offered"]
        measured = ~np.isnan(offered)
        if not measured.all():
            rows = self.table.rows[~measured]
            first = f"row {rows[0]}" if len(rows) == 1 else f"{len(rows):,} rows, the first in row {rows[0]}"
            self.notes.append(f"no contacts offered stand in {first}: read as not measured")
            self.table.refuse(measured.sum() == 0 & ~measured, self.required(self.layout.offered), "no number at all")
        stamps = read_stamps(self.table, when, self.zone)
        resolved = resolve(self.table, when, stamps, codes, empty=~measured | (offered == 0))
        self.notes += resolved.notes
        keep = resolved.keep & measured
        table = self.table if keep.all() else self.table.only(keep)
        when = when if keep.all() else Column(when.name, when.values, when.codes[keep])
        codes, instants = codes[keep], resolved.instants[keep]
        frame = pd.DataFrame({"code": codes, "interval_start": instants, **{k: v[keep] for k, v in numbers.items()}})
        minutes = interval_minutes(table, when, codes, instants)
        frame = self.without_repeats(table, when, frame)
        if self.layout.gaps_are_zero:
            frame = self.with_zeros(frame, minutes)
        self.note_unused()
        return History(self.finished(frame, names), minutes, stamps.zone, tuple(self.notes))

    def queues(self) -> tuple[list[str], NDArray[np.int64]]:
        """Queue names and each record's number among them."""
        department, channel = self.column(self.layout.department), self.column(self.layout.channel)
        queue = self.column(self.layout.queue)
        by_channel = department is not None and channel is not None and (queue is None or queue is department)
        if by_channel and department is not None and channel is not None:
            return self.by_channel(department, channel)
        queue = self.required(self.layout.queue)
        self.table.refuse(queue.blank, queue, "the queue has no name", "Fill it in.")
        self.used -= {name for part in (self.layout.department, self.layout.channel) for name in part}
        self.used |= {name for name in self.layout.queue if name in self.table.columns}
        return list(queue.texts()), queue.codes.astype(np.int64)

    def by_channel(self, department: Column, channel: Column) -> tuple[list[str], NDArray[np.int64]]:
        self.table.refuse(department.blank, department, "the name is blank", "Fill it in.")
        channels = [channel_of(text) for text in channel.texts()]
        unknown = channel.where([known is None for known in channels])
        self.table.refuse(unknown, channel, "this is not a channel", f"Use {channel_words()}.")
        language = self.column(self.layout.language)
        words = [known.value for known in channels if known]
        names = [f"{name}/{word}" for name in department.texts() for word in words]
        codes = department.codes.astype(np.int64) * len(words) + channel.codes
        if language is not None:
            tails = [f"/{text}" if text else "" for text in language.texts()]
            names = [name + tail for name in names for tail in tails]
            codes = codes * len(tails) + language.codes
        distinct = {name: number for number, name in enumerate(dict.fromkeys(names))}
        return list(distinct), np.array([distinct[name] for name in names], dtype=np.int64)[codes]

    def numbers(self) -> dict[str, NDArray[np.float64]]:
        layout = self.layout
        offered = read_numbers(self.table, self.required(layout.offered))
        for names, sign in ((layout.added, 1.0), (layout.subtracted, -1.0)):
            column = self.column(names)
            if column is not None:
                offered = offered + sign * np.nan_to_num(read_numbers(self.table, column))
        if layout.subtracted:
            self.notes.append("offered is what came in directly and by overflow, less what overflowed to other queues")
            below = int((offered < 0).sum())
            if below:
                self.notes.append(f"{below:,} intervals with more overflow out than contacts were read as zero")
            offered = np.where(offered < 0, 0.0, offered)
        handled = self.optional(layout.handled)
        return {
            "offered": offered,
            "handled": handled,
            "abandoned": self.optional(layout.abandoned),
            "aht_seconds": self.handle_time(offered, handled),
        }

    def optional(self, part: tuple[str, ...], unit: float = 1.0) -> NDArray[np.float64]:
        column = self.column(part)
        unknown = np.full(self.table.count, np.nan)
        return unknown if column is None else read_numbers(self.table, column, unit)

    def handle_time(self, offered: NDArray[np.float64], handled: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mean handle time; NaN where no contact was handled, for a mean of nothing is unknown rather than zero."""
        layout = self.layout
        mean, total = self.column(layout.aht_seconds), self.column(layout.handle_time)
        contacts = np.where(np.isnan(handled), offered, handled)
        if (mean or total) and layout.unit != 1.0:
            self.notes.append(f"plain handle times were read in units of {layout.unit:g} seconds")
        if mean is not None:
            aht = read_numbers(self.table, mean, layout.unit)
            zero = (aht == 0) & (contacts > 0)
            if zero.any():
                self.notes.append(f"a handle time of 0 was read as unknown in {zero.sum():,} intervals with contacts")
            return np.where((aht == 0) | (contacts == 0), np.nan, aht)
        if total is None:
            return np.full(self.table.count, np.nan)
        seconds = read_numbers(self.table, total, layout.unit)
        seconds = seconds + np.nan_to_num(self.optional(layout.handle_time_added, layout.unit))
        if np.isnan(handled).all():
            self.notes.append("the total handle time was divided by contacts offered, for none are given as handled")
        lost = (contacts == 0) & (seconds > 0)
        if lost.any():
            self.notes.append(
                f"{seconds[lost].sum():,.0f} seconds of handle time stand in {lost.sum():,} intervals without a "
                "handled contact and were left out"
            )
        some = (contacts > 0) & (seconds > 0)
        mean_seconds: NDArray[np.float64] = np.full(len(seconds), np.nan)
        np.divide(seconds, contacts, out=mean_seconds, where=some)
        return mean_seconds

    def without_repeats(self, table: Table, when: Column, frame: pd.DataFrame) -> pd.DataFrame:
        again = frame.duplicated(["code", "interval_start"]).to_numpy()
        if not again.any():
            return frame
        if self.layout.rows_add_up:
            self.notes.append(f"{again.sum():,} rows were added to others of the same queue and interval")
            return _added_up(frame)
        second = int(np.flatnonzero(again)[0])
        same = (frame["code"] == frame["code"].iloc[second]) & (
            frame["interval_start"] == frame["interval_start"].iloc[second]
        )
        row = int(table.rows[int(np.flatnonzero(same.to_numpy())[0])])
        problem = f"the interval of this queue stands in row {row} already"
        table.refuse(again, when, problem, "Delete one of the rows, or add them together.")
        return frame

    def with_zeros(self, frame: pd.DataFrame, minutes: int) -> pd.DataFrame:
        step = np.timedelta64(minutes, "m")
        parts = []
        for code, rows in frame.groupby("code"):
            first, last = rows["interval_start"].min(), rows["interval_start"].max()
            every = pd.DatetimeIndex(np.arange(first, last + step, step))
            whole = rows.set_index("interval_start").reindex(every).rename_axis("interval_start").reset_index()
            parts.append(whole.assign(code=code, offered=whole["offered"].fillna(0.0)))
        filled = pd.concat(parts, ignore_index=True)
        if len(filled) > len(frame):
            self.notes.append(
                f"{len(filled) - len(frame):,} intervals without a row were read as zero contacts, for "
                f"{self.layout.preset} leaves them out"
            )
        return filled

    def note_unused(self) -> None:
        unused = [column.name for name, column in self.table.columns.items() if name not in self.used]
        if unused:
            self.notes.append(f"columns not used: {', '.join(unused)}")

    @staticmethod
    def finished(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
        order = np.argsort(np.array(names, dtype=object))
        rank = np.empty(len(names), dtype=np.int64)
        rank[order] = np.arange(len(names))
        sorted_names = pd.array([names[i] for i in order], dtype="str")
        place = np.lexsort((frame["interval_start"].to_numpy(), rank[frame["code"].to_numpy()]))
        frame = frame.iloc[place]
        instants = pd.DatetimeIndex(frame["interval_start"]).as_unit("us").tz_localize("UTC")
        return pd.DataFrame(
            {
                "queue": sorted_names.take(rank[frame["code"].to_numpy()]),
                "interval_start": instants,
                **{name: frame[name].to_numpy() for name in ("offered", "handled", "abandoned", "aht_seconds")},
            }
        )


def _added_up(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of one queue and interval as one: counts added, handle time as the mean over contacts."""
    contacts = frame["handled"].fillna(frame["offered"])
    known = frame["aht_seconds"].notna()
    frame = frame.assign(seconds=frame["aht_seconds"] * contacts, weight=contacts.where(known))
    whole = frame.groupby(["code", "interval_start"], sort=False).sum(min_count=1).reset_index()
    return whole.assign(aht_seconds=whole["seconds"] / whole["weight"]).drop(columns=["seconds", "weight"])
