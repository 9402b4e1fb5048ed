"""What is done with webhooks. An action checks, changes, announces; its caller commits."""

import secrets
from ipaddress import ip_address
from uuid import uuid4

from forum.core.addresses import host_of, split
from forum.core.errors import N_, Fault, InvalidInput, NotFound
from forum.core.ids import SpaceId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.moderation.recording import record
from forum.moderation.tables import AuditEntry
from forum.settings import Settings
from forum.spaces import queries as spaces
from forum.web.places import is_public, place_of
from forum.webhooks import queries
from forum.webhooks.collecting import DELIVER, leave
from forum.webhooks.events import WebhooksChanged
from forum.webhooks.rules import (
    MOST_WEBHOOKS,
    OVERLAP,
    PING,
    DeliveryState,
    DisabledFor,
    NotOutside,
    TooManyWebhooks,
    WebhookOff,
)
from forum.webhooks.schemas import ReplayDraft, WebhookChange, WebhookDraft
from forum.webhooks.tables import Webhook, WebhookDelivery

_NAMES_HERE = (".localhost", ".local", ".internal")


async def make(unit: Unit, draft: WebhookDraft, settings: Settings) -> Webhook:
    """Have events sent to an address.

    Raises:
        NotOutside: it is plainly not a public one; others are refused when something is sent.
        InvalidInput: there is no such space.
        TooManyWebhooks: there are enough.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    owner = unit.actor.require(Permission.WEBHOOK_MANAGE)
    check_address(draft.url, settings)
    if await queries.count(unit.db) >= MOST_WEBHOOKS:
        raise TooManyWebhooks(most=MOST_WEBHOOKS)
    row = Webhook(
        name=draft.name,
        url=draft.url,
        events=draft.events,
        space_id=await _space(unit, draft.space),
        owner_id=owner,
        word=_fresh_word(),
        made_at=unit.now,
    )
    await queries.add(unit.db, row)
    await _note(unit, "make_webhook", row)
    return row


async def change(
    unit: Unit, number: int, wanted: WebhookChange, settings: Settings
) -> tuple[Webhook, str]:
    """Change a webhook; gives it, and its space's address.

    Raises:
        NotFound: there is no such webhook.
        NotOutside: the address is plainly not a public one.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    row, slug = await queries.webhook(unit.db, unit.actor, number, for_update=True)
    if wanted.url is not None:
        check_address(wanted.url, settings)
    row.name, row.url = wanted.name or row.name, wanted.url or row.url
    row.events = row.events if wanted.events is None else wanted.events
    if wanted.enabled is not None:
        row.disabled = "" if wanted.enabled else (row.disabled or DisabledFor.BY_HAND)
    row.failing_since = row.rest_until = None
    await _note(unit, "change_webhook", row)
    return row, slug


async def rotate(unit: Unit, number: int) -> tuple[Webhook, str]:
    """Give a webhook a new secret, beside which the one before signs for a day.

    Raises:
        NotFound: there is no such webhook.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    row, slug = await queries.webhook(unit.db, unit.actor, number, for_update=True)
    row.former_word, row.former_until = row.word, unit.now + OVERLAP
    row.word = _fresh_word()
    await _note(unit, "rotate_webhook", row)
    return row, slug


async def remove(unit: Unit, number: int) -> None:
    """Remove a webhook and its log.

    Raises:
        NotFound: there is no such webhook.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    row, _ = await queries.webhook(unit.db, unit.actor, number, for_update=True)
    await _note(unit, "remove_webhook", row)
    await queries.drop(unit.db, row)


async def ping(unit: Unit, number: int) -> WebhookDelivery:
    """Send something that tells nothing, to see whether it arrives.

    Raises:
        NotFound: there is no such webhook.
        WebhookOff: it is switched off.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    row = await _switched_on(unit, number)
    message = {
        "webhook_id": row.id,
        "message_id": f"msg_{uuid4().hex}",
        "event": PING,
        "data": {"webhook": row.name},
        "made_at": unit.now,
    }
    (delivery_id,) = await leave(unit, [message])
    return await queries.delivery(unit.db, number, delivery_id)


async def replay(unit: Unit, number: int, delivery_id: int) -> WebhookDelivery:
    """Send something again, under the id that it had.

    Raises:
        NotFound: there is no such webhook, or it never was to send this.
        WebhookOff: it is switched off.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    await _switched_on(unit, number)
    found = await queries.delivery(unit.db, number, delivery_id)
    found.state, found.attempts, found.turn = DeliveryState.PENDING, 0, found.turn + 1
    unit.later(DELIVER, delivery_id=found.id, turn=found.turn)
    return found


async def replay_range(unit: Unit, number: int, wanted: ReplayDraft) -> int:
    """Send again what happened in a time; gives how many that are.

    Raises:
        NotFound: there is no such webhook.
        WebhookOff: it is switched off.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    await _switched_on(unit, number)
    until = wanted.until or unit.now
    found = await queries.send_again(unit.db, number, wanted.since, until, delivered=wanted.all)
    for delivery_id, turn in found:
        unit.later(DELIVER, delivery_id=delivery_id, turn=turn)
    return len(found)


def check_address(url: str, settings: Settings) -> None:
    """Refuse what is plainly no address that webhooks may be sent to.

    Raises:
        NotOutside: it is not of https, or of this machine or network, and not one of those that
            the settings name; what a name stands for is found out when something is sent.
    """
    parts = split(url)
    host = host_of(parts)
    if place_of(parts) in settings.webhooks_inside:
        return
    if parts.scheme.lower() != "https" or parts.port not in (None, 443):
        raise NotOutside
    try:
        outside = is_public(ip_address(host))
    except ValueError:
        outside = host != "localhost" and not host.endswith(_NAMES_HERE)
    if not outside:
        raise NotOutside


async def _switched_on(unit: Unit, number: int) -> Webhook:
    row, _ = await queries.webhook(unit.db, unit.actor, number, for_update=True)
    if row.disabled:
        raise WebhookOff
    row.rest_until = None  # somebody asks for something to be sent now
    return row


async def _space(unit: Unit, slug: str) -> SpaceId | None:
    if not slug:
        return None
    try:
        return (await spaces.space_by_slug(unit.db, unit.actor, slug)).id
    except NotFound as error:
        raise InvalidInput([Fault("space", N_("There is no such space."))]) from error


def _fresh_word() -> str:
    return secrets.token_urlsafe(16)


async def _note(unit: Unit, act: str, row: Webhook) -> None:
    unit.emit(WebhooksChanged())
    entry = AuditEntry(
        made_at=unit.now,
        actor_id=unit.actor.require_member(),
        act=act,
        target=f"webhook:{row.id}",
        reason="",
        details={"url": row.url, "events": list(row.events), "disabled": row.disabled},
    )
    await record(unit, entry)
