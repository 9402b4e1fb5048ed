"""Adding topics and replies: checked and placed, then stored and announced."""

from dataclasses import dataclass

from forum.core.ids import MemberId, PostId, TopicId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import cards, queries, rules
from forum.discussions.events import POST_ADDED, PostAdded, TopicStarted
from forum.discussions.queries import NewPost, OpenTopic, Parent
from forum.discussions.rules import ParentElsewhere, PostGone, PostState
from forum.discussions.schemas import PostDraft, PostOut, TopicText
from forum.discussions.tables import Topic
from forum.discussions.writing import Written, is_short, write
from forum.drafts.actions import discard_draft
from forum.drafts.rules import Place, PlaceKind
from forum.spaces import queries as spaces
from forum.spaces.rules import check_start
from forum.spaces.tables import Space


@dataclass(frozen=True, slots=True)
class Started:
    """A new topic and its first post."""

    topic_id: TopicId
    post_id: PostId


@dataclass(frozen=True, slots=True)
class ReadyTopic:
    """A topic that its space takes, before it is stored."""

    space: Space
    author: MemberId
    text: TopicText
    written: Written


@dataclass(frozen=True, slots=True)
class ReadyReply:
    """A reply that its topic takes, before it is stored."""

    topic: OpenTopic
    post: NewPost
    written: Written


async def start_topic(unit: Unit, space_slug: str, draft: TopicText) -> Started:
    """Begin a topic at once; what people send goes by way of `holding`.

    Raises:
        NotFound, SignInRequired, Forbidden, ScopeTooNarrow, AlreadyShared, InvalidInput: see
            `ready_topic` and `add_topic`.
    """
    return await add_topic(unit, await ready_topic(unit, space_slug, draft))


async def ready_topic(unit: Unit, space_slug: str, draft: TopicText) -> ReadyTopic:
    """Check and render a new topic; a draft that it was made from is over.

    Raises:
        NotFound: there is no such space for this actor.
        SpaceArchived, ModeratorsStart: the space does not take it.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    written = await write(draft.body, draft.language, unit.actor)
    space = await spaces.space_by_slug(unit.db, unit.actor, space_slug)
    assert space.id is not None  # noqa: S101 (it was read)
    here = unit.actor.at(space.id)
    author = rules.check_start(here, draft.kind, written.language)
    moderates = here.may(Permission.TOPIC_MODERATE)
    check_start(space.starters, archived=space.archived_at is not None, moderates=moderates)
    await drop_draft(unit, Place(PlaceKind.SPACE, space_slug), draft.draft)
    return ReadyTopic(space, author, draft, written)


async def add_topic(unit: Unit, ready: ReadyTopic) -> Started:
    """Store a topic and its first post.

    Raises:
        AlreadyShared, InvalidInput: see `cards.start`.
    """
    space, text = ready.space, ready.text
    assert space.id is not None  # noqa: S101 (it was read)
    topic = Topic(
        space_id=space.id,
        author_id=ready.author,
        kind=text.kind,
        title=text.title,
        language=ready.written.language,
        created_at=unit.now,
        last_post_at=unit.now,
    )
    topic_id = await queries.add_topic(unit.db, topic)
    await queries.set_tags(unit.db, topic_id, text.tags)
    await cards.start(unit, topic, text.resource)
    unit.emit(TopicStarted(topic_id, space.slug))
    await queries.space_counts(unit.db, space.id, topics=1)
    opened = OpenTopic(topic_id, space.id, space.slug, topic.state)
    first = _new_post(unit, ready.author, ready.written, _Place(b"", 0, None))
    return Started(topic_id, await _add(unit, opened, first))


def together(topic_id: TopicId, draft: PostDraft) -> str:
    """Names what a reply changes, for `Runtime.change`; "" for one that takes long to render."""
    return f"topic:{topic_id}" if is_short(draft.body) else ""


async def reply(unit: Unit, topic_id: TopicId, draft: PostDraft) -> PostOut:
    """Add a reply at once; what people send goes by way of `holding`.

    Raises:
        NotFound, ParentElsewhere, PostGone, TopicLocked, SignInRequired, Forbidden, ScopeTooNarrow:
            see `ready_reply`.
    """
    return await add_reply(unit, await ready_reply(unit, topic_id, draft))


async def ready_reply(unit: Unit, topic_id: TopicId, draft: PostDraft) -> ReadyReply:
    """Check, render and place a reply; a draft that it was made from is over.

    Raises:
        NotFound: there is no such topic for this actor.
        ParentElsewhere: the post replied to is of another topic, or out of the actor's sight.
        PostGone: the post replied to was deleted or hidden, and its place is seen.
        TopicLocked, SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    written = await write(draft.body, draft.language, unit.actor)
    topic = await queries.open_topic(await unit.connection(), unit.actor, topic_id)
    author = rules.check_reply(unit.actor.at(topic.space_id), topic.state)
    post = _new_post(unit, author, written, await _place(unit, topic, draft.parent_id))
    if draft.parent_id is None:
        await drop_draft(unit, Place(PlaceKind.TOPIC, str(topic_id)), draft.draft)
    else:
        await drop_draft(unit, Place(PlaceKind.POST, str(draft.parent_id)), draft.draft)
    return ReadyReply(topic, post, written)


