"""What of discussions is translated: posts, and the titles of topics."""

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import PostId, TopicId
from forum.discussions import queries
from forum.discussions.tables import Post, Topic
from forum.spaces.rules import Access
from forum.spaces.tables import Space
from forum.translations.subjects import Subject


async def post_subject(db: AsyncSession, number: int) -> Subject | None:
    """`post:<id>`; see `forum.translations.subjects.Source`."""
    found = await queries.post_to_translate(db, PostId(number))
    return None if found is None else post_text(*found)


async def topic_subject(db: AsyncSession, number: int) -> Subject | None:
    """`topic:<id>`, its title; see `forum.translations.subjects.Source`."""
    found = await queries.topic_to_translate(db, TopicId(number))
    return None if found is None else title_text(*found)


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
        memory=_memory(space),
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
        memory=_memory(space),
        space=f"space:{space.id}",
        lists=(f"space:{space.slug}",),
    )


def _memory(space: Space) -> str:
    """Words from a space that not everybody reads are reused only there."""
    return "" if space.access == Access.PUBLIC else f"space:{space.id}"
