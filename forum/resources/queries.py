"""All SQL of resources. Who sees which is the rule of the topics they belong to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.addresses import host_of, split
from forum.core.ids import TopicId
from forum.resources.licences import licence_url
from forum.resources.rules import LinkState
from forum.resources.schemas import ResourceOut
from forum.resources.tables import Resource, ResourceCompetence, ResourceLanguage

Words = Mapping[int, list[str]]
"""By topic, in the order they are shown."""


async def resources(db: AsyncSession, topics: Collection[TopicId]) -> Mapping[int, ResourceOut]:
    """The cards of those topics that have one."""
    if not topics:
        return {}
    rows = (await db.exec(select(Resource).where(col(Resource.topic_id).in_(topics)))).all()
    if not rows:
        return {}
    languages = await languages_of(db, topics)
    competences = await _competences_of(db, topics)
    return {
        row.topic_id: resource_out(row, languages[row.topic_id], competences[row.topic_id])
        for row in rows
    }


def resource_out(
    row: Resource, languages: Sequence[str], competences: Sequence[str]
) -> ResourceOut:
    """A card's row as it goes out."""
    return ResourceOut.model_construct(
        url=row.url,
        host=host_of(split(row.url)),
        type=row.type,
        languages=list(languages),
        licence=row.licence,
        licence_url=licence_url(row.licence),
        provider=row.provider,
        level=row.level,
        subject=row.subject,
        competences=list(competences),
        country=row.country,
        changed_at=row.changed_at,
        unreachable_since=row.unreachable_since,
        checked_at=row.checked_at,
    )


async def languages_of(db: AsyncSession, topics: Collection[TopicId]) -> Words:
    """The languages of resources, by topic."""
    query = select(ResourceLanguage.topic_id, ResourceLanguage.language).where(
        col(ResourceLanguage.topic_id).in_(topics)
    )
    return _by_topic((await db.exec(query.order_by(col(ResourceLanguage.place)))).all())


async def _competences_of(db: AsyncSession, topics: Collection[TopicId]) -> Words:
    query = select(ResourceCompetence.topic_id, ResourceCompetence.competence).where(
        col(ResourceCompetence.topic_id).in_(topics)
    )
    return _by_topic((await db.exec(query.order_by(col(ResourceCompetence.competence)))).all())


def _by_topic(rows: Sequence[tuple[int, str]]) -> Words:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for topic_id, word in rows:
        found[topic_id].append(word)
    return found


async def resource_for_update(db: AsyncSession, topic_id: TopicId) -> Resource | None:
    """Load and lock a card, if the topic has one."""
    query = select(Resource).where(Resource.topic_id == topic_id).with_for_update()
    return (await db.exec(query)).first()


async def work_of(db: AsyncSession, topic_id: TopicId) -> TopicId | None:
    """The work that a topic's resource is a version of; `None` where there is no card."""
    found = await db.exec(select(Resource.work_id).where(Resource.topic_id == topic_id))
    work_id = found.first()
    return None if work_id is None else TopicId(work_id)


async def address_of(db: AsyncSession, topic_id: TopicId) -> str:
    """The canonical address on a topic's card; "" where it has none."""
    found = await db.exec(select(Resource.canonical).where(Resource.topic_id == topic_id))
    return found.first() or ""


async def topics_of_work(db: AsyncSession, work_id: TopicId) -> Sequence[TopicId]:
    """The topics of all language versions of a work, by id."""
    query = select(Resource.topic_id).where(Resource.work_id == work_id)
    found = await db.exec(query.order_by(col(Resource.topic_id)))
    return [TopicId(one) for one in found]


async def set_work(db: AsyncSession, topics: Collection[TopicId], work_id: TopicId) -> None:
    """Make resources versions of one work."""
    await db.exec(
        update(Resource).where(col(Resource.topic_id).in_(topics)).values(work_id=work_id)
    )


async def store(
    db: AsyncSession, row: Resource, languages: Sequence[str], competences: Sequence[str]
) -> None:
    """Store a card with these words and no others."""
    db.add(row)
    await db.flush()
    await _forget_words(db, row.topic_id)
    for place, language in enumerate(languages):
        db.add(ResourceLanguage(topic_id=row.topic_id, language=language, place=place))
    for competence in competences:
        db.add(ResourceCompetence(topic_id=row.topic_id, competence=competence))
    await db.flush()


async def forget(db: AsyncSession, row: Resource) -> None:
    """Remove a card."""
    await _forget_words(db, row.topic_id)
    await db.delete(row)
    await db.flush()


async def _forget_words(db: AsyncSession, topic_id: TopicId) -> None:
    await db.exec(delete(ResourceLanguage).where(col(ResourceLanguage.topic_id) == topic_id))
    await db.exec(delete(ResourceCompetence).where(col(ResourceCompetence.topic_id) == topic_id))


async def due(db: AsyncSession, now: datetime, limit: int) -> Sequence[Resource]:
    """The cards whose address is to be checked, the longest due first."""
    query = select(Resource).where(Resource.check_due <= now)
    return (await db.exec(query.order_by(col(Resource.check_due)).limit(limit))).all()


async def store_check(db: AsyncSession, checked: Resource, state: LinkState, now: datetime) -> bool:
    """Store what a check told, unless the address is another by now; says whether it was stored."""
    stored = await db.exec(
        update(Resource)
        .where(col(Resource.topic_id) == checked.topic_id, col(Resource.url) == checked.url)
        .values(
            checked_at=now,
            check_due=state.due,
            failures=state.failures,
            failing_since=state.failing_since,
            unreachable_since=state.unreachable_since,
        )
    )
    return stored.rowcount > 0


async def put_off(db: AsyncSession, topics: Collection[TopicId], until: datetime) -> None:
    """Check these addresses later."""
    await db.exec(
        update(Resource).where(col(Resource.topic_id).in_(topics)).values(check_due=until)
    )
