"""What readers say about a post without writing, for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.discussions import accepting, queries, reacting
from forum.discussions.events import MarksMoved
from forum.discussions.queries import Progress
from forum.discussions.rules import (
    NotAnAnswer,
    NotAQuestion,
    PostGone,
    ReactionName,
    ReactionNotOffered,
    ReactionToOwnPost,
)
from forum.discussions.schemas import PostOut, ReadingChange, ReadingOut
from forum.discussions.seen import progress
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.openapi import operation


@operation(
    "PUT",
    "/posts/{post_id:int}/accepted",
    answer=PostOut,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, NotAQuestion, NotAnAnswer, PostGone],
)
async def accept_answer(request: Request[Any], unit: Unit) -> PostOut:
    """Accept a post as the answer to its topic, in the place of any other."""
    await accepting.accept_answer(unit, _post_id(request))
    return await queries.post(unit.db, unit.actor, _post_id(request))


@operation(
    "DELETE",
    "/posts/{post_id:int}/accepted",
    status=204,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, NotAQuestion],
)
async def reject_answer(request: Request[Any], unit: Unit) -> None:
    """Let a post no longer be the accepted answer."""
    await accepting.reject_answer(unit, _post_id(request))


@operation(
    "PUT",
    "/posts/{post_id:int}/reactions/{name}",
    answer=PostOut,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, ReactionToOwnPost, PostGone, ReactionNotOffered],
)
async def react(request: Request[Any], unit: Unit) -> PostOut:
    """Give a post a reaction: `thanks`, `agree`, `insightful`; to resources `same_here` too."""
    await reacting.react(unit, _post_id(request), _name(request))
    return await queries.post(unit.db, unit.actor, _post_id(request))


@operation(
    "DELETE",
    "/posts/{post_id:int}/reactions/{name}",
    status=204,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, ReactionToOwnPost, PostGone],
)
async def take_back_reaction(request: Request[Any], unit: Unit) -> None:
    """Take a reaction back."""
    await reacting.take_back(unit, _post_id(request), _name(request))


@operation(
    "GET",
    "/topics/{topic_id:int}/reading",
    answer=ReadingOut,
    scope=Scope.READ,
    refuses=[NotFound],
)
async def get_reading(request: Request[Any]) -> ReadingOut:
    """Show how far you have read a topic."""
    actor, topic_id = actor_of(request), _topic_id(request)
    async with runtime(request).database.reading() as db:
        await queries.topic_place(db, actor, topic_id)
    found = await progress(request, actor.require_member(), [topic_id])
    return _reading_out(found[topic_id])


@operation(
    "PUT",
    "/topics/{topic_id:int}/reading",
    body=ReadingChange,
    answer=ReadingOut,
    scope=Scope.WRITE,
    refuses=[NotFound, InvalidInput],
)
async def set_reading(request: Request[Any], unit: Unit, *, body: ReadingChange) -> ReadingOut:
    """Say how far you have read a topic; a mark never goes back."""
    topic_id, member = _topic_id(request), unit.actor.require_member()
    await queries.topic_place(unit.db, unit.actor, topic_id)
    last = (await queries.progress_of(unit.db, member, [topic_id]))[topic_id].last
    await queries.keep_marks(unit.db, {(member, topic_id): min(body.last_read, last)})
    unit.emit(MarksMoved(member))
    found = await queries.progress_of(unit.db, member, [topic_id])
    return _reading_out(found[topic_id])


def _reading_out(found: Progress) -> ReadingOut:
    return ReadingOut(last_read=found.read, unread_count=found.last - found.read)


def _topic_id(request: Request[Any]) -> TopicId:
    return TopicId(row_id(request.path_params["topic_id"]))


def _name(request: Request[Any]) -> ReactionName:
    try:
        return ReactionName(request.path_params["name"])
    except ValueError as error:
        raise NotFound from error


def _post_id(request: Request[Any]) -> PostId:
    return PostId(row_id(request.path_params["post_id"]))


ROUTES = [accept_answer, reject_answer, react, take_back_reaction, get_reading, set_reading]
