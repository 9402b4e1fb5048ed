"""Waiting for a translation, from pages."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import PostId
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.discussions.schemas import PostOut, TopicOut
from forum.notifications import actions, queries
from forum.notifications.rules import post_name, translation_target
from forum.notifications.schemas import AwaitForm
from forum.runtime import runtime
from forum.translations import queries as translations
from forum.translations.asking import language_asked
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page

PATH = "/p/{post_id:int}/await/{language}"
TEMPLATE = "notifications/await.html"


async def ask(request: Request[Any]) -> Response:
    """Offer to tell the reader when a post can be read in a language; lead to it if it can."""
    member_id, post_id = actor_of(request).require_member(), _post_id(request)
    language, name = language_asked(request), post_name(post_id)
    target = translation_target(name, language)
    async with runtime(request).database.reading() as db:
        topic, post = await _topic_and_post(request, db)
        is_there = bool(await translations.translations(db, [name], language))
        waits = bool(await queries.said(db, member_id, [target]))
    if is_there or post.language == language:
        return RedirectResponse(_back(topic, post_id, language), 303)
    return await _page(request, topic, post, Form(), waits=waits)


async def answer(request: Request[Any]) -> Response:
    """Wait, or wait no more, then go back to the post."""
    actor_of(request).require_member()
    sent, post_id = await read_form(request, AwaitForm), _post_id(request)
    language = language_asked(request)

    async def act(unit: Unit) -> Response:
        if sent.value is not None and sent.value.forget:
            await actions.forget_translation(unit, post_id, language)
        else:
            await actions.await_translation(unit, post_id, language)
        topic, _ = await _topic_and_post(request, unit.db)
        return RedirectResponse(_back(topic, post_id, language), 303)

    if done := await attempt(request, sent, act):
        return done
    async with runtime(request).database.reading() as db:
        topic, post = await _topic_and_post(request, db)
    return await _page(request, topic, post, sent.form, waits=False)


async def _page(
    request: Request[Any], topic: TopicOut, post: PostOut, form: Form, *, waits: bool
) -> Response:
    language = language_asked(request)
    context = {
        "topic": topic,
        "post": post,
        "language": language,
        "waits": waits,
        "form": form,
        "back": _back(topic, _post_id(request), language),
    }
    return await page(request, TEMPLATE, context, status=422 if form.errors else 200)


async def _topic_and_post(request: Request[Any], db: Any) -> tuple[TopicOut, PostOut]:
    actor = actor_of(request)
    post = await discussions.post(db, actor, _post_id(request))
    return await discussions.topic(db, actor, post.topic_id), post


def _back(topic: TopicOut, post_id: PostId, language: str) -> str:
    return f"{topic.url}?lang={language}&at={post_id}#p{post_id}"


def _post_id(request: Request[Any]) -> PostId:
    return PostId(row_id(request.path_params["post_id"]))


ROUTES = [
    Route(PATH, ask, methods=["GET"]),
    Route(PATH, answer, methods=["POST"]),
]
