"""What the columns of a contact history are called: wfm's own names and those of telephone and ticket systems.

Names are compared in lower case with underscores as spaces. The layouts follow the systems' public help pages:
Genesys Cloud "Prepare the historical data import .csv file" and the export of its performance views; Amazon Connect
"Import data for forecasting" and its historical metrics reports; Calabrio WFM "Queue data file format"; Zendesk
Explore's ticket attributes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.errors import ConfigError
from wfm.types import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a history's parts stand: each entry lists the names a column may have; the first that is there counts.

    ``time`` is a time of day in a column of its own. ``added`` and ``subtracted`` change ``offered``. ``unit`` is what
    a plain number of a handle time counts, in seconds. ``rows_add_up`` says that rows of one queue and interval are
    parts of a whole (by skill or language). ``gaps_are_zero`` says that an interval without a row had no contacts.
    ``positional`` names the columns of a file without a header.
    """

    preset: str
    interval_start: tuple[str, ...]
    offered: tuple[str, ...]
    queue: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    subtracted: tuple[str, ...] = ()
    handled: tuple[str, ...] = ()
    abandoned: tuple[str, ...] = ()
    aht_seconds: tuple[str, ...] = ()
    handle_time: tuple[str, ...] = ()
    handle_time_added: tuple[str, ...] = ()
    unit: float = 1.0
    rows_add_up: bool = False
    gaps_are_zero: bool = False
    positional: tuple[str, ...] = ()

    def missing_in(self, header: Sequence[str]) -> tuple[str, ...]:
        """The columns that a header of normal names lacks, in the words of the first name of each."""
        have = set(header)
        wanted = [self.interval_start, self.offered]
        wanted += [self.time] if self.time else []
        if not self.queue:
            wanted += [self.department, self.channel]
        elif not have & set(self.queue):
            wanted += [self.department, self.channel] if have & {*self.department, *self.channel} else [self.queue]
        return tuple(names[0] for names in wanted if not have & set(names))

    def name_of(self, part: tuple[str, ...], header: Sequence[str]) -> str | None:
        """The first of a part's names that the header has."""
        return next((name for name in part if name in header), None)


OWN = Layout(
    "wfm",
    interval_start=("interval start", "timestamp"),
    queue=("queue",),
    department=("department",),
    channel=("channel",),
    language=("language",),
    offered=("offered", "volume"),
    handled=("handled",),
    abandoned=("abandoned",),
    aht_seconds=("aht seconds",),
    handle_time=("handle time seconds",),
)

_CALABRIO_FIELDS = (
    "interval",
    "date_from",
    "time",
    "queue",
    "queue_name",
    "offd_direct_call_cnt",
    "overflow_in_call_cnt",
    "aband_call_cnt",
    "overflow_out_call_cnt",
    "answ_call_cnt",
    "queued_and_answ_call_dur",
    "queued_and_aband_call_dur",
    "talking_call_dur",
    "wrap_up_dur",
    "queued_answ_longest_que_dur",
    "queued_aband_longest_que_dur",
    "avg_avail_member_cnt",
    "ans_servicelevel_cnt",
    "wait_dur",
    "aband_short_call_cnt",
    "aband_within_sl_cnt",
)

