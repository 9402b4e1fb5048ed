"""Texts that wait until a moderator has read them, and what becomes of them.

What somebody under approval writes waits, and, in spaces that ask for it, what a member writes
there first, and what has a word in it that moderators read first. Such a text is no post:
approving it runs what posting it would have run.
"""

from forum.blocked_words import queries as blocked_words
from forum.core.errors import NotFound
from forum.core.ids import HeldId, PostId, SpaceId, TopicId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import actions, adding, queries
from forum.discussions.adding import ReadyReply, ReadyTopic, Started
from forum.discussions.events import HELD_ADDED
from forum.discussions.rules import HeldState, StillRead, TopicState
from forum.discussions.schemas import HeldOut, PostDraft, PostOut, TopicText
from forum.discussions.subjects import held_name
from forum.discussions.tables import HeldPost
from forum.discussions.wording import has_to_wait
from forum.discussions.writing import write
from forum.spaces import queries as spaces
from forum.translations import actions as translations

_MORE = {"kind", "tags", "resource"}


async def reply(unit: Unit, topic_id: TopicId, draft: PostDraft) -> PostOut | HeldOut:
    """Add a reply, or let it wait.

    Raises:
        NotFound, ParentElsewhere, PostGone, TopicLocked, SignInRequired, Forbidden, ScopeTooNarrow:
            see `adding.ready_reply`.
        WordRefused: a word stands in it that the space does not take.
    """
    ready = await adding.ready_reply(unit, topic_id, draft)
    topic = ready.topic
    by_words = topic.words is not None and await has_to_wait(unit, topic.words, ready.written)
    if not by_words and not await _waits(unit, topic.space_id, reviews_first=topic.reviews_first):
        return await adding.add_reply(unit, ready)
    return await _hold(unit, _reply_row(unit, ready, draft))


async def start_topic(unit: Unit, space_slug: str, draft: TopicText) -> Started | HeldOut:
    """Begin a topic, or let it wait; what would be refused then is refused now.

    Raises:
        NotFound, SignInRequired, Forbidden, ScopeTooNarrow, AlreadyShared, InvalidInput: see
            `adding.ready_topic` and `adding.add_topic`.
        WordRefused: a word stands in it that the space does not take.
    """
    ready = await adding.ready_topic(unit, space_slug, draft)
    space_id = SpaceId(ready.space.id or 0)
    lists = await blocked_words.lists(unit.db, space_id, strict_only=True)
    by_words = await has_to_wait(unit, lists, ready.written, ready.text.title)
    if not by_words and not await _waits(unit, space_id, reviews_first=ready.space.reviews_first):
        return await adding.add_topic(unit, ready)
    async with unit.rehearse():
        await adding.add_topic(unit, ready)
    return await _hold(unit, _topic_row(unit, ready, space_id))


async def _waits(unit: Unit, space_id: SpaceId, *, reviews_first: bool) -> bool:
    if unit.actor.limits.held:
        return True
    if not reviews_first or unit.actor.at(space_id).may_somewhere(Permission.POST_HIDE):
        return False
    member = unit.actor.require_member()
    return not await queries.has_written_in(unit.db, member, space_id)


async def _hold(unit: Unit, row: HeldPost) -> HeldOut:
    held_id = await queries.add_held(unit.db, row)
    unit.later(HELD_ADDED, held_id=held_id)
    return await queries.held(unit.db, unit.actor, held_id)


def _reply_row(unit: Unit, ready: ReadyReply, draft: PostDraft) -> HeldPost:
    post = ready.post
    return HeldPost(
        author_id=post.author_id,
        space_id=ready.topic.space_id,
        topic_id=ready.topic.id,
        parent_id=draft.parent_id,
        source=post.source,
        html=post.html,
        language=post.language,
        more={},
        made_at=unit.now,
    )


def _topic_row(unit: Unit, ready: ReadyTopic, space_id: SpaceId) -> HeldPost:
    written = ready.written
    return HeldPost(
        author_id=ready.author,
        space_id=space_id,
        title=ready.text.title,
        source=written.source,
        html=written.html,
        language=written.language,
        more=ready.text.model_dump(mode="json", include=_MORE),
        made_at=unit.now,
    )


async def withdraw(unit: Unit, held_id: HeldId) -> None:
    """Take back a text of the actor's that waits or was declined.

    Raises:
        NotFound: the actor has written no such text.
        StillRead: it was approved.
    """
    row = await queries.held_for_update(unit.db, unit.actor, held_id)
    if row.author_id != unit.actor.require_member():
        raise NotFound
    if row.state == HeldState.APPROVED:
        raise StillRead
    await translations.forget(unit, held_name(held_id))
    await queries.forget_held(unit.db, row)


async def approve(unit: Unit, held_id: HeldId) -> None:
    """Post a text that waits. Not checked here: only moderation calls it, and checks and logs.

    Raises:
        NotFound: there is none, or its topic is not there, for this actor.
        TopicLocked, TopicOutOfSight: the topic takes nothing.
        PostGone: it was posted before, and its author has deleted it since.
        InvalidInput: see `cards.start`.
    """
    row = await queries.held_for_update(unit.db, unit.actor, held_id)
    if row.became_id is not None:
        await _show(unit, row, row.became_id)
    elif row.title:
        started = await adding.add_topic(unit, await _ready(unit, row))
        row.topic_id, row.became_id = started.topic_id, started.post_id
    else:
        draft = PostDraft(body=row.source, parent_id=row.parent_id, language=row.language)
        row.became_id = await adding.add_reply_of(unit, row.author_id, _topic_id(row), draft)
    row.state = HeldState.APPROVED


async def _ready(unit: Unit, row: HeldPost) -> ReadyTopic:
    shown = await queries.held(unit.db, unit.actor, HeldId(row.id or 0))
    space = await spaces.space_by_slug(unit.db, unit.actor, shown.space.slug)
    more = dict(row.more)
    if more["resource"]:
        more["resource"] = {**more["resource"], "shared_again": True}  # the moderator has seen it
    text = TopicText(title=row.title, body=row.source, language=row.language, **more)
    written = await write(row.source, row.language, unit.actor)
    return ReadyTopic(space, row.author_id, text, written)


def _topic_id(row: HeldPost) -> TopicId:
    assert row.topic_id is not None  # noqa: S101 (a reply has one, and a topic that was posted)
    return row.topic_id


async def _show(unit: Unit, row: HeldPost, post_id: PostId) -> None:
    if row.title:
        await actions.set_state(unit, _topic_id(row), TopicState.OPEN)
    else:
        await actions.restore_post(unit, post_id)


async def decline(unit: Unit, held_id: HeldId, reason: str) -> None:
    """Leave a text unposted. Not checked here: see `approve`.

    Raises:
        NotFound: there is none for this actor.
    """
    row = await queries.held_for_update(unit.db, unit.actor, held_id)
    row.state, row.reason = HeldState.DECLINED, reason


async def hold_again(unit: Unit, held_id: HeldId, reason: str) -> None:
    """Let a text wait again; what it became is hidden. Not checked here: see `approve`.

    Raises:
        NotFound: there is none for this actor.
        PostGone: what it became cannot be read any more.
    """
    row = await queries.held_for_update(unit.db, unit.actor, held_id)
    if row.state == HeldState.APPROVED and row.became_id is not None:
        if row.title:
            await actions.set_state(unit, _topic_id(row), TopicState.HIDDEN)
        else:
            await actions.hide_post(unit, row.became_id, reason)
    row.state, row.reason = HeldState.WAITING, ""
    unit.later(HELD_ADDED, held_id=held_id)
