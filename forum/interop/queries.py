"""All SQL of imports."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import update
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.errors import NotFound
from forum.core.ids import SpaceId, TopicId
from forum.discussions.tables import Post, Topic
from forum.interop.tables import ImportedMail, ImportedReference
from forum.spaces.tables import Space

_AT_ONCE = 1_000
"""Values in one statement; SQLite takes 32,766."""


async def space_for_import(db: AsyncSession, slug: str) -> Space:
    """The space at an address, locked, so that two imports into it follow each other.

    Raises:
        NotFound: there is none.
    """
    query = select(Space).where(Space.slug == slug).with_for_update()
    if (space := (await db.exec(query)).first()) is None:
        raise NotFound
    return space


async def imported(
    db: AsyncSession, space_id: SpaceId, message_ids: Collection[str]
) -> Sequence[ImportedMail]:
    """Those of the mails that were imported before."""
    found: list[ImportedMail] = []
    for some in _portions(message_ids):
        query = select(ImportedMail).where(
            ImportedMail.space_id == space_id, col(ImportedMail.message_id).in_(some)
        )
        found += await db.exec(query)
    return found


async def referred(
    db: AsyncSession, space_id: SpaceId, message_ids: Collection[str]
) -> Sequence[ImportedReference]:
    """Those of the mails that imported mails refer to."""
    found: list[ImportedReference] = []
    for some in _portions(message_ids):
        query = select(ImportedReference).where(
            ImportedReference.space_id == space_id, col(ImportedReference.message_id).in_(some)
        )
        found += await db.exec(query)
    return found


def _portions(values: Collection[str]) -> Iterator[Sequence[str]]:
    rest = iter(sorted(set(values)))
    while some := list(islice(rest, _AT_ONCE)):
        yield some


async def last_under(
    db: AsyncSession, space_id: SpaceId, subject: str, since: datetime, until: datetime
) -> ImportedMail | None:
    """The last mail of a subject, given by its hash, that was sent between two dates."""
    query = (
        select(ImportedMail)
        .where(
            ImportedMail.space_id == space_id,
            ImportedMail.subject == subject,
            col(ImportedMail.sent_at).between(since, until),
        )
        .order_by(col(ImportedMail.sent_at).desc(), col(ImportedMail.message_id).desc())
        .limit(1)
    )
    return (await db.exec(query)).first()


def add(db: AsyncSession, rows: Collection[ImportedMail | ImportedReference]) -> None:
    """Store what was imported."""
    db.add_all(rows)


async def author(db: AsyncSession, email_key: str) -> Member | None:
    """Whom the mails of one address are told from, if some were imported before."""
    return (await db.exec(select(Member).where(Member.email_key == email_key))).first()


async def date_topics(db: AsyncSession, topic_ids: Collection[TopicId]) -> None:
    """Make topics as new as their newest post: mails do not come in the order of their dates."""
    await db.flush()
    newest = (
        select(func.max(Post.created_at)).where(col(Post.topic_id) == Topic.id).scalar_subquery()
    )
    dated = update(Topic).where(col(Topic.id).in_(topic_ids)).values(last_post_at=newest)
    await db.exec(dated.execution_options(synchronize_session=False))
