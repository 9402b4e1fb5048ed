"""Reading and storing spaces, and the rule who sees which."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, or_, true
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId, SpaceId
from forum.db.base import written
from forum.spaces.rules import Access, SlugTaken
from forum.spaces.schemas import SpaceOut, SpaceText
from forum.spaces.tables import Space, SpaceMember
from forum.text.address import is_slug


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Which spaces `actor` sees: the one rule for page, API, channel, feed, mail and search.

    To be used in a query over `Space`; whatever is in a space is seen by those who see the space.
    """
    return true() if actor.is_moderator else _visible_to(actor.member_id, actor.spaces)


@lru_cache(maxsize=1024)  # a condition takes longer to compose than many a query to run
def _visible_to(member_id: MemberId | None, looked_after: tuple[int, ...]) -> ColumnElement[bool]:
    if member_id is None:
        return col(Space.access) == written(Access.PUBLIC)
    belongs = exists().where(
        col(SpaceMember.space_id) == Space.id, col(SpaceMember.member_id) == member_id
    )
    seen = or_(col(Space.access) != written(Access.PRIVATE), belongs)
    return or_(seen, col(Space.id).in_(looked_after)) if looked_after else seen


async def space_by_slug(db: AsyncSession, actor: Actor, slug: str) -> Space:
    """The space at an address.

    Raises:
        NotFound: there is none, or the actor does not see it.
    """
    if not is_slug(slug):
        raise NotFound
    found = await db.exec(select(Space).where(Space.slug == slug, visible_to(actor)))
    if (space := found.first()) is None:
        raise NotFound
    return space


async def spaces(db: AsyncSession, actor: Actor) -> Sequence[SpaceOut]:
    """Every space that the actor sees, in the order they are shown."""
    query = select(Space).where(visible_to(actor)).order_by(col(Space.place), col(Space.id))
    return [space_out(space) for space in await db.exec(query)]


async def private_spaces_of(db: AsyncSession, member_id: MemberId) -> tuple[int, ...]:
    """The private spaces that a member was added to, in order of their ids."""
    query = (
        select(SpaceMember.space_id)
        .join(Space, col(Space.id) == SpaceMember.space_id)
        .where(SpaceMember.member_id == member_id, Space.access == Access.PRIVATE)
        .order_by(col(SpaceMember.space_id))
    )
    return tuple(await db.exec(query))


async def space_for_update(db: AsyncSession, actor: Actor, slug: str) -> Space:
    """Load and lock a space.

    Raises:
        NotFound: there is none, or the actor does not see it.
    """
    if not is_slug(slug):
        raise NotFound
    query = select(Space).where(Space.slug == slug, visible_to(actor)).with_for_update()
    if (space := (await db.exec(query)).first()) is None:
        raise NotFound
    return space


async def space_to_translate(db: AsyncSession, space_id: SpaceId) -> Space | None:
    """A space by its number, whoever sees it."""
    return await db.get(Space, space_id)


async def add_space(db: AsyncSession, space: Space) -> None:
    """Store a new space.

    Raises:
        SlugTaken: decided by the constraint, so that two requests cannot race.
    """
    try:
        async with db.begin_nested():
            db.add(space)
    except IntegrityError as error:
        raise SlugTaken from error


def space_out(space: Space) -> SpaceOut:
    """A row as it goes out."""
    assert space.id is not None  # noqa: S101 (it was read or flushed)
    return SpaceOut(
        id=space.id,
        url=f"/s/{space.slug}",
        slug=space.slug,
        name=space.name,
        description=space.description,
        language=space.language,
        access=space.access,
        starters=space.starters,
        archived=space.archived_at is not None,
        texts={tag: SpaceText(**said) for tag, said in sorted(space.texts.items())},
        version=space.version,
        topic_count=space.topic_count,
        post_count=space.post_count,
    )
