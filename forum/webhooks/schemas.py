"""Webhooks, as they come in and go out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from forum.core.addresses import NotAWebAddress, host_of, split
from forum.core.errors import N_
from forum.text.address import LONGEST_SLUG
from forum.web.fields import Line
from forum.web.lists import ListQuery
from forum.web.shapes import Input, Output
from forum.webhooks.rules import EVENTS, DeliveryState


def _url(value: str) -> str:
    try:
        host_of(split(value))
    except NotAWebAddress as error:
        raise ValueError(N_("This is not a web address.")) from error
    return value


def _known(values: list[str]) -> list[str]:
    if not EVENTS.keys() >= set(values):
        raise ValueError(N_("There is no such event."))
    return sorted(set(values))


def _several(value: object) -> object:
    """One box ticked, several, or none, as forms write it."""
    return [value] if isinstance(value, str) and value else value or []


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


Name = Annotated[str, Line(1, 80)]
Url = Annotated[str, Line(8, 500), AfterValidator(_url)]
Events = Annotated[
    list[str],
    BeforeValidator(_several),
    AfterValidator(_known),
    Field(min_length=1, max_length=len(EVENTS), examples=[["post.added", "topic.added"]]),
]
Moment = Annotated[datetime, AfterValidator(_aware)]


class WebhookDraft(Input):
    """Where events are to be sent, which, and of which space ("": what anybody may see)."""

    name: Name
    url: Url
    events: Events
    space: Annotated[str, Line(0, LONGEST_SLUG)] = ""


class WebhookChange(Input):
    """What is to be different; what is left out stays."""

    name: Name | None = None
    url: Url | None = None
    events: Events | None = None
    enabled: bool | None = None


class WebhookForm(Input):
    """What a page says about a webhook that there is."""

    name: Name
    url: Url
    events: Events
    enabled: bool = False


class WebhookOut(Output):
    """A webhook; `disabled` says why it is switched off, or is null."""

    id: int
    name: str
    url: str
    events: Sequence[str]
    space: str
    disabled: str | None
    failing_since: datetime | None
    former_until: datetime | None
    """Until when the former secret signs too."""
    made_at: datetime


class WebhookMade(WebhookOut):
    """The same with its secret, by which its receiver checks signatures; it is not shown again."""

    secret: str


class DeliveriesQuery(ListQuery):
    """Which part of a webhook's log."""

    state: DeliveryState | None = None


class ReplayDraft(Input):
    """What to send again: what happened in a time, if it never arrived, or all of it."""

    since: Moment
    until: Moment | None = None
    all: bool = False
    """Also what was delivered."""


class ReplayForm(Input):
    """The same as a page asks for it: by days of UTC, the last one included."""

    since: date
    until: Annotated[date | None, BeforeValidator(lambda value: value or None)] = None
    all: bool = False

    def draft(self) -> ReplayDraft:
        """What is asked for."""
        until = self.until and datetime.combine(self.until, time.max, UTC)
        since = datetime.combine(self.since, time.min, UTC)
        return ReplayDraft(since=since, until=until, all=self.all)


class ReplayOut(Output):
    """How many are sent again; at most a thousand, the oldest first."""

    count: int


class DeliveryOut(Output):
    """One event on its way, and how its last attempt went."""

    id: int
    message_id: str
    event: str
    data: dict[str, Any]
    made_at: datetime
    state: DeliveryState
    attempts: int
    tried_at: datetime | None
    took_ms: int | None
    status: int | None
    answer: str
