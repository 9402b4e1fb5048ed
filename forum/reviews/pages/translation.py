"""One text beside its translation: to correct it, to report it, and what people did about it."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.reviews import actions, reading
from forum.reviews.reading import Shown
from forum.reviews.schemas import Report
from forum.runtime import runtime
from forum.text.markdown import render
from forum.translations.asking import language_asked
from forum.translations.rules import SameLanguage
from forum.translations.schemas import Correction
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page

_PLACES = {
    "post_translation": "/p/{post_id:int}/translations/{language}",
    "title_translation": "/t/{topic_id:int}/translations/{language}",
    "text_translation": "/texts/{subject}/translations/{language}",
}


def _name(request: Request[Any]) -> str:
    params = request.path_params
    if "subject" in params:
        return str(params["subject"])
    if "post_id" in params:
        return f"post:{row_id(params['post_id'])}"
    return f"topic:{row_id(params['topic_id'])}"


async def show(request: Request[Any]) -> Response:
    """Show a text beside its translation, with what people did about it."""
    return await _page(request, None, 200)


async def correct(request: Request[Any]) -> Response:
    """Take a correction, or propose it, and show what became of it."""
    actor_of(request).require_member()
    sent = await read_form(request, Correction)
    name, language = _name(request), language_asked(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        proposed = await actions.correct(unit, name, language, sent.value)
        return _done(request, "done" if proposed is None else "proposed")

    return await attempt(request, sent, act) or await _page(request, sent.form, 422)


async def report(request: Request[Any]) -> Response:
    """Take a report that the translation is wrong."""
    actor_of(request).require_member()
    sent = await read_form(request, Report)
    name, language = _name(request), language_asked(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.report(unit, name, language, sent.value)
        return _done(request, "reported")

    if (answer := await attempt(request, sent, act)) is not None:
        return answer
    return await _page(request, Form(errors=sent.form.errors), 422)


def _done(request: Request[Any], word: str) -> Response:
    path = request.url.path.removesuffix("/wrong")
    return RedirectResponse(f"{path}?{urlencode({'is': word})}", 303)


async def _page(request: Request[Any], form: Form | None, status: int) -> Response:
    actor, name, language = actor_of(request), _name(request), language_asked(request)
    async with runtime(request).database.reading() as db:
        found = await reading.shown(db, actor, name, language)
        waiting = await reading.waiting(db, actor, name, language) if actor.member_id else []
    if found.subject.language == language:
        raise SameLanguage
    current = found.current.text if found.current else ""
    form = form or Form()
    form.data = {"body": current, "version": found.subject.version} | form.data
    context = {
        "name": name,
        "shown": found,
        "original_html": _html(found),
        "language": language,
        "form": form,
        "waiting": waiting,
        "puts": found.reviewing.puts(same=False),
        "reviews": found.reviewing.is_reviewer,
        "may_write": language in found.reviewing.declared,
        "decides_at": _decides_at(found, name),
        "said": request.query_params.get("is", ""),
    }
    return await page(request, "reviews/translation.html", context, status=status)


def _decides_at(found: Shown, name: str) -> str:
    """Where a moderator of the text decides about its translations; "" for anybody else."""
    if not found.reviewing.actor.may(Permission.POST_EDIT_ANY, found.subject.language):
        return ""
    kind, _, number = name.partition(":")
    return f"/p/{number}/moderate" if kind == "post" else f"/moderation/texts/{name}"


def _html(found: Shown) -> str:
    return render(found.subject.text).html if found.subject.markdown else ""


ROUTES = [
    route
    for name, path in _PLACES.items()
    for route in (
        Route(path, show, name=name),
        Route(path, correct, methods=["POST"]),
        Route(f"{path}/wrong", report, methods=["POST"]),
    )
]
