"""What people have written, for other systems: one JSON object a line, as the API shows it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import MemberId, TopicId
from forum.core.paging import Window
from forum.core.permissions import Role
from forum.discussions import queries
from forum.discussions.queries import TopicFilter
from forum.discussions.schemas import PostOut, TopicOut
from forum.spaces import queries as spaces
from forum.spaces.schemas import SpaceOut
from forum.translations import queries as translations

AT_ONCE = 100
"""Topics, or posts, that are held in memory at a time."""

VISITOR = Actor()
MODERATOR = Actor(MemberId(0), name="system", role=Role.ADMIN)
"""Sees everything, and is no member."""

Record = dict[str, Any]


async def export(db: AsyncSession, reader: Actor) -> AsyncIterator[Record]:
    """Everything that `reader` sees: each space, its topics in order, after each its posts.

    A record has a `type` (`space`, `topic` or `post`) and what the API answers for one; topics
    and posts have `translations` besides, a list that is empty for those that have none.
    """
    for space in await spaces.spaces(db, reader):
        yield _record("space", space)
        async for topics in _topics(db, reader, space.slug):
            for record in await _translated(db, "topic", topics):
                yield record
                async for posts in _posts(db, reader, TopicId(record["id"])):
                    for post in await _translated(db, "post", posts):
                        yield post


async def _topics(db: AsyncSession, reader: Actor, slug: str) -> AsyncIterator[Sequence[TopicOut]]:
    wanted, window = TopicFilter(slug, sort="new"), Window(AT_ONCE)
    while True:
        page = await queries.topics_page(db, reader, wanted, window)
        yield page.items
        if page.next is None:
            return
        window = Window(AT_ONCE, after=page.next)


async def _posts(
    db: AsyncSession, reader: Actor, topic_id: TopicId
) -> AsyncIterator[Sequence[PostOut]]:
    window = Window(AT_ONCE)
    while True:
        page = await queries.posts_page(db, reader, topic_id, "flat", window)
        yield page.items
        if page.next is None:
            return
        window = Window(AT_ONCE, after=page.next)


async def _translated(
    db: AsyncSession, kind: str, things: Sequence[TopicOut] | Sequence[PostOut]
) -> Sequence[Record]:
    shown = [one for one in things if not isinstance(one, PostOut) or one.body.source]
    found = await translations.every_translation(db, [f"{kind}:{one.id}" for one in shown])
    return [
        _record(kind, one)
        | {"translations": [made.model_dump(mode="json") for made in found[f"{kind}:{one.id}"]]}
        for one in things
    ]


def _record(kind: str, thing: SpaceOut | TopicOut | PostOut) -> Record:
    return {"type": kind, **thing.model_dump(mode="json", exclude=_AS_READ)}


_AS_READ: Mapping[str, Any] = {
    **dict.fromkeys(("translation", "translated_title", "translated_words"), True),
    **dict.fromkeys(("translated_name", "translated_description"), True),
    "space": {"translated_name"},
}
"""What depends on the language of a reader."""
