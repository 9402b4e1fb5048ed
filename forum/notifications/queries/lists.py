"""What a member was told: lists and counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import NotificationId, TopicId
from forum.core.paging import Page, Window, cut
from forum.discussions.tables import Topic
from forum.live.sessions.queries.seeing import Rights
from forum.live.sessions.tables import LiveSession
from forum.notifications.queries.rows import notification_out, shown_to, with_subjects
from forum.notifications.schemas import NotificationOut
from forum.notifications.tables import Notification
from forum.spaces.tables import Space

CURSOR: tuple[type, ...] = (int,)
"""What the cursors of the list hold."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A member's unread notifications: how many in each topic, and how many elsewhere."""

    topics: Mapping[TopicId, int] = field(default_factory=dict)
    others: int = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.topics.values()) + self.others


async def unread(db: AsyncSession, actor: Actor) -> Unread:
    """What the actor, a member, has not read yet and may see."""
    asked = {"me": actor.require_member()}
    found = dict((await db.exec(_unread(Rights.of(actor)), params=asked)).all())
    others = found.pop(None, 0)
    return Unread({TopicId(topic): n for topic, n in found.items() if topic is not None}, others)


@lru_cache(maxsize=128)  # composing it takes longer than running it, and every page asks it
def _unread(rights: Rights) -> Any:
    return (
        with_subjects(select(Notification.topic_id, func.count()))
        .where(col(Notification.read_at).is_(None), shown_to(rights.somebody()))
        .group_by(col(Notification.topic_id))
    )


async def notifications_page(
    db: AsyncSession, actor: Actor, window: Window, *, only_unread: bool = False
) -> Page[NotificationOut]:
    """One page of what the actor was told and may see, the newest first."""
    query = _rows(actor)
    if only_unread:
        query = query.where(col(Notification.read_at).is_(None))
    place = col(Notification.id)
    if window.after is not None:
        query = query.where(place < window.after[0])
    elif window.before is not None:
        query = query.where(place > window.before[0])
    query = query.order_by(place.desc() if window.before is None else place.asc())
    rows = await db.exec(query.limit(window.limit + 1))
    found = [notification_out(*row) for row in rows]
    return cut(found, window, lambda one: (one.id,))


async def unmailed(
    db: AsyncSession, actor: Actor, kinds: Collection[str], limit: int
) -> Sequence[NotificationId]:
    """What no mail has told the actor yet and they have not read, the newest `limit` of it."""
    query = with_subjects(select(Notification.id)).where(
        shown_to(actor),
        col(Notification.read_at).is_(None),
        col(Notification.mailed_at).is_(None),
        col(Notification.kind).in_(kinds),
    )
    found = await db.exec(query.order_by(col(Notification.id).desc()).limit(limit))
    return [NotificationId(one) for one in found if one is not None]


async def some(
    db: AsyncSession, actor: Actor, ids: Collection[NotificationId]
) -> Sequence[NotificationOut]:
    """Some notifications, the newest first; without those that the actor does not see."""
    query = _rows(actor).where(col(Notification.id).in_(ids))
    rows = await db.exec(query.order_by(col(Notification.id).desc()))
    return [notification_out(*row) for row in rows]


def _rows(actor: Actor) -> Any:
    columns: Any = select(Notification, Topic, LiveSession, Space).add_columns(Member)
    return (
        with_subjects(columns)
        .outerjoin(Member, col(Member.id) == Notification.actor_id)
        .where(shown_to(actor))
    )
