"""Moving topics and posts. Not checked here: only moderation calls it, checks and logs."""

from forum.core.ids import PostId, TopicId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import cards, queries, rules
from forum.discussions.events import TopicChanged, TopicHidden, TopicStarted
from forum.discussions.queries import Placed
from forum.discussions.rules import NothingToMove, PostsCameSince, TooMuchToMove, TopicState
from forum.discussions.tables import Topic
from forum.resources import actions as resources
from forum.spaces import queries as spaces
from forum.spaces.rules import closes
from forum.spaces.tables import Space

MOST_MOVED = 2_000
"""Posts that one change takes elsewhere."""


async def move_topic(unit: Unit, topic_id: TopicId, slug: str) -> str:
    """Put a topic into another space, and give the one it was in.

    Raises:
        NotFound: there is no such topic or space for this actor.
        Forbidden: the actor does not moderate the space that it would come into.
    """
    topic, old = await queries.topic_for_update(unit.db, unit.actor, topic_id)
    new = await spaces.space_by_slug(unit.db, unit.actor, slug)
    assert new.id is not None  # noqa: S101 (it was read)
    unit.actor.at(new.id).require(Permission.TOPIC_MODERATE, topic.language)
    if topic.state != TopicState.HIDDEN:
        await queries.space_counts(unit.db, topic.space_id, topics=-1, posts=-topic.post_count)
        await queries.space_counts(unit.db, new.id, topics=1, posts=topic.post_count)
    topic.space_id = new.id
    topic.version += 1
    await resources.move(unit, topic_id, new.id)
    await cards.announce(unit, topic)
    # Where fewer people may read it, whoever listens is asked again.
    gone = TopicHidden if closes(old.access, new.access) else TopicChanged
    unit.emit(gone(topic_id, old.slug))
    unit.emit(TopicStarted(topic_id, new.slug))
    unit.text_changed(f"topic:{topic_id}")
    return old.slug


async def split(unit: Unit, post_id: PostId, title: str) -> tuple[TopicId, list[Placed]]:
    """Make a topic of a post and all that answers it; gives the topic, and where the posts were.

    Raises:
        NotFound: there is no such post for this actor.
        NothingToMove: it begins its topic.
        TooMuchToMove: more posts hang from it than one change moves.
    """
    root, topic, space = await queries.post_for_update(unit.db, unit.actor, post_id)
    if root.number == 1:
        raise NothingToMove
    branch = await _branch(unit, TopicId(root.topic_id), root.path)
    started = Topic(
        space_id=topic.space_id,
        author_id=root.author_id,
        title=title,
        language=root.language,
        created_at=root.created_at,
        last_post_at=root.created_at,
        last_number=len(branch),
        branches=root.children,
    )
    new_id = await queries.add_topic(unit.db, started)
    cut, depth = len(root.path), root.depth + 1
    placed = [
        Placed(
            id=one.id,
            topic_id=new_id,
            number=number,
            path=one.path[cut:],
            depth=max(0, one.depth - depth),
            parent_id=None if root.id in (one.id, one.parent_id) else one.parent_id,
            children=one.children,
        )
        for number, one in enumerate(branch, start=1)
    ]
    await _leave_answer(unit, topic, branch)
    await _put(unit, placed)
    await queries.space_counts(unit.db, topic.space_id, topics=1)
    unit.emit(TopicStarted(new_id, space.slug))
    await _changed(unit, topic, space)
    await _changed(unit, started, space)
    return new_id, branch


