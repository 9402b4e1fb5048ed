"""Spaces for programs."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from forum.core.errors import EditedMeanwhile, Forbidden, InvalidInput, NotFound
from forum.core.paging import Page
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.spaces import actions, queries
from forum.spaces.reading import (
    language_of,
    members_shown,
    missing_texts,
    translation_shown,
    with_translations,
)
from forum.spaces.rules import SlugTaken
from forum.spaces.schemas import (
    Invitation,
    SpaceChange,
    SpaceDraft,
    SpaceMemberOut,
    SpaceOut,
    SpacesQuery,
    SpaceText,
    SpaceTranslationOut,
)
from forum.spaces.tables import Space
from forum.translations.asking import ask_for
from forum.web.conditions import etag, version_asked
from forum.web.identity import actor_of
from forum.web.inputs import validate
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


@operation("GET", "/spaces", query=SpacesQuery, answer=ListOut[SpaceOut], refuses=[InvalidInput])
async def list_spaces(request: Request[Any], *, query: SpacesQuery) -> Reply:
    """List the spaces."""
    async with runtime(request).database.reading() as db:
        found = await queries.spaces(db, actor_of(request))
        found = await with_translations(db, found, query.lang)
    await _ask_for(request, found, query.lang)
    return listed(request, Page(found))


@operation(
    "GET",
    "/spaces/{slug}",
    query=SpacesQuery,
    answer=SpaceOut,
    refuses=[NotFound, InvalidInput],
)
async def get_space(request: Request[Any], *, query: SpacesQuery) -> SpaceOut:
    """Show one space."""
    slug = request.path_params["slug"]
    async with runtime(request).database.reading() as db:
        space = queries.space_out(await queries.space_by_slug(db, actor_of(request), slug))
        found = await with_translations(db, [space], query.lang)
    await _ask_for(request, found, query.lang)
    return found[0]


async def _ask_for(request: Request[Any], found: Sequence[SpaceOut], language: str | None) -> None:
    if language is not None:
        await ask_for(request, missing_texts(found, language), language)


@operation(
    "POST",
    "/spaces",
    body=SpaceDraft,
    answer=SpaceOut,
    status=201,
    scope=Scope.ADMIN,
    refuses=[Forbidden, SlugTaken, InvalidInput],
)
async def make_space(_request: Request[Any], unit: Unit, *, body: SpaceDraft) -> Reply:
    """Make a space."""
    space = queries.space_out(await actions.make_space(unit, body))
    return Reply(space, headers={"location": space.url})


@operation(
    "PATCH",
    "/spaces/{slug}",
    body=SpaceChange,
    answer=SpaceOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, EditedMeanwhile, InvalidInput],
)
async def change_space(request: Request[Any], unit: Unit, *, body: SpaceChange) -> Reply:
    """Change a space; `If-Match` says which version the change was made from."""
    slug, version = request.path_params["slug"], version_asked(request)
    return _versioned(await actions.change_space(unit, slug, body, version=version))


@operation(
    "PUT",
    "/spaces/{slug}/texts/{language}",
    body=SpaceText,
    answer=SpaceOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, EditedMeanwhile, InvalidInput],
)
async def write_space_texts(request: Request[Any], unit: Unit, *, body: SpaceText) -> Reply:
    """Write a space's name and description in a further language."""
    slug, version = request.path_params["slug"], version_asked(request)
    language = language_of(request)
    return _versioned(await actions.write_texts(unit, slug, language, body, version=version))


@operation(
    "DELETE",
    "/spaces/{slug}/texts/{language}",
    status=204,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, EditedMeanwhile],
)
async def remove_space_texts(request: Request[Any], unit: Unit) -> Reply:
    """Take a space's name and description in a further language away."""
    slug, version = request.path_params["slug"], version_asked(request)
    await actions.write_texts(unit, slug, language_of(request), None, version=version)
    return Reply()


def _versioned(space: Space) -> Reply:
    return Reply(queries.space_out(space), headers={"etag": etag(space.version)})


@operation(
    "GET",
    "/spaces/{slug}/translation",
    answer=SpaceTranslationOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound],
)
async def get_space_translation(request: Request[Any]) -> Reply:
    """Say what is translated of a space, by which engines, and how much was sent to them today."""
    house = runtime(request)
    async with house.database.reading() as db:
        slug, now = request.path_params["slug"], house.clock()
        return Reply(await translation_shown(db, actor_of(request), slug, now))


@operation(
    "GET",
    "/spaces/{slug}/members",
    query=ListQuery,
    answer=ListOut[SpaceMemberOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def list_space_members(request: Request[Any], *, query: ListQuery) -> Reply:
    """List those who belong to a space."""
    window, slug = query.window(queries.MEMBER_CURSOR), request.path_params["slug"]
    async with runtime(request).database.reading() as db:
        space = await members_shown(db, actor_of(request), slug)
        return listed(request, await queries.members_page(db, space.id, window))


@operation(
    "PUT",
    "/spaces/{slug}/members/{handle}",
    answer=SpaceMemberOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def add_space_member(request: Request[Any], unit: Unit) -> SpaceMemberOut:
    """Let a member into a space."""
    who = validate(Invitation, {"who": request.path_params["handle"]}).who
    return await actions.admit(unit, request.path_params["slug"], who)


@operation(
    "DELETE",
    "/spaces/{slug}/members/{handle}",
    status=204,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound],
)
async def remove_space_member(request: Request[Any], unit: Unit) -> Reply:
    """Take a member out of a space."""
    given = request.path_params
    await actions.dismiss(unit, given["slug"], given["handle"])
    return Reply()


ROUTES = [
    list_spaces,
    get_space,
    make_space,
    change_space,
    write_space_texts,
    remove_space_texts,
    get_space_translation,
    list_space_members,
    add_space_member,
    remove_space_member,
]
