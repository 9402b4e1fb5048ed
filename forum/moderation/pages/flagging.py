"""Reporting a post to the moderators."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import PostId
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.moderation import actions, queries
from forum.moderation.pages.words import reasons
from forum.moderation.rules import check_flag
from forum.moderation.schemas import FlagDraft
from forum.runtime import runtime
from forum.translations import queries as translations
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page
from i18n.languages import LANGUAGES


async def ask(request: Request[Any]) -> Response:
    """Show the form, or, to who has sent it, that a moderator will read it."""
    return await _form(
        request, Form({"translation": request.query_params.get("translation", "")}), 200
    )


async def flag(request: Request[Any]) -> Response:
    """Flag a post."""
    sent = await read_form(request, FlagDraft)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.flag(unit, _post_id(request), sent.value)
        return RedirectResponse(request.url.path, 303)

    return await attempt(request, sent, act) or await _form(request, sent.form, 422)


async def _form(request: Request[Any], form: Form, status: int) -> Response:
    actor, post_id = actor_of(request), _post_id(request)
    actor.require_member()
    async with runtime(request).database.reading() as db:
        post = await discussions.post(db, actor, post_id)
        topic = await discussions.topic(db, actor, post.topic_id)
        reporter = check_flag(actor, post.author.id, post.state)
        known = await queries.open_flag(db, post_id, reporter)
        subject = f"post:{post_id}"
        made = (await translations.every_translation(db, [subject])).get(subject, ())
    context = {
        "topic": topic,
        "post": post,
        "form": form,
        "reasons": reasons(actor.locale, translated=bool(made)),
        "translated": [(one.language, LANGUAGES[one.language].own) for one in made],
        "is_flagged": known is not None,
    }
    return await page(request, "discussions/flag_post.html", context, status=status)


def _post_id(request: Request[Any]) -> PostId:
    return PostId(row_id(request.path_params["post_id"]))


ROUTES = [
    Route("/p/{post_id:int}/flag", ask),
    Route("/p/{post_id:int}/flag", flag, methods=["POST"]),
]