async def merge(unit: Unit, topic_id: TopicId, into: TopicId) -> list[Placed]:
    """Hang all posts of a topic into another one, and hide the empty one; gives where they were.

    Raises:
        NotFound: there is no such topic for this actor.
        NothingToMove: the two are one.
        Forbidden: the actor does not moderate the other one.
        TooMuchToMove: it has more posts than one change moves.
    """
    if topic_id == into:
        raise NothingToMove
    first, second = sorted((topic_id, into))  # in this order always, so that nobody waits in a ring
    found = {
        one: await queries.topic_for_update(unit.db, unit.actor, one) for one in (first, second)
    }
    (topic, space), (target, there) = found[topic_id], found[into]
    unit.actor.at(target.space_id).require(Permission.TOPIC_MODERATE, target.language)
    posts = await _branch(unit, topic_id, b"")
    under = rules.child_path(b"", target.branches + 1)
    placed = [
        Placed(
            id=one.id,
            topic_id=into,
            number=target.last_number + one.number,
            path=under + one.path,
            depth=one.depth + (one.number != 1),
            parent_id=posts[0].id if one.parent_id is None and one.number != 1 else one.parent_id,
            children=topic.branches if one.number == 1 else one.children,
        )
        for one in posts
    ]
    await _leave_answer(unit, topic, posts)
    target.branches += 1
    target.last_number += topic.last_number
    await _put(unit, placed)
    await _changed(unit, target, there)
    await queries.recount(unit.db, topic)
    await set_hidden(unit, topic, space)
    return posts


async def put_back(unit: Unit, topic_id: TopicId, was: list[Placed], state: TopicState) -> None:
    """Undo `split` or `merge`: put posts back where they were; an emptied topic is hidden.

    Args:
        unit: of the moderator.
        topic_id: the topic that the posts are in now.
        was: where each of them was.
        state: of the topic that they were in, if that was merged.

    Raises:
        PostsCameSince: others hang from them now.
    """
    back_to = TopicId(was[0].topic_id)
    first, second = sorted((topic_id, back_to))
    found = {
        one: await queries.topic_for_update(unit.db, unit.actor, one) for one in (first, second)
    }
    (topic, space), (old, there) = found[topic_id], found[back_to]
    root, _, _ = await queries.post_for_update(unit.db, unit.actor, was[0].id)
    if len(await queries.posts_below(unit.db, topic_id, root.path, MOST_MOVED + 1)) != len(was):
        raise PostsCameSince
    await _put(unit, was)
    if was[0].number == 1:
        await _show(unit, old, state)
    await _changed(unit, old, there)
    await queries.recount(unit.db, topic)
    if topic.post_count == 0:
        await set_hidden(unit, topic, space)
    else:
        await _changed(unit, topic, space)


async def set_hidden(unit: Unit, topic: Topic, space: Space) -> None:
    """Take a topic whose posts are elsewhere out of sight."""
    assert topic.id is not None  # noqa: S101 (it was read)
    if topic.state != TopicState.HIDDEN:
        await queries.space_counts(unit.db, topic.space_id, topics=-1)
    topic.state = TopicState.HIDDEN
    topic.version += 1
    await cards.announce(unit, topic)
    unit.emit(TopicHidden(topic.id, space.slug))


async def _show(unit: Unit, topic: Topic, state: TopicState) -> None:
    if topic.state == TopicState.HIDDEN != state:
        await queries.space_counts(unit.db, topic.space_id, topics=1)
    topic.state = state
    await cards.announce(unit, topic)


async def _branch(unit: Unit, topic_id: TopicId, path: bytes) -> list[Placed]:
    found = await queries.posts_below(unit.db, topic_id, path, MOST_MOVED + 1)
    if len(found) > MOST_MOVED:
        raise TooMuchToMove(most=MOST_MOVED)
    return list(found)


async def _put(unit: Unit, placed: list[Placed]) -> None:
    await unit.db.flush()
    await queries.place(unit.db, placed)
    for one in placed:
        unit.text_changed(f"post:{one.id}")


async def _leave_answer(unit: Unit, topic: Topic, posts: list[Placed]) -> None:
    if topic.accepted_id in {one.id for one in posts}:
        await queries.accept(unit.db, topic, None)


async def _changed(unit: Unit, topic: Topic, space: Space) -> None:
    assert topic.id is not None  # noqa: S101 (it was read or flushed)
    await queries.recount(unit.db, topic)
    topic.version += 1
    unit.emit(TopicChanged(topic.id, space.slug))
    unit.text_changed(f"topic:{topic.id}")
