"""The keys of the plan file on the site, its departments and its queues."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from wfm.io.plan_table import NotNegative, Positive, Table, Windows
from wfm.types import Channel


class SiteTable(Table):
    """Where the work is done."""

    zone: str = Field(description="IANA time zone, such as Europe/Amsterdam.")
    name: str = Field("", description="Name of the organisation or site.")
    country: str | None = Field(None, description="ISO country code for public holidays; none without it.")
    subdivision: str | None = Field(None, description="ISO code of the region, for regional holidays.")
    currency: str = Field("EUR", description="Currency of all amounts.")
    week_start: Literal["monday", "sunday", "saturday"] = Field("monday", description="First day of a week.")
    interval_minutes: Literal[5, 10, 15, 30, 60] = Field(15, description="Planning interval in minutes.")


class GoalTable(Table):
    """What customers of a real-time queue are promised."""

    service_level: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        0.8, description="Share of contacts offered that are answered within the threshold."
    )
    threshold_seconds: NotNegative = Field(20, description="Threshold of the service level.")
    asa_seconds: Positive | None = Field(None, description="Largest average speed of answer.")
    max_abandonment: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        None, description="Largest share of contacts abandoned; needs patience_seconds (Erlang A)."
    )
    max_occupancy: Annotated[float, Field(gt=0, le=1)] | None = Field(
        0.85, description="Largest share of time at work that agents spend on contacts; the default is a common cap."
    )


class QueueKeys(Table):
    """Keys shared by [queue_defaults], [[department]] and [[queue]]; the nearest one that is set holds."""

    open: Windows | None = Field(None, description="Opening hours in local time; always open without them.")
    open_on_holidays: Windows | None = Field(
        None, description="Opening hours on public holidays; as usual without it, closed if the list is empty."
    )
    aht_seconds: Positive | None = Field(None, description="Handle time where the history has none.")
    patience_seconds: Positive | None = Field(None, description="Mean time a customer waits before giving up.")
    goal: GoalTable | None = Field(None, description="Service goal of work that cannot wait.")
    response_hours: NotNegative | None = Field(
        None, description="Makes the work deferred: it is done within so many opening hours."
    )
    concurrency: Annotated[int, Field(ge=1, le=10)] | None = Field(
        None, description="Contacts one agent handles at the same time (chat); 1 without it."
    )
    priority: Annotated[int, Field(ge=1, le=9)] | None = Field(
        None, description="Who takes several queues takes the lowest number first; 5 without it. Simulation only."
    )
    handle_cv: Annotated[float, Field(ge=0, le=10)] | None = Field(
        None,
        description="Coefficient of variation of handle times: 1 exponential (without it), 0 always the mean, else "
        "lognormal. Simulation only.",
    )
    retry_share: Annotated[float, Field(ge=0, lt=1)] | None = Field(
        None, description="Share of those who hang up that try again, each time; 0 without it."
    )
    retry_delay_seconds: NotNegative | None = Field(
        None, description="Mean time until they try again; 300 without it. Simulation only."
    )


class QueueDefaultsTable(QueueKeys):
    """What a queue has that the file does not list, or where it says nothing."""

    channel: Channel = Field(Channel.VOICE, description="Channel of queues whose name does not tell it.")


class DepartmentTable(QueueKeys):
    """A department; its keys hold for its queues."""

    name: str = Field(description="Name of the department, the first part of its queues' names.")


class QueueTable(QueueKeys):
    """A queue: a department's contacts by one channel."""

    department: str = Field(description="Department that owns the queue.")
    channel: Channel | None = Field(None, description="voice, chat, messaging, email or social.")
    language: str = Field("", description="Language, where queues are divided by it.")
    name: str | None = Field(None, description="Name in the history, where it is not department/channel.")