async def add_reply(unit: Unit, ready: ReadyReply) -> PostOut:
    """Store a reply of the actor's."""
    topic, post = ready.topic, ready.post
    return queries.added_out(topic, post, await _add(unit, topic, post))


async def add_reply_of(unit: Unit, author: MemberId, topic_id: TopicId, draft: PostDraft) -> PostId:
    """Store a reply of somebody else, in the topic itself where what it answers is gone.

    Not checked here: only `holding` calls it, for what moderation has approved, and live sessions,
    for what was said in them.

    Raises:
        NotFound: there is no such topic for this actor.
        TopicLocked: the topic takes nothing more from this actor.
        TopicOutOfSight: it is hidden.
    """
    written = await write(draft.body, draft.language, unit.actor)
    topic = await queries.open_topic(await unit.connection(), unit.actor, topic_id)
    if topic.state == rules.TopicState.HIDDEN:
        raise rules.TopicOutOfSight
    rules.check_open(unit.actor.at(topic.space_id), topic.state, written.language)
    try:
        place = await _place(unit, topic, draft.parent_id)
    except (ParentElsewhere, PostGone):
        place = await _place(unit, topic, None)
    return await _add(unit, topic, _new_post(unit, author, written, place))


async def drop_draft(unit: Unit, place: Place, version: int) -> None:
    """Forget a draft that becomes a post; another one, of another window, stays."""
    if version:
        await discard_draft(unit, place, version=version)


@dataclass(frozen=True, slots=True)
class _Place:
    path: bytes
    depth: int
    parent: Parent | None


async def _place(unit: Unit, topic: OpenTopic, parent_id: PostId | None) -> _Place:
    """Where a reply goes: replies to the first post stand beside those to the topic itself."""
    parent = None
    if parent_id is not None:
        parent = await queries.parent_in(await unit.connection(), topic, parent_id)
        if parent is None:
            raise ParentElsewhere
        if parent.state != PostState.VISIBLE:
            here = unit.actor.at(topic.space_id)
            seen = parent.keeps_place or queries.reads_text(here, parent)
            raise PostGone if seen else ParentElsewhere
    if parent is None or parent.number == 1:
        return _Place(rules.child_path(b"", topic.branches + 1), 0, None)
    if rules.has_room(parent.path):
        path = rules.child_path(parent.path, parent.children + 1)
    else:
        path = rules.beside_path(parent.path, topic.last_number + 1)
    return _Place(path, parent.depth + 1, parent)


def _new_post(unit: Unit, author: MemberId, written: Written, place: _Place) -> NewPost:
    return NewPost(
        parent=place.parent,
        path=place.path,
        depth=place.depth,
        author_id=author,
        source=written.source,
        html=written.html,
        renderer=written.renderer,
        language=written.language,
        created_at=unit.now,
        files=written.files,
    )


async def _add(unit: Unit, topic: OpenTopic, post: NewPost) -> PostId:
    post_id = await queries.add_post(await unit.connection(), topic, post)
    await queries.add_files(unit.db, post_id, post.author_id, post.files)
    parent_id = post.parent.id if post.parent else None
    unit.emit(PostAdded(topic.id, topic.space, post_id, parent_id, topic.last_number + 1))
    unit.later(POST_ADDED, post_id=post_id)
    unit.text_changed(f"post:{post_id}")
    return post_id
