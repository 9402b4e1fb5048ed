"""Adding a post: what every reply runs, so it stands below the level of objects and is built once.

An object's way through SQLAlchemy's session costs several times what the database itself does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert, Select, Update, and_, bindparam, case, insert, literal
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, exists, select, update

from forum.accounts.schemas import MemberOut
from forum.accounts.tables import Member
from forum.blocked_words.queries import EVERYWHERE, Lists
from forum.blocked_words.tables import BlockedList
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId, PostId, SpaceId, TopicId
from forum.core.permissions import Role
from forum.db.base import Choice, defaults
from forum.discussions.queries.rows import visible_to, with_grants_alone
from forum.discussions.rules import PostState, TopicState
from forum.discussions.schemas import BodyOut, ParentOut, PostOut
from forum.discussions.tables import Post, Topic
from forum.spaces.tables import Space


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """What a new post needs to know of its topic, which no other writer changes meanwhile."""

    id: TopicId
    space_id: SpaceId
    space: str
    state: TopicState
    author: MemberOut | None = None
    """Who is about to write, where they have a row of their own."""
    last_number: int = 0
    branches: int = 0
    languages: Sequence[str] = ()
    reviews_first: bool = False
    """Whether its space lets first posts wait for a moderator."""
    words: Lists | None = None
    """By what the lists of words are known that its space does not take."""


@dataclass(frozen=True, slots=True)
class Parent:
    """What a reply needs to know of the post it hangs from."""

    id: PostId
    number: int
    path: bytes
    depth: int
    children: int
    state: PostState
    language: str
    author_id: MemberId
    author_name: str

    @property
    def keeps_place(self) -> bool:
        """Whether lists show where it was, even if its text is gone; as `rows.readable_by`."""
        return self.children > 0 or self.number == 1


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to be added; `parent` is empty where it hangs from the topic itself."""

    parent: Parent | None
    path: bytes
    depth: int
    author_id: MemberId
    source: str
    html: str
    renderer: int
    language: str
    created_at: datetime
    files: Sequence[int]
    """Numbers of the uploads that its text refers to."""


def _strict_words(space_id: int) -> Any:
    query = select(BlockedList.strict_words).where(col(BlockedList.space_id) == space_id)
    return query.scalar_subquery()


_IS_ARCHIVED = and_(col(Space.archived_at).is_not(None), col(Topic.state) != TopicState.HIDDEN)
_STATE = case(
    (_IS_ARCHIVED, literal(TopicState.ARCHIVED, Choice(TopicState))), else_=col(Topic.state)
)
"""As `rules.state_in` says it."""


def _topic_seen_by(actor: Actor) -> Select[Any]:
    query: Select[Any] = (
        select(  # type: ignore[call-overload]
            Topic.id,
            Topic.space_id,
            Space.slug,
            _STATE,
            Topic.last_number,
            Topic.branches,
            Topic.languages,
            Space.reviews_first,
            _strict_words(EVERYWHERE),
            _strict_words(Topic.space_id),
            Member.handle,
            Member.name,
            Member.organisation,
            Member.partner,
        )
        .join(Space, col(Space.id) == Topic.space_id)
        .outerjoin(Member, col(Member.id) == bindparam("reader"))
        .where(Topic.id == bindparam("topic"), visible_to(actor))
        .with_for_update(of=Topic)
    )
    return query


_SOMEBODY: Any = bindparam("reader")
_FOR_MODERATORS = _topic_seen_by(Actor(_SOMEBODY, role=Role.MODERATOR))
_FOR_MEMBERS = _topic_seen_by(Actor(_SOMEBODY))


@lru_cache(maxsize=256)
def _for_granted(writer: Actor) -> Select[Any]:
    """The same for one who looks after a space or a language."""
    return _topic_seen_by(writer)


_PARENT = (
    select(  # type: ignore[call-overload]
        Post.id,
        Post.number,
        Post.path,
        Post.depth,
        Post.children,
        Post.state,
        Post.language,
        Post.author_id,
        Member.name,
    )
    .join(Member, col(Member.id) == Post.author_id)
    .where(Post.id == bindparam("parent"), Post.topic_id == bindparam("topic"))
)
_HANG = update(Post).where(col(Post.id) == bindparam("parent")).values(children=Post.children + 1)
_POST = insert(Post.__table__)  # type: ignore[attr-defined]
_POST_DEFAULTS = defaults(Post)
_POST_COLUMNS = [one.name for one in Post.__table__.c if not one.primary_key]  # type: ignore[attr-defined]
_HAS_WRITTEN = exists().where(
    col(Post.topic_id) == bindparam("topic"), col(Post.author_id) == bindparam("author")
)
_GROW = (
    update(Topic)
    .where(col(Topic.id) == bindparam("topic"))
    .values(
        last_number=Topic.last_number + 1,
        post_count=Topic.post_count + 1,
        branches=Topic.branches + bindparam("hanging"),
        people_count=Topic.people_count + case((_HAS_WRITTEN, 0), else_=1),
        last_post_at=bindparam("moment"),
    )
)
_GROW_IN_A_LANGUAGE = _GROW.values(languages=bindparam("spoken"))
_COUNT = (
    update(Space)
    .where(col(Space.id) == bindparam("space"))
    .values(
        topic_count=Space.topic_count + bindparam("topics"),
        post_count=Space.post_count + bindparam("posts"),
    )
)


