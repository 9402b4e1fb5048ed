"""Name and description of a space in further languages."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.spaces import actions, queries
from forum.spaces.reading import language_of
from forum.spaces.schemas import LanguageChosen, SpaceOut, SpaceText, SpaceTextForm
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.render import page


async def choose(request: Request[Any]) -> Response:
    """Go to the form of the language that was chosen."""
    language = query(request, LanguageChosen).language
    return RedirectResponse(f"/s/{request.path_params['slug']}/settings/texts/{language}", 303)


async def ask(request: Request[Any]) -> Response:
    """Show the texts in a language as they stand, to be changed."""
    space = await _space(request)
    known = space.texts.get(language_of(request))
    form = Form({**(dict(known) if known else {}), "version": space.version})
    return await _form(request, space, form, 200)


async def save(request: Request[Any]) -> Response:
    """Write the texts, or take them away where no name is left; then show the settings."""
    space, language = await _space(request), language_of(request)
    sent = await read_form(request, SpaceTextForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        given = sent.value
        text = SpaceText(name=given.name, description=given.description) if given.name else None
        if text or language in space.texts:
            version = given.version
            await actions.write_texts(unit, space.slug, language, text, version=version)
        return RedirectResponse(f"{space.url}/settings#texts", 303)

    answer = await attempt(request, sent, act)
    return answer or await _form(request, await _space(request), sent.form, 422)


async def _space(request: Request[Any]) -> SpaceOut:
    """The space, for those who may change it."""
    actor, slug = actor_of(request), request.path_params["slug"]
    async with runtime(request).database.reading() as db:
        space = queries.space_out(await queries.space_by_slug(db, actor, slug))
    actor.at(space.id).require(Permission.SPACE_MANAGE)
    return space


async def _form(request: Request[Any], space: SpaceOut, form: Form, status: int) -> Response:
    overtaken = str(form.data.get("version", "")) != str(space.version)
    form.data["version"] = space.version
    language = language_of(request)
    theirs = space.texts.get(language) if overtaken else None
    context = {
        "space": space,
        "language": language,
        "form": form,
        "overtaken": overtaken,
        "theirs": theirs,
    }
    return await page(request, "spaces/texts.html", context, status=status)


ROUTES = [
    Route("/s/{slug}/settings/texts", choose, methods=["GET"]),
    Route("/s/{slug}/settings/texts/{language}", ask, methods=["GET"]),
    Route("/s/{slug}/settings/texts/{language}", save, methods=["POST"]),
]
