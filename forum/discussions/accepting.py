"""Saying which post answers a question."""

from forum.core.ids import PostId
from forum.db.unit import Unit
from forum.discussions import queries, rules
from forum.discussions.events import ANSWER_ACCEPTED, AnswerAccepted
from forum.discussions.tables import Post, Topic


async def accept_answer(unit: Unit, post_id: PostId) -> None:
    """Let a post be the one accepted answer to its topic, in the place of any other.

    Raises:
        NotFound: there is no such post for this actor.
        NotAQuestion, NotAnAnswer, PostGone: the post cannot be one.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    post, topic, space = await queries.post_for_update(unit.db, unit.actor, post_id)
    _check(unit, topic)
    rules.check_answer(post.number, post.state)
    if not post.accepted:
        await _accept(unit, topic, post, space.slug)
        unit.later(ANSWER_ACCEPTED, post_id=post_id, member_id=unit.actor.member_id)


async def reject_answer(unit: Unit, post_id: PostId) -> None:
    """Undo `accept_answer`, where it was done for this post.

    Raises:
        NotFound: there is no such post for this actor.
        NotAQuestion: its topic is of another kind.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    post, topic, space = await queries.post_for_update(unit.db, unit.actor, post_id)
    _check(unit, topic)
    await leave(unit, topic, post, space.slug)


def _check(unit: Unit, topic: Topic) -> None:
    here = unit.actor.at(topic.space_id)
    rules.check_accept(here, topic.author_id, topic.kind, topic.language)


async def leave(unit: Unit, topic: Topic, post: Post, space: str) -> None:
    """Let a post be no answer any more: its text is out of sight, or it was not one."""
    if post.accepted:
        post.accepted = False
        await queries.accept(unit.db, topic, None)
        await _announce(unit, topic, post, space, [])


async def _accept(unit: Unit, topic: Topic, post: Post, space: str) -> None:
    before = [topic.accepted_id] if topic.accepted_id is not None else []
    await queries.accept(unit.db, topic, post)
    await _announce(unit, topic, post, space, before)


async def _announce(unit: Unit, topic: Topic, post: Post, space: str, before: list[PostId]) -> None:
    assert post.id is not None  # noqa: S101 (it was read)
    topic.version += 1
    first = await queries.first_post_id(unit.db, post.topic_id)
    others = [first, *before]
    unit.emit(AnswerAccepted(post.topic_id, space, post.id, post.accepted, others))
