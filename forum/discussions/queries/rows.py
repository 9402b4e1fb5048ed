"""From rows to what goes out, and who sees which rows."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Protocol

from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlmodel import col

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId
from forum.core.permissions import GRANTS, Grant, Permission, Role
from forum.db.base import written
from forum.db.places import within
from forum.discussions.rules import TAKEN_SLUGS, Kind, PostState, ReactionName, TopicState, state_in
from forum.discussions.schemas import BodyOut, ParentOut, PostOut, SpaceRef, TopicOut
from forum.discussions.tables import Post, Topic
from forum.resources.schemas import ResourceOut
from forum.roles.tables import RoleGrant
from forum.spaces import queries as spaces
from forum.spaces.tables import Space
from forum.text.slug import slug

_SEES_ALL = [role for role in Role if Permission.POST_HIDE in GRANTS[role]]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Which topics `actor` sees, in a query over `Topic` joined with `Space`."""
    if actor.is_moderator:
        return true()
    return _visible_to(with_grants_alone(actor), actor.places(Permission.POST_HIDE))


@lru_cache(maxsize=1024)
def _visible_to(actor: Actor, moderated: tuple[Grant, ...]) -> ColumnElement[bool]:
    shown = col(Topic.state) != written(TopicState.HIDDEN)
    if moderated:
        shown = or_(shown, within(moderated, Topic.space_id, Topic.language))
    return and_(spaces.visible_to(actor), shown)


def with_grants_alone(actor: Actor) -> Actor:
    """An actor who is no moderator, as far as what they see depends on what they were given.

    The token in use belongs to it: one that is not for moderating shows nothing that is hidden.
    """
    return Actor(actor.member_id, grants=actor.grants, scopes=actor.scopes)


def seen_by_each_member(
    rule: Callable[[Actor], ColumnElement[bool]] = visible_to,
) -> ColumnElement[bool]:
    """The one rule of who sees a topic (or, by another `rule`, a space), for every `Member` row."""
    each = Actor(col(Member.id))  # type: ignore[arg-type]  # a column in the place of one id
    looks_after = exists().where(
        col(RoleGrant.member_id) == Member.id, col(RoleGrant.space_id) == Space.id
    )
    return or_(col(Member.role).in_(_SEES_ALL), rule(each), looks_after)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Which posts of one space stand in a list, in a query over `Post`; `actor` is `at` the space.

    A post whose text is gone keeps its place where replies hang from it, as does the first one.
    """
    kept = or_(col(Post.children) > 0, col(Post.number) == 1)
    if actor.is_moderator:
        return or_(col(Post.state) != PostState.DELETED, kept)
    stands = or_(col(Post.state) == PostState.VISIBLE, kept)
    if languages := [one.language for one in actor.places(Permission.POST_HIDE) if not one.space]:
        hidden = and_(col(Post.state) == PostState.HIDDEN, col(Post.language).in_(languages))
        return or_(stands, hidden)
    return stands


def topic_url(topic: Topic) -> str:
    """The readable address of a topic."""
    return f"/t/{topic.id}/{slug(topic.title, TAKEN_SLUGS)}"


def space_ref(space: Space) -> SpaceRef:
    """A space's row, as far as what is in it names it."""
    assert space.id is not None  # noqa: S101 (it was read)
    return SpaceRef.model_construct(
        id=space.id,
        slug=space.slug,
        name=space.name,
        language=space.language,
        url=f"/s/{space.slug}",
        names={tag: said["name"] for tag, said in space.texts.items()},
    )


def topic_out(
    topic: Topic,
    space: Space,
    author: Member,
    tags: Sequence[str],
    resource: ResourceOut | None = None,
) -> TopicOut:
    """A topic's row as it goes out."""
    assert topic.id is not None  # noqa: S101 (it was read)
    return TopicOut.model_construct(
        id=topic.id,
        url=topic_url(topic),
        space=space_ref(space),
        kind=topic.kind,
        state=state_in(topic.state, archived=space.archived_at is not None),
        pinned=topic.pinned,
        title=topic.title,
        translated_title=None,
        language=topic.language,
        languages=list(topic.languages),
        tags=list(tags),
        author=member_out(author),
        created_at=topic.created_at,
        last_post_at=topic.last_post_at,
        post_count=topic.post_count,
        people_count=topic.people_count,
        version=topic.version,
        accepted_id=topic.accepted_id if topic.kind == Kind.QUESTION else None,
        resource=resource,
    )


def post_out(actor: Actor, post: Post, author: Member, answered: str | None) -> PostOut:
    """A post's row as it goes out; its text only where `actor` may read it."""
    assert post.id is not None  # noqa: S101 (it was read)
    shown = reads_text(actor, post)
    parent = None
    if post.parent_id is not None and answered is not None:
        parent = ParentOut.model_construct(id=post.parent_id, author_name=answered)
    return PostOut.model_construct(
        id=post.id,
        url=f"/p/{post.id}",
        topic_id=post.topic_id,
        parent_id=post.parent_id,
        number=post.number,
        depth=post.depth,
        author=member_out(author),
        body=BodyOut.model_construct(
            source=post.source if shown else "", html=post.html if shown else ""
        ),
        language=post.language,
        version=post.version,
        created_at=post.created_at,
        edited_at=post.edited_at,
        state=post.state,
        hidden_reason=post.hidden_reason,
        in_reply_to=parent,
        accepted=post.accepted,
        reactions={ReactionName(name): many for name, many in post.reactions.items()},
        translation=None,
    )


class Written(Protocol):
    """Of a post, what decides who reads its text."""

    @property
    def state(self) -> PostState:
        """How it stands."""

    @property
    def language(self) -> str:
        """BCP 47 tag."""

    @property
    def author_id(self) -> MemberId:
        """Who wrote it."""


def reads_text(actor: Actor, post: Written) -> bool:
    """Whether `actor`, who is `at` the space, may read the text of a post seen in its place."""
    match post.state:
        case PostState.VISIBLE:
            return True
        case PostState.HIDDEN:
            moderates = actor.may(Permission.POST_HIDE, post.language)
            return moderates or actor.member_id == post.author_id
        case _:
            return False


def check_in_sight(actor: Actor, post: Post, space_id: int) -> None:
    """Return if a post, whose topic the actor sees, is there for them: hidden ones are for few.

    Raises:
        NotFound: it is hidden, and not to be read by them.
    """
    if post.state == PostState.HIDDEN and not reads_text(actor.at(space_id), post):
        raise NotFound


def text_readable_by(actor: Actor) -> ColumnElement[bool]:
    """Which posts' texts `actor` may read, in a query over `Post` and `Topic`; as `reads_text`."""
    if actor.is_moderator:
        return col(Post.state) != written(PostState.DELETED)
    shown = col(Post.state) == written(PostState.VISIBLE)
    if actor.member_id is None:
        return shown
    mine: ColumnElement[bool] = col(Post.author_id) == actor.member_id
    if moderated := actor.places(Permission.POST_HIDE):
        mine = or_(mine, within(moderated, Topic.space_id, Post.language))
    return or_(shown, and_(col(Post.state) == written(PostState.HIDDEN), mine))
