"""What language a post is written in."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import PostId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.reviews import actions
from forum.reviews.schemas import LanguageProposal
from forum.runtime import runtime
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page
from i18n.detect import detect

PATH = "/p/{post_id:int}/language"


def _post_id(request: Request[Any]) -> PostId:
    return PostId(row_id(request.path_params["post_id"]))


async def ask(request: Request[Any]) -> Response:
    """Ask what language a post is written in."""
    return await _page(request, Form(), 200)


async def answer(request: Request[Any]) -> Response:
    """Change it, or propose that, and go back to the post."""
    sent, post_id = await read_form(request, LanguageProposal), _post_id(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        proposed = await actions.say_language(unit, post_id, sent.value)
        return RedirectResponse(
            f"/p/{post_id}" if proposed is None else f"/translate/{proposed}", 303
        )

    return await attempt(request, sent, act) or await _page(request, sent.form, 422)


async def _page(request: Request[Any], form: Form, status: int) -> Response:
    actor, post_id = actor_of(request), _post_id(request)
    member = actor.require(Permission.TRANSLATION_CORRECT)
    async with runtime(request).database.reading() as db:
        post = await discussions.post(db, actor, post_id)
        topic = await discussions.topic(db, actor, post.topic_id)
    here = actor.at(topic.space.id)
    changes = member == post.author.id or here.may(Permission.POST_EDIT_ANY, post.language)
    guess = detect(post.body.source).language
    form.data = {"language": guess or ""} | form.data
    context = {
        "topic": topic,
        "post": post,
        "form": form,
        "changes": changes,
        "languages": language_choices(actor.reads),
    }
    return await page(request, "reviews/language.html", context, status=status)


ROUTES = [Route(PATH, ask, name="post_language"), Route(PATH, answer, methods=["POST"])]
