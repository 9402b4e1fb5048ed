"""What can be sent, how long it is tried, and what is refused.

Attempts and their meaning as in Standard Webhooks 1.0 (standardwebhooks.com).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.errors import N_, ForumError


class About(StrEnum):
    """What an event is about: the column of its data that has to be seen by who is told."""

    POST = "id"
    """A post that can be read."""
    TOPIC = "topic_id"
    """A topic that can be read."""
    SPACE = "space"
    """A space that can be seen."""
    TEXT = "subject"
    """A text, `post:12` or `topic:3`."""


EVENTS: Mapping[str, About] = {
    "post.accepted": About.POST,
    "post.added": About.POST,
    "post.deleted": About.TOPIC,
    "post.edited": About.POST,
    "post.hidden": About.TOPIC,
    "post.restored": About.POST,
    "space.changed": About.SPACE,
    "topic.added": About.TOPIC,
    "topic.changed": About.TOPIC,
    "topic.hidden": About.SPACE,
    "translation.ready": About.TEXT,
}
"""What can be asked for, and what somebody has to see to be told; `forum/README.md` says more.

That something has gone is told to those who saw it before: its id, and nothing else.
"""
PING = "webhook.ping"
"""Sent on demand, to see whether anything arrives."""

PATIENCE = 15.0
"""Seconds that a receiver has to answer."""
ANSWER_KEPT = 2048
"""Bytes of a receiver's answer that the log keeps."""
DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
"""From each failure to the next attempt, as Standard Webhooks advises: three days in all."""
MOST_ATTEMPTS = len(DELAYS) + 1
LONGEST_REST = timedelta(minutes=5)
"""For so long at most, what else is to be sent to a receiver waits after a failure."""
STEADY = timedelta(days=3)
"""After failing for so long, with nothing arriving in between, a webhook is switched off."""
KEPT = timedelta(days=30)
"""How long the log of deliveries is kept."""
OVERLAP = timedelta(hours=24)
"""How long a former secret signs beside the new one."""
MOST_WEBHOOKS = 50
MOST_REPLAYED = 1000
"""Deliveries that one request sends again."""
_GONE = 410


class DeliveryState(StrEnum):
    """How it is with one delivery."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    """It is not tried again by itself."""
    WITHHELD = "withheld"
    """What it tells of was out of sight when its turn came."""


class DisabledFor(StrEnum):
    """Why a webhook is switched off."""

    BY_HAND = "by_hand"
    FAILING = "failing"
    GONE = "gone"
    """Its receiver said so (410)."""
    OWNER = "owner"
    """Whoever made it may not any more."""


class WebhookOff(ForumError):
    """Nothing is sent by a webhook that is switched off."""

    code, status, text = "webhook_off", 409, N_("This webhook is switched off: switch it on first.")


class NotOutside(ForumError):
    """The address is not one that webhooks may be sent to."""

    code, status = "not_outside", 422
    text = N_("Webhooks go to https addresses of the public internet only, on the usual port.")


class TooManyWebhooks(ForumError):
    """The site has as many webhooks as anybody needs."""

    code, status = "too_many_webhooks", 409
    text = N_("The site has {most} webhooks, and more is not possible. Remove one first.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from one attempt.

    Attributes:
        state: of the delivery from now on.
        wait: until the next attempt, if there is one.
        off: why the webhook is switched off, if it is.
    """

    state: DeliveryState
    wait: timedelta | None = None
    off: DisabledFor | None = None


def path_of(data: Mapping[str, object]) -> str:
    """Where the page of what an event is about stands."""
    if "subject" in data:
        kind, _, number = str(data["subject"]).partition(":")
        return f"/p/{number}" if kind == "post" else f"/t/{number}"
    if "id" in data:
        return f"/p/{data['id']}"
    if "topic_id" in data:
        return f"/t/{data['topic_id']}"
    return f"/s/{data['slug']}" if "slug" in data else "/"


def verdict(status: int | None, attempts: int, failing_for: timedelta, chance: float) -> Verdict:
    """Judge an attempt by its answer.

    Args:
        status: HTTP status of the answer; `None` if there was none.
        attempts: how many there were, this one included.
        failing_for: since when nothing arrived at this webhook.
        chance: a random number in [0, 1), which spreads what failed together.
    """
    if status is not None and 200 <= status < 300:  # noqa: PLR2004 (RFC 9110 §15.3)
        return Verdict(DeliveryState.DELIVERED)
    if status == _GONE:
        return Verdict(DeliveryState.FAILED, off=DisabledFor.GONE)
    if failing_for >= STEADY:
        return Verdict(DeliveryState.FAILED, off=DisabledFor.FAILING)
    if attempts >= MOST_ATTEMPTS:
        return Verdict(DeliveryState.FAILED)
    return Verdict(DeliveryState.PENDING, wait=delay(attempts, chance))


def delay(attempts: int, chance: float) -> timedelta:
    """How long to wait after the failure of the attempt of this number, from 1 on: 90–110 %."""
    return DELAYS[min(attempts, len(DELAYS)) - 1] * (0.9 + chance / 5)


def failing_for(since: datetime | None, now: datetime) -> timedelta:
    """How long nothing has arrived at a webhook."""
    return now - since if since is not None else timedelta()
