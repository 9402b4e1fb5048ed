"""Resources as the topics that they belong to: who sees the topic sees its card."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.discussions.queries.rows import topic_url, visible_to
from forum.discussions.rules import Kind
from forum.discussions.tables import Topic
from forum.resources import queries as resources
from forum.resources.schemas import LanguageVersionOut, ResourceOut
from forum.resources.tables import Resource
from forum.spaces.tables import Space


async def cards(db: AsyncSession, topics: Iterable[Topic]) -> Mapping[int, ResourceOut]:
    """The cards of those topics that are resources, by topic."""
    ids = [TopicId(one.id) for one in topics if one.id is not None and one.kind == Kind.RESOURCE]
    return await resources.resources(db, ids)


def shares(address: str) -> ColumnElement[bool]:
    """Which topics share a canonical address, in a query over `Topic`."""
    return col(Topic.id).in_(select(Resource.topic_id).where(Resource.canonical == address))


async def language_versions(
    db: AsyncSession, actor: Actor, topic_id: TopicId
) -> Sequence[LanguageVersionOut]:
    """The other language versions of a topic's resource that the actor sees, by topic."""
    if (work_id := await resources.work_of(db, topic_id)) is None:
        return []
    query = (
        select(Topic)
        .join(Resource, col(Resource.topic_id) == Topic.id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Resource.work_id == work_id, Topic.id != topic_id, visible_to(actor))
        .order_by(col(Topic.id))
    )
    found = [(TopicId(one.id or 0), one) for one in await db.exec(query)]
    languages = await resources.languages_of(db, [number for number, _ in found])
    return [
        LanguageVersionOut.model_construct(
            topic_id=number,
            url=topic_url(one),
            title=one.title,
            title_language=one.language,
            languages=languages[number],
        )
        for number, one in found
    ]


async def has_card(db: AsyncSession, actor: Actor, topic_id: TopicId) -> bool:
    """Whether the actor sees this topic, and it has a card."""
    query = (
        select(Topic.id)
        .join(Resource, col(Resource.topic_id) == Topic.id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Topic.id == topic_id, visible_to(actor))
    )
    return (await db.exec(query)).first() is not None


async def is_shared(db: AsyncSession, actor: Actor, address: str, besides: TopicId | None) -> bool:
    """Whether the actor sees another topic that shares a canonical address."""
    query = (
        select(Topic.id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(shares(address), col(Topic.id).is_distinct_from(besides), visible_to(actor))
    )
    return (await db.exec(query.limit(1))).first() is not None
