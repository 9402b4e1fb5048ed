"""Opening a space, and changing one."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.spaces import actions, queries
from forum.spaces.pages.words import (
    access,
    archived,
    engines,
    first_posts,
    self_review,
    starters,
)
from forum.spaces.schemas import ChangedSpaceForm, NewSpaceForm, SpaceChange, SpaceDraft, listed
from forum.spaces.tables import Space
from forum.translations.rules import Reach
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page

FIELDS = ("name", "description", "language", "place")


async def ask_new(request: Request[Any]) -> Response:
    """Show the form for a new space."""
    actor = actor_of(request)
    blank = {
        "access": "public",
        "engines": Reach.ANY.value,
        "reviews_first": "false",
        "self_review": "false",
        "starters": "members",
        "language": actor.locale,
    }
    return await _form(request, None, Form({**blank, "place": 0}), 200)


async def make(request: Request[Any]) -> Response:
    """Make a space, and go there."""
    sent = await read_form(request, NewSpaceForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        space = await actions.make_space(unit, SpaceDraft(**sent.value.model_dump()))
        return RedirectResponse(f"/s/{space.slug}", 303)

    return await attempt(request, sent, act) or await _form(request, None, sent.form, 422)


async def ask_change(request: Request[Any]) -> Response:
    """Show a space as it stands, to be changed."""
    space = await _space(request)
    form = Form({name: getattr(space, name) for name in FIELDS})
    form.data |= {
        "access": space.access.value,
        "engines": space.engines.value,
        "translated_into": space.translated_into,
        "translation_budget": "" if (most := space.translation_budget) is None else most,
        "reviews_first": "true" if space.reviews_first else "false",
        "self_review": "true" if space.self_review else "false",
        "starters": space.starters.value,
        "archived": "true" if space.archived_at else "false",
        "version": space.version,
    }
    return await _form(request, space, form, 200)


async def change(request: Request[Any]) -> Response:
    """Change a space, and go there."""
    sent = await read_form(request, ChangedSpaceForm)
    slug = request.path_params["slug"]

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        wanted = SpaceChange(**sent.value.model_dump(exclude={"version"}))
        await actions.change_space(unit, slug, wanted, version=sent.value.version)
        return RedirectResponse(f"/s/{slug}", 303)

    answer = await attempt(request, sent, act)
    return answer or await _form(request, await _space(request), sent.form, 422)


async def _space(request: Request[Any]) -> Space:
    async with runtime(request).database.reading() as db:
        return await queries.space_by_slug(db, actor_of(request), request.path_params["slug"])


async def _form(request: Request[Any], space: Space | None, form: Form, status: int) -> Response:
    actor = actor_of(request)
    shown = None if space is None else queries.space_out(space)
    (actor.at(shown.id) if shown else actor).require(Permission.SPACE_MANAGE)
    # Sent again, a form that was overtaken puts its own words in the place of theirs.
    overtaken = shown is not None and str(form.data.get("version", "")) != str(shown.version)
    if shown is not None:
        form.data["version"] = shown.version
    context = {
        "space": shown,
        "overtaken": overtaken,
        "starters": starters(actor.locale),
        "archived": archived(actor.locale),
        "form": form,
        "access": access(actor.locale),
        "engines": engines(actor.locale),
        "translated_into": listed(form.data.get("translated_into", [])),
        "first_posts": first_posts(actor.locale),
        "self_review": self_review(actor.locale),
        "languages": language_choices(actor.reads),
    }
    return await page(request, "spaces/edit.html", context, status=status)


ROUTES = [
    Route("/spaces/new", ask_new, name="new_space"),
    Route("/spaces/new", make, methods=["POST"]),
    Route("/s/{slug}/settings", ask_change, name="space_settings"),
    Route("/s/{slug}/settings", change, methods=["POST"]),
]
