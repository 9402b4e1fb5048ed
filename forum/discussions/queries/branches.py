"""Reading one branch of a topic, and finding posts by their numbers."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import PostId, TopicId
from forum.core.paging import Page, Window
from forum.discussions.queries.posts import page_of
from forum.discussions.queries.rows import readable_by, visible_to
from forum.discussions.rules import branch_end
from forum.discussions.schemas import PostOut
from forum.discussions.tables import Post, Topic
from forum.spaces.tables import Space


@dataclass(frozen=True, slots=True)
class Branch:
    """A post with all that hangs from it: where it is, and which post is above it."""

    topic_id: TopicId
    post_id: PostId
    number: int
    path: bytes
    depth: int
    parent_id: PostId | None


async def branch(db: AsyncSession, actor: Actor, post_id: PostId) -> Branch:
    """The branch that begins with a post; its text may be gone where replies hang from it.

    Raises:
        NotFound: there is none, or the actor does not see it.
    """
    query = (
        select(Post)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Post.id == post_id, visible_to(actor), readable_by(actor))
    )
    if (found := (await db.exec(query)).first()) is None:
        raise NotFound
    return Branch(found.topic_id, post_id, found.number, found.path, found.depth, found.parent_id)


async def branch_page(
    db: AsyncSession, actor: Actor, wanted: Branch, window: Window
) -> Page[PostOut]:
    """One page of a branch as a tree; one range of an index, however long the topic is."""
    here = [col(Post.topic_id) == wanted.topic_id, col(Post.path) >= wanted.path]
    if wanted.path:
        here.append(col(Post.path) < branch_end(wanted.path))
    return await page_of(db, actor, here, "tree", window)


async def post_numbered(
    db: AsyncSession, actor: Actor, topic_id: TopicId, number: int
) -> PostId | None:
    """The first post of a list with this number or a higher one; else the newest of all."""
    posts = select(Post.id).where(Post.topic_id == topic_id, readable_by(actor)).limit(1)
    following = posts.where(Post.number >= number).order_by(col(Post.number))
    found = (await db.exec(following)).first()
    if found is None:
        found = (await db.exec(posts.order_by(col(Post.number).desc()))).first()
    return PostId(found) if found is not None else None
