"""What readers say about a post without writing, for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, NotFound
from forum.core.ids import PostId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.discussions import accepting, queries, reacting
from forum.discussions.rules import (
    NotAnAnswer,
    NotAQuestion,
    OwnPost,
    PostGone,
    ReactionName,
    ReactionNotOffered,
)
from forum.discussions.schemas import PostOut
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
    refuses=[Forbidden, NotFound, OwnPost, PostGone, ReactionNotOffered],
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
    refuses=[Forbidden, NotFound, OwnPost, PostGone],
)
async def take_back_reaction(request: Request[Any], unit: Unit) -> None:
    """Take a reaction back."""
    await reacting.take_back(unit, _post_id(request), _name(request))


def _name(request: Request[Any]) -> ReactionName:
    try:
        return ReactionName(request.path_params["name"])
    except ValueError as error:
        raise NotFound from error


def _post_id(request: Request[Any]) -> PostId:
    return PostId(row_id(request.path_params["post_id"]))


ROUTES = [accept_answer, reject_answer, react, take_back_reaction]