LAYOUTS: tuple[Layout, ...] = (
    OWN,
    Layout(  # the file that Genesys Cloud takes for historical data; times are UTC
        "genesys-cloud",
        interval_start=("interval start utc date",),
        department=("queue",),
        channel=("media type",),
        offered=("offered",),
        handled=("interactions handled",),
        handle_time=("total handle time (seconds)", "total handle time"),
        rows_add_up=True,
    ),
    Layout(  # the export of the Queues Performance view; plain durations are milliseconds
        "genesys-cloud",
        interval_start=("interval start",),
        queue=("queue name",),
        department=("queue name",),
        channel=("media type",),
        offered=("offer", "offered"),
        handled=("handle", "answer", "answered"),
        abandoned=("abandon", "abandoned"),
        aht_seconds=("avg handle",),
        handle_time=("total handle",),
        unit=0.001,
        rows_add_up=True,
    ),
    Layout(  # the file that Amazon Connect takes for forecasting; times are UTC
        "amazon-connect",
        interval_start=("timestamp",),
        department=("queuename",),
        channel=("channeltype",),
        offered=("incomingcontactvolume",),
        handled=("contactshandled",),
        aht_seconds=("averagehandletime",),
    ),
    Layout(  # a historical metrics report grouped by queue (and channel)
        "amazon-connect",
        interval_start=("startinterval", "start interval", "interval start"),
        queue=("queue",),
        department=("queue",),
        channel=("channel",),
        offered=("contacts queued",),
        handled=("contacts handled",),
        abandoned=("contacts abandoned",),
        aht_seconds=("average handle time",),
        handle_time=("contact handle time",),
    ),
    Layout(  # the queue data file, which has no header row
        "calabrio",
        interval_start=("date from", "date"),
        time=("time",),
        queue=("queue name", "queue"),
        offered=("offd direct call cnt",),
        added=("overflow in call cnt",),
        subtracted=("overflow out call cnt",),
        handled=("answ call cnt",),
        abandoned=("aband call cnt",),
        handle_time=("talking call dur",),
        handle_time_added=("wrap up dur",),
        positional=_CALABRIO_FIELDS,
    ),
    Layout(  # an Explore query of tickets by date, hour, group (and channel)
        "zendesk",
        interval_start=("ticket created - date",),
        time=("ticket created - hour",),
        queue=("ticket group",),
        department=("ticket group",),
        channel=("ticket channel",),
        offered=("tickets", "count(tickets)", "d count(tickets)", "tickets created"),
        rows_add_up=True,
        gaps_are_zero=True,
    ),
)

PRESETS = tuple(dict.fromkeys(layout.preset for layout in LAYOUTS if layout is not OWN))

_CHANNELS: dict[Channel, tuple[str, ...]] = {
    Channel.VOICE: ("voice", "phone", "telephone", "call", "calls", "callback", "talk"),
    Channel.CHAT: ("chat", "webchat", "web chat", "live chat"),
    Channel.MESSAGING: ("messaging", "message", "messages", "sms", "whatsapp", "native messaging", "text"),
    Channel.EMAIL: ("email", "e-mail", "mail", "web", "web form", "web widget", "web service", "api", "mobile"),
    Channel.SOCIAL: ("social", "twitter", "x", "facebook", "instagram", "facebook post"),
}
_CHANNEL_OF = {word: channel for channel, words in _CHANNELS.items() for word in words}


def candidates(preset: str | None) -> tuple[Layout, ...]:
    """The layouts a file may have: those of the preset, or all of them, wfm's own first.

    Raises:
        ConfigError: No such preset.
    """
    if preset is None:
        return LAYOUTS
    if preset not in PRESETS:
        raise ConfigError(f"unknown preset {preset!r}. Use one of {', '.join(PRESETS)}.")
    return tuple(layout for layout in LAYOUTS if layout.preset == preset)


def layout_of(header: Sequence[str], preset: str | None) -> Layout | None:
    """The layout that a header of normal names fits, or None."""
    return next((layout for layout in candidates(preset) if not layout.missing_in(header)), None)


def missing_in(header: Sequence[str], preset: str | None) -> tuple[str, ...]:
    """What a header lacks to be a history: nothing where it fits a layout, else what the nearest one misses."""
    if layout_of(header, preset) is not None:
        return ()
    nearest = min(candidates(preset), key=lambda layout: len(layout.missing_in(header)))
    missing = nearest.missing_in(header)
    return tuple(name.replace(" ", "_") for name in missing) if nearest is OWN else missing


def channel_of(text: str) -> Channel | None:
    """The channel that a system's word means (``callback`` is voice, ``SMS`` messaging); None for an unknown word.

    Forms, API and the like arrive as written tickets that wait: email.
    """
    word = text.strip().lower()
    return Channel.VOICE if word.startswith("phone call") else _CHANNEL_OF.get(word)


def channel_words() -> str:
    """The words for channels that wfm itself uses, for messages."""
    return ", ".join(c.value for c in Channel)
