"""Putting filled-in posts into the index of search: their few hundred texts are cut once each."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.clock import system_clock
from forum.core.ids import PostId
from forum.db.engine import connect
from forum.discussions.tables import Post, Topic
from forum.search import queries
from forum.search.documents import VERSION, Document, one_line
from forum.search.facets import ORIGINAL, About, facets
from forum.search.rules import place, post_at
from forum.search.tables import SearchBuild
from forum.text.plain import html_text
from i18n.segment import tokens
from tests.benchmarks.data import rows
from tests.benchmarks.data.texts import texts

_AT_ONCE = 2_000


async def fill_index(url: str) -> None:
    """Write the index as `forum search rebuild` would, and that nothing is left to be built."""
    database = connect(url)
    cut = {text.source: tokens(one_line(html_text(text.html))) for text in texts()}
    after: PostId | None = PostId(0)
    try:
        while after is not None:
            async with database.writer() as db, db.begin():
                after = await _some(db, cut, after)
        async with database.writer() as db, db.begin():
            newest = await queries.last_post(db)
            db.add(SearchBuild(version=VERSION, done=newest, finished_at=system_clock()))
    finally:
        await database.aclose()


async def _some(db: AsyncSession, cut: Mapping[str, Sequence[str]], after: PostId) -> PostId | None:
    """Index the posts that follow one; gives the last of them, or `None` where there are none."""
    query = select(Post, Topic).join(Topic, col(Topic.id) == Post.topic_id)
    query = query.where(col(Post.id) > after).order_by(col(Post.id)).limit(_AT_ONCE)
    documents = [
        Document(
            place(PostId(post.id or 0), 0),
            post.language,
            tokens(rows.title(post.topic_id)) if post.number == 1 else (),
            cut[post.source],
            [*facets(_about(post, topic), post.language), ORIGINAL],
        )
        for post, topic in await db.exec(query)
    ]
    ids = [post_at(one.row) for one in documents]
    await queries.put(db, ids, documents)
    return ids[-1] if ids else None


def _about(post: Post, topic: Topic) -> About:
    return About(topic.space_id, post.author_id, topic.kind, post.created_at)
