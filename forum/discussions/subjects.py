"""What of discussions is translated: posts, titles, tags and cards, and texts that wait."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import HeldId, TopicId
from forum.discussions import queries
from forum.discussions.tables import HeldPost, Post, Topic
from forum.spaces.subjects import memory_of
from forum.spaces.tables import Space
from forum.translations.parts import as_markdown
from forum.translations.several import as_paragraphs
from forum.translations.subjects import Many, Subject, number_of


async def _posts(db: AsyncSession, numbers: Collection[int]) -> Sequence[Subject]:
    return [post_text(*one) for one in await queries.posts_to_translate(db, numbers)]


async def _titles(db: AsyncSession, numbers: Collection[int]) -> Sequence[Subject]:
    return [title_text(*one) for one in await queries.topics_to_translate(db, numbers)]


post_subject = Many(_posts)
"""`post:<id>`; see `forum.translations.subjects.Source`."""
topic_subject = Many(_titles)
"""`topic:<id>`, its title; see `forum.translations.subjects.Source`."""


async def tags_subject(db: AsyncSession, number: int) -> Subject | None:
    """`tags:<topic id>`, its tags and competences; see `forum.translations.subjects.Source`."""
    found = await queries.topic_to_translate(db, TopicId(number))
    words = await queries.words_of(db, TopicId(number))
    if found is None or not words:
        return None
    title, text = title_text(*found), as_paragraphs(words)
    return replace(title, name=f"tags:{number}", text=text, markdown=True, version=number_of(text))


async def held_subject(db: AsyncSession, number: int) -> Subject | None:
    """`held:<id>`, for moderators; see `forum.translations.subjects.Source`."""
    found = await queries.held_to_translate(db, HeldId(number))
    return None if found is None else held_text(*found)


def post_text(post: Post, space: Space) -> Subject:
    """A post's text as something to translate."""
    return Subject(
        name=f"post:{post.id}",
        text=post.source,
        markdown=True,
        language=post.language,
        version=post.version,
        channel=f"topic:{post.topic_id}",
        reach=space.engines,
        ceiling=space.translation_budget,
        memory=memory_of(space),
        space=f"space:{space.id}",
        lists=(f"space:{space.slug}",) if post.number == 1 else (),  # it stands in the space's feed
    )


def title_text(topic: Topic, space: Space) -> Subject:
    """A topic's title as something to translate."""
    return Subject(
        name=f"topic:{topic.id}",
        text=topic.title,
        markdown=False,
        language=topic.language,
        version=topic.version,
        channel=f"topic:{topic.id}",
        reach=space.engines,
        ceiling=space.translation_budget,
        memory=memory_of(space),
        space=f"space:{space.id}",
        lists=(f"space:{space.slug}",),
    )


def held_text(held: HeldPost, space: Space) -> Subject:
    """A text that waits, with its title, as something to translate; nothing is reused of it."""
    name, title = held_name(HeldId(held.id or 0)), as_markdown(held.title)
    return Subject(
        name=name,
        text=f"**{title}**\n\n{held.source}" if title else held.source,
        markdown=True,
        language=held.language,
        version=1,
        channel="",
        reach=space.engines,
        ceiling=space.translation_budget,
        memory=name,
        space=f"space:{space.id}",
    )


def held_name(held_id: HeldId) -> str:
    """What a text that waits is called among texts that are translated."""
    return f"held:{held_id}"
