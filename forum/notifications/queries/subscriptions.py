"""What members said they want to hear."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import MemberId, SpaceId
from forum.db.inserting import insert_into
from forum.discussions import queries as discussions
from forum.discussions.queries.rows import topic_url
from forum.discussions.tables import Topic
from forum.notifications.rules import NotificationLevel, space_target
from forum.notifications.schemas import SubscriptionOut
from forum.notifications.tables import Subscription
from forum.spaces import queries as spaces
from forum.spaces.tables import Space


async def follow(db: AsyncSession, row: Subscription) -> None:
    """Store what a member wants to hear of a thing, in place of what they said before."""
    wanted = insert_into(db, Subscription).values(row.model_dump())
    said = {"level": row.level, "since": row.since}
    await db.exec(wanted.on_conflict_do_update(index_elements=["member_id", "target"], set_=said))


async def drop(db: AsyncSession, member_id: MemberId, target: str) -> None:
    """Take back what a member said of a thing, if they said anything."""
    await db.exec(
        delete(Subscription).where(
            col(Subscription.member_id) == member_id, col(Subscription.target) == target
        )
    )


async def drop_all(db: AsyncSession, target: str, members: Collection[MemberId]) -> None:
    """Take back what several members said of a thing."""
    await db.exec(
        delete(Subscription).where(
            col(Subscription.member_id).in_(members), col(Subscription.target) == target
        )
    )


async def watched(db: AsyncSession, targets: Collection[str]) -> Collection[str]:
    """Those of `targets` that anybody watches."""
    query = select(Subscription.target).where(
        col(Subscription.target).in_(list(targets)), Subscription.level == NotificationLevel.WATCH
    )
    return (await db.exec(query.distinct())).all()


async def said(
    db: AsyncSession, member_id: MemberId, targets: Collection[str]
) -> dict[str, NotificationLevel]:
    """What a member said of some things."""
    query = select(Subscription.target, Subscription.level).where(
        Subscription.member_id == member_id, col(Subscription.target).in_(targets)
    )
    return {target: NotificationLevel(level) for target, level in await db.exec(query)}


async def space_levels(
    db: AsyncSession, member_id: MemberId, ids: Collection[int]
) -> dict[int, tuple[str, NotificationLevel | None]]:
    """The slugs of some spaces, and what a member said of each."""
    found = await said(db, member_id, [space_target(SpaceId(one)) for one in ids])
    rows = await db.exec(select(Space).where(col(Space.id).in_(ids)))
    return {row.id: (row.slug, found.get(f"space:{row.id}")) for row in rows if row.id}


async def count(db: AsyncSession, member_id: MemberId) -> int:
    """Of how many things a member has said something."""
    query = select(func.count()).where(col(Subscription.member_id) == member_id)
    return (await db.exec(query)).one()


async def followed(db: AsyncSession, actor: Actor) -> Sequence[SubscriptionOut]:
    """Everything that the actor has said something of and still sees, the newest first."""
    mine = (
        await db.exec(
            select(Subscription)
            .where(Subscription.member_id == actor.member_id)
            .order_by(col(Subscription.since).desc(), col(Subscription.target))
        )
    ).all()
    topics = await _topics(db, actor, _numbers(mine, "topic"))
    places = await _spaces(db, actor, _numbers(mine, "space"))
    outs = (_out(row, topics.get(row.target) or places.get(row.target)) for row in mine)
    return [out for out in outs if out is not None]


def _numbers(rows: Collection[Subscription], kind: str) -> list[int]:
    parts = (row.target.split(":", 1) for row in rows)
    return [int(key) for found, key in parts if found == kind]


_Named = tuple[str, str, str]
"""Address, name, and the name's language."""


async def _topics(db: AsyncSession, actor: Actor, ids: Collection[int]) -> dict[str, _Named]:
    query = (
        select(Topic)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(col(Topic.id).in_(ids), discussions.visible_to(actor))
    )
    return {
        f"topic:{row.id}": (topic_url(row), row.title, row.language) for row in await db.exec(query)
    }


async def _spaces(db: AsyncSession, actor: Actor, ids: Collection[int]) -> dict[str, _Named]:
    query = select(Space).where(col(Space.id).in_(ids), spaces.visible_to(actor))
    return {
        f"space:{row.id}": (f"/s/{row.slug}", row.name, row.language)
        for row in await db.exec(query)
    }


def _out(row: Subscription, named: _Named | None) -> SubscriptionOut | None:
    kind, _, key = row.target.partition(":")
    if named is None and kind != "tag":
        return None
    url, name, language = named or ("", key, "")
    return SubscriptionOut(
        target=row.target, url=url, name=name, language=language, level=row.level, since=row.since
    )
