"""Watching, following and muting from pages."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts.rules import own_path
from forum.core.ids import TopicId
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.notifications import actions
from forum.notifications.pages.choosing import settings_page
from forum.notifications.schemas import LevelForm, TagForm, TargetForm
from forum.web.forms import Sent, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id

SETTINGS = "/settings/notifications#followed"


async def follow_topic(request: Request[Any]) -> Response:
    """Watch, follow or mute a topic, then show it again."""
    topic_id = TopicId(row_id(request.path_params["topic_id"]))
    sent = await _sent(request, LevelForm)

    async def act(unit: Unit) -> Response:
        level = sent.value.level if sent.value else None
        await actions.follow_topic(unit, topic_id, level)
        topic = await discussions.topic(unit.db, unit.actor, topic_id)
        return RedirectResponse(topic.url, 303)

    return await _done(request, sent, act)


async def follow_space(request: Request[Any]) -> Response:
    """Watch, follow or mute a space, then show it again."""
    slug = request.path_params["slug"]
    sent = await _sent(request, LevelForm)

    async def act(unit: Unit) -> Response:
        level = sent.value.level if sent.value else None
        await actions.follow_space(unit, slug, level)
        return RedirectResponse(f"/s/{slug}", 303)

    return await _done(request, sent, act)


async def follow_tag(request: Request[Any]) -> Response:
    """Watch, follow or mute a tag, from the settings or from a list of its topics."""
    sent = await _sent(request, TagForm)

    async def act(unit: Unit) -> Response:
        if sent.value is not None:
            await actions.follow_tag(unit, sent.value.tag, sent.value.level)
            if sent.value.next:
                return RedirectResponse(own_path(sent.value.next), 303)
        return RedirectResponse(SETTINGS, 303)

    return await _done(request, sent, act)


async def drop(request: Request[Any]) -> Response:
    """Take back what the member said of anything, from the settings."""
    sent = await _sent(request, TargetForm)

    async def act(unit: Unit) -> Response:
        if sent.value is not None:
            await actions.drop_target(unit, sent.value.target)
        return RedirectResponse(SETTINGS, 303)

    return await _done(request, sent, act)


Shape = TypeVar("Shape", LevelForm, TagForm, TargetForm)


async def _sent(request: Request[Any], shape: type[Shape]) -> Sent[Shape]:
    actor_of(request).require_member()
    return await read_form(request, shape)


async def _done(
    request: Request[Any], sent: Sent[Any], act: Callable[[Unit], Awaitable[Response]]
) -> Response:
    """Carry out what a button says; where it cannot be, the settings say why."""
    answer = await attempt(request, sent, act)
    return answer or await settings_page(request, follow_form=sent.form, status=422)


ROUTES = [
    Route("/t/{topic_id:int}/follow", follow_topic, methods=["POST"]),
    Route("/s/{slug}/follow", follow_space, methods=["POST"]),
    Route("/settings/notifications/tags", follow_tag, methods=["POST"]),
    Route("/settings/notifications/drop", drop, methods=["POST"]),
]
