"""All SQL of webhooks."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, true
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import SpaceId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.db.base import defaults
from forum.db.inserting import insert_into
from forum.discussions.queries import visible_to
from forum.discussions.rules import PostState
from forum.discussions.tables import Post, Topic
from forum.spaces import queries as spaces
from forum.spaces.tables import Space
from forum.webhooks.rules import MOST_REPLAYED, About, DeliveryState, DisabledFor
from forum.webhooks.schemas import DeliveryOut, WebhookOut
from forum.webhooks.tables import Webhook, WebhookDelivery

DELIVERY_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the log holds: the id."""
_TEXTS = {"post": (About.POST, "id"), "topic": (About.TOPIC, "topic_id")}
"""The texts that webhooks are told of, by the first word of their names; others are read by few."""

_WITH_SPACE = select(Webhook, Space.slug).outerjoin(Space, col(Space.id) == Webhook.space_id)


async def webhooks(db: AsyncSession, actor: Actor) -> Sequence[WebhookOut]:
    """Every webhook, the oldest first.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after them.
    """
    actor.require(Permission.WEBHOOK_MANAGE)
    rows = await db.exec(_WITH_SPACE.order_by(col(Webhook.id)))
    return [webhook_out(row, slug) for row, slug in rows]


async def webhook(
    db: AsyncSession, actor: Actor, number: int, *, for_update: bool = False
) -> tuple[Webhook, str]:
    """One of them, and the address of its space ("": none in particular).

    Raises:
        NotFound: there is none.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after them.
    """
    actor.require(Permission.WEBHOOK_MANAGE)
    query = _WITH_SPACE.where(Webhook.id == number)
    if for_update:
        query = query.with_for_update(of=Webhook)
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return row[0], row[1] or ""


async def count(db: AsyncSession) -> int:
    """How many webhooks there are."""
    return (await db.exec(select(func.count()).select_from(Webhook))).one()


async def working(db: AsyncSession) -> Sequence[Webhook]:
    """Every webhook that is switched on."""
    return (await db.exec(select(Webhook).where(Webhook.disabled == ""))).all()


async def switched_off(db: AsyncSession, number: int) -> Webhook | None:
    """A webhook that was switched off by something else than a hand, and still is."""
    by_hand = DisabledFor.BY_HAND
    query = select(Webhook).where(Webhook.id == number, col(Webhook.disabled).not_in(["", by_hand]))
    return (await db.exec(query)).first()


async def add(db: AsyncSession, row: Webhook) -> None:
    """Store a webhook."""
    db.add(row)
    await db.flush()


async def drop(db: AsyncSession, row: Webhook) -> None:
    """Remove a webhook with its log."""
    await db.exec(delete(WebhookDelivery).where(col(WebhookDelivery.webhook_id) == row.id))
    await db.delete(row)
    await db.flush()


async def space_seen(db: AsyncSession, actor: Actor, space_id: SpaceId) -> bool:
    """Whether `actor` sees a space."""
    query = select(Space.id).where(Space.id == space_id, spaces.visible_to(actor))
    return (await db.exec(query)).first() is not None


async def place_of(db: AsyncSession, about: About, data: Mapping[str, Any]) -> SpaceId | None:
    """The space that an event happened in; `None` if what it is about is not there any more."""
    return await _space_with(db, about, data, None)


async def is_seen(db: AsyncSession, viewer: Actor, about: About, data: Mapping[str, Any]) -> bool:
    """Whether `viewer` sees what an event is about: a text that nobody has hidden or deleted."""
    return await _space_with(db, about, data, viewer) is not None


async def _space_with(
    db: AsyncSession, about: About, data: Mapping[str, Any], viewer: Actor | None
) -> SpaceId | None:
    """The space of what an event is about; with a `viewer`, if they see it."""
    query = select(Space.id)
    match about:
        case About.SPACE:
            slug = data.get("space") or data.get("slug")
            seen = true() if viewer is None else spaces.visible_to(viewer)
            query = query.where(Space.slug == slug, seen)
        case About.TEXT:
            kind, _, number = str(data["subject"]).partition(":")
            if kind not in _TEXTS:
                return None
            what, column = _TEXTS[kind]
            return await _space_with(db, what, {column: int(number)}, viewer)
        case _:
            query = query.join(Topic, col(Topic.space_id) == Space.id)
            if about is About.POST:
                query = query.join(Post, col(Post.topic_id) == Topic.id)
                query = query.where(Post.id == data["id"])
            else:
                query = query.where(Topic.id == data["topic_id"])
            query = query.where(*_seen_by(viewer, about))
    return SpaceId(found) if (found := (await db.exec(query)).first()) is not None else None


def _seen_by(viewer: Actor | None, about: About) -> Sequence[ColumnElement[bool]]:
    if viewer is None:
        return ()
    shown = [visible_to(viewer)]
    if about is About.POST:
        shown.append(col(Post.state) == PostState.VISIBLE)
    return shown