async def open_topic(connection: AsyncConnection, actor: Actor, topic_id: TopicId) -> OpenTopic:
    """Load and lock a topic, so that two posts are placed one after the other.

    Raises:
        NotFound: there is none, or the actor does not see it.
    """
    query = _FOR_MODERATORS if actor.is_moderator else _FOR_MEMBERS
    if actor.grants and not actor.is_moderator:
        query = _for_granted(with_grants_alone(actor))
    found = await connection.execute(query, {"topic": topic_id, "reader": actor.member_id})
    if (row := found.first()) is None:
        raise NotFound
    number, space_id, space, state, last_number, branches, languages, reviews, *more = row
    site, own, *author = more
    words = Lists(space_id, site or "", own or "") if site or own else None
    writing = _author_out(actor, *author) if author[0] is not None else None
    return OpenTopic(
        number, space_id, space, state, writing, last_number, branches, languages, reviews, words
    )


def _author_out(actor: Actor, handle: str, name: str, organisation: str, partner: str) -> MemberOut:
    assert actor.member_id is not None  # noqa: S101 (it has a row)
    return MemberOut.model_construct(
        id=actor.member_id,
        url=f"/m/{handle}",
        handle=handle,
        name=name,
        organisation=organisation,
        country=partner,
    )


async def parent_in(
    connection: AsyncConnection, topic: OpenTopic, post_id: PostId
) -> Parent | None:
    """A post, if it is of this topic; the topic's lock covers it."""
    found = await connection.execute(_PARENT, {"parent": post_id, "topic": topic.id})
    row = found.first()
    return Parent(*row) if row else None


async def add_post(connection: AsyncConnection, topic: OpenTopic, post: NewPost) -> PostId:
    """Store a post, count it in its topic, space and parent, and give the id it got."""
    counted = _counted(topic, post)
    values = _values(topic, post)
    if connection.dialect.name == "postgresql":
        adding = _in_one_step(hangs="parent" in counted, is_new_language="spoken" in counted)
        named = {f"new_{name}": value for name, value in values.items()}
        return PostId((await connection.execute(adding, named | counted)).scalar_one())
    for statement in _counting(hangs="parent" in counted, is_new_language="spoken" in counted):
        await connection.execute(statement, counted)
    added = await connection.execute(_POST, values)
    return PostId(added.inserted_primary_key[0])  # type: ignore[index]


def _counted(topic: OpenTopic, post: NewPost) -> dict[str, Any]:
    """What is bound where a post is counted."""
    counted: dict[str, Any] = {
        "topic": topic.id,
        "author": post.author_id,
        "hanging": int(post.parent is None and bool(post.path)),
        "moment": post.created_at,
        "space": topic.space_id,
        "topics": 0,
        "posts": 1,
    }
    if post.parent is not None:
        counted["parent"] = post.parent.id
    if post.language not in topic.languages:
        counted["spoken"] = [*topic.languages, post.language]
    return counted


def _counting(*, hangs: bool, is_new_language: bool) -> Sequence[Update]:
    """Counts a post in its parent, topic and space."""
    first = [_HANG] if hangs else []
    return [*first, _GROW_IN_A_LANGUAGE if is_new_language else _GROW, _COUNT]


@lru_cache(maxsize=4)
def _in_one_step(*, hangs: bool, is_new_language: bool) -> Insert:
    """The same and the post itself, which saves ways to the database and back.

    Its values are bound as `new_…`: a column's own name would be set in every part of it.
    """
    counting = _counting(hangs=hangs, is_new_language=is_new_language)
    parts = [one.cte(f"counted_{place}") for place, one in enumerate(counting)]
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _POST_COLUMNS}
    return _POST.values(new).add_cte(*parts).returning(_POST.table.c.id)


def _values(topic: OpenTopic, post: NewPost) -> dict[str, Any]:
    return {
        **_POST_DEFAULTS,
        "topic_id": topic.id,
        "number": topic.last_number + 1,
        "parent_id": post.parent.id if post.parent else None,
        "path": post.path,
        "depth": post.depth,
        "author_id": post.author_id,
        "source": post.source,
        "html": post.html,
        "renderer": post.renderer,
        "language": post.language,
        "created_at": post.created_at,
    }


async def count(
    connection: AsyncConnection, space_id: SpaceId, *, topics: int = 0, posts: int = 0
) -> None:
    """Add to what a space shows of itself, without reading it first."""
    await connection.execute(_COUNT, {"space": space_id, "topics": topics, "posts": posts})


def added_out(topic: OpenTopic, post: NewPost, post_id: PostId) -> PostOut:
    """A post that was just added as `queries.post` would read it, without reading it."""
    assert topic.author is not None  # noqa: S101 (they have written it)
    parent = None
    if post.parent is not None:
        parent = ParentOut.model_construct(id=post.parent.id, author_name=post.parent.author_name)
    return PostOut.model_construct(
        id=post_id,
        url=f"/p/{post_id}",
        topic_id=topic.id,
        parent_id=post.parent.id if post.parent else None,
        number=topic.last_number + 1,
        depth=post.depth,
        author=topic.author,
        body=BodyOut.model_construct(source=post.source, html=post.html),
        language=post.language,
        version=1,
        created_at=post.created_at,
        edited_at=None,
        state=PostState.VISIBLE,
        hidden_reason="",
        in_reply_to=parent,
        accepted=False,
        reactions={},
        translation=None,
    )
