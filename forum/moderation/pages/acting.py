"""Deciding about a post or a topic."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import PostId, TopicId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.moderation import actions, queries
from forum.moderation.acts import ActName, fitting, make
from forum.moderation.pages.words import acts
from forum.moderation.rules import Standing, Target, TargetKind, path_of
from forum.moderation.schemas import Reason
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page


class ActForm(BaseModel):
    """A decision about what the page's address names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: ActName
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a decision is about: how it stands, and what its template shows of it."""

    template: str
    standing: Standing
    context: dict[str, Any]


Find = Callable[[Request[Any], int], Awaitable[_Subject]]


async def _post(request: Request[Any], number: int) -> _Subject:
    actor, post_id = actor_of(request), PostId(number)
    actor.require(Permission.POST_HIDE)
    async with runtime(request).database.reading() as db:
        post = await discussions.post(db, actor, post_id)
        topic = await discussions.topic(db, actor, post.topic_id)
        standing = Standing(post.state, flags=await queries.open_flags(db, post_id))
    return _Subject("moderation/act.html", standing, {"topic": topic, "post": post})


async def _topic(request: Request[Any], number: int) -> _Subject:
    actor = actor_of(request)
    actor.require(Permission.TOPIC_MODERATE)
    async with runtime(request).database.reading() as db:
        topic = await discussions.topic(db, actor, TopicId(number))
    standing = Standing(topic.state, pinned=topic.pinned)
    return _Subject("moderation/act_topic.html", standing, {"topic": topic})


_FIND: dict[TargetKind, Find] = {TargetKind.POST: _post, TargetKind.TOPIC: _topic}


async def ask(request: Request[Any]) -> Response:
    """Show the acts that fit a post or a topic."""
    return await _form(request, Form(), 200)


async def decide(request: Request[Any]) -> Response:
    """Carry out an act on a post or a topic, and go there."""
    sent = await read_form(request, ActForm)
    target = str(_target(request))

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.carry_out(unit, make(sent.value.act, target, sent.value.reason))
        return RedirectResponse(path_of(target) or "/", 303)

    return await attempt(request, sent, act) or await _form(request, sent.form, 422)


async def _form(request: Request[Any], form: Form, status: int) -> Response:
    target = _target(request)
    subject = await _FIND[target.kind](request, target.id)
    offered = acts(fitting(target.kind, subject.standing), actor_of(request).locale)
    context = {**subject.context, "acts": offered, "form": form}
    return await page(request, subject.template, context, status=status)


def _target(request: Request[Any]) -> Target:
    [(name, number)] = request.path_params.items()
    return Target(TargetKind(name.removesuffix("_id")), row_id(number))


ROUTES = [
    Route("/p/{post_id:int}/moderate", ask),
    Route("/p/{post_id:int}/moderate", decide, methods=["POST"]),
    Route("/t/{topic_id:int}/moderate", ask),
    Route("/t/{topic_id:int}/moderate", decide, methods=["POST"]),
]