async def add_deliveries(db: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Store what is to be sent; gives the ids of what was not stored before."""
    if not rows:
        return ()
    blank = defaults(WebhookDelivery)
    fresh = (
        insert_into(db, WebhookDelivery)
        .values([{**blank, **row} for row in rows])
        .on_conflict_do_nothing(index_elements=["webhook_id", "message_id"])
        .returning(col(WebhookDelivery.id))
    )
    found = (await (await db.connection()).execute(fresh)).scalars()
    return [number for number in found if number is not None]


async def to_deliver(
    db: AsyncSession, turns: Collection[tuple[int, int]]
) -> Sequence[tuple[WebhookDelivery, Webhook]]:
    """What is to be sent now, and to whom, the oldest first.

    Args:
        db: to read by.
        turns: ids of deliveries, each with a turn that a job was left for; see `WebhookDelivery`.
    """
    query = (
        select(WebhookDelivery, Webhook)
        .join(Webhook, col(Webhook.id) == WebhookDelivery.webhook_id)
        .where(
            col(WebhookDelivery.id).in_({delivery_id for delivery_id, _ in turns}),
            WebhookDelivery.state == DeliveryState.PENDING,
        )
        .order_by(col(WebhookDelivery.id))
    )
    rows = (await db.exec(query)).all()
    return [(one, to) for one, to in rows if (one.id, one.turn) in turns]


async def delivery_for_update(
    db: AsyncSession, webhook_id: int, delivery_id: int, turn: int
) -> tuple[WebhookDelivery, Webhook] | None:
    """A delivery and its webhook, locked, if it is still that turn of the delivery."""
    # The webhook first, as whoever removes it does, so that nobody waits for one another.
    hook = select(Webhook).where(Webhook.id == webhook_id).with_for_update()
    row = select(WebhookDelivery).where(
        WebhookDelivery.id == delivery_id,
        WebhookDelivery.turn == turn,
        WebhookDelivery.state == DeliveryState.PENDING,
    )
    to = (await db.exec(hook)).first()
    one = (await db.exec(row.with_for_update())).first()
    return None if to is None or one is None else (one, to)


async def deliveries(
    db: AsyncSession, webhook_id: int, window: Window, state: DeliveryState | None = None
) -> Page[DeliveryOut]:
    """One page of a webhook's log, the newest first; whether it may be read was asked before."""
    number = col(WebhookDelivery.id)
    query = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    if state is not None:
        query = query.where(WebhookDelivery.state == state)
    if window.before is not None:
        query = query.where(number > int(window.before[0]))
    elif window.after is not None:
        query = query.where(number < int(window.after[0]))
    order = number if window.before is not None else number.desc()
    rows = await db.exec(query.order_by(order).limit(window.limit + 1))
    return cut([delivery_out(row) for row in rows], window, lambda one: (one.id,))


async def delivery(db: AsyncSession, webhook_id: int, delivery_id: int) -> WebhookDelivery:
    """One row of the log, locked.

    Raises:
        NotFound: this webhook sent none of that id.
    """
    query = select(WebhookDelivery).where(
        WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook_id
    )
    if (row := (await db.exec(query.with_for_update())).first()) is None:
        raise NotFound
    return row


async def send_again(
    db: AsyncSession, webhook_id: int, since: datetime, until: datetime, *, delivered: bool
) -> Sequence[tuple[int, int]]:
    """Let what happened in a time wait to be sent again; gives ids and turns, the oldest first."""
    states = [DeliveryState.PENDING, DeliveryState.FAILED, DeliveryState.WITHHELD]
    moment, number = col(WebhookDelivery.made_at), col(WebhookDelivery.id)
    wanted = (
        select(WebhookDelivery.id)
        .where(
            WebhookDelivery.webhook_id == webhook_id,
            moment >= since,
            moment <= until,
            true() if delivered else col(WebhookDelivery.state).in_(states),
        )
        .order_by(number)
        .limit(MOST_REPLAYED)
    )
    changed = (
        update(WebhookDelivery)
        .where(number.in_(wanted))
        .values(state=DeliveryState.PENDING, attempts=0, turn=WebhookDelivery.turn + 1)
        .returning(number, col(WebhookDelivery.turn))
        .execution_options(synchronize_session=False)
    )
    rows = await (await db.connection()).execute(changed)
    return sorted((int(delivery_id or 0), turn) for delivery_id, turn in rows)


async def forget_before(db: AsyncSession, moment: datetime) -> None:
    """Remove old rows of the log."""
    await db.exec(delete(WebhookDelivery).where(col(WebhookDelivery.made_at) < moment))


def webhook_out(row: Webhook, slug: str | None) -> WebhookOut:
    """A row as it goes out."""
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    return WebhookOut(
        id=row.id,
        name=row.name,
        url=row.url,
        events=row.events,
        space=slug or "",
        disabled=row.disabled or None,
        failing_since=row.failing_since,
        former_until=row.former_until,
        made_at=row.made_at,
    )


def delivery_out(row: WebhookDelivery) -> DeliveryOut:
    """A row as it goes out."""
    return DeliveryOut.model_validate(row, from_attributes=True)
