"""Saying something to a post by one press."""

from forum.core.ids import PostId
from forum.db.unit import Unit
from forum.discussions import queries, rules
from forum.discussions.events import ReactionsChanged
from forum.discussions.rules import ReactionName, ReactionNotOffered
from forum.discussions.tables import Post


async def react(unit: Unit, post_id: PostId, name: ReactionName) -> None:
    """Give a post one of the reactions; giving it again changes nothing.

    Raises:
        NotFound: there is no such post for this actor.
        ReactionToOwnPost, PostGone, ReactionNotOffered: the post does not take it.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    post, kind = await queries.post_to_react(unit.db, unit.actor, post_id)
    member = rules.check_react(unit.actor, post.author_id, post.state)
    if name not in rules.reactions_offered(kind):
        raise ReactionNotOffered
    await queries.add_reaction(unit.db, post_id, member, name, unit.now)
    await _count(unit, post)


async def take_back(unit: Unit, post_id: PostId, name: ReactionName) -> None:
    """Undo `react`; what was not given changes nothing.

    Raises:
        NotFound: there is no such post for this actor.
        ReactionToOwnPost, PostGone: the post takes none.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    post, _ = await queries.post_to_react(unit.db, unit.actor, post_id)
    member = rules.check_react(unit.actor, post.author_id, post.state)
    await queries.remove_reaction(unit.db, post_id, member, name)
    await _count(unit, post)


async def _count(unit: Unit, post: Post) -> None:
    assert post.id is not None  # noqa: S101 (it was read)
    sums = await queries.reaction_sums(unit.db, post.id)
    if sums != post.reactions:
        post.reactions = sums
        unit.emit(ReactionsChanged(post.topic_id, post.id, sums))
