"""The site, for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import EditedMeanwhile, Forbidden, InvalidInput, NotFound
from forum.core.paging import Page
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.site import actions, reading
from forum.site.places import place
from forum.site.schemas import SettingsOut, SiteChange, SiteOut, TextDraft, TextOut
from forum.web.conditions import etag, version_asked
from forum.web.identity import actor_of
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation


@operation("GET", "/site", answer=SiteOut)
async def show_site(request: Request[Any]) -> SiteOut:
    """Say what the site is called, and who may register."""
    return reading.site_out(await reading.site_now(runtime(request)), actor_of(request).locale)


@operation(
    "GET",
    "/admin/settings",
    answer=SettingsOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden],
    also={304: None},
)
async def show_settings(request: Request[Any]) -> Reply:
    """Show what the secretariat decided about the site."""
    found = await reading.settings_out(runtime(request), actor_of(request))
    return Reply(found, headers={"etag": etag(found.version)})


@operation(
    "PATCH",
    "/admin/settings",
    body=SiteChange,
    answer=SettingsOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, EditedMeanwhile, InvalidInput],
)
async def change_settings(request: Request[Any], unit: Unit, *, body: SiteChange) -> Reply:
    """Change name or registration; `If-Match` says which version the change was made from."""
    settings, version = runtime(request).settings, version_asked(request)
    row = await actions.change_site(unit, settings, body, version=version)
    found = SettingsOut.model_validate(row, from_attributes=True)
    return Reply(found, headers={"etag": etag(row.version)})


@operation(
    "GET",
    "/admin/settings/texts",
    answer=ListOut[TextOut],
    scope=Scope.ADMIN,
    refuses=[Forbidden],
)
async def list_texts(request: Request[Any]) -> Reply:
    """List the site's own texts in all languages."""
    return listed(request, Page(await reading.all_texts(runtime(request), actor_of(request))))


@operation(
    "PUT",
    "/admin/settings/texts/{kind}/{language}",
    body=TextDraft,
    answer=TextOut,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, EditedMeanwhile, InvalidInput],
)
async def write_text(request: Request[Any], unit: Unit, *, body: TextDraft) -> Reply:
    """Write one of the site's texts in a language."""
    at, version = place(request), version_asked(request)
    row = await actions.write_text(unit, at.kind, at.language, body, version=version)
    return Reply(reading.text_out(row), headers={"etag": etag(row.version)})


@operation(
    "DELETE",
    "/admin/settings/texts/{kind}/{language}",
    status=204,
    scope=Scope.ADMIN,
    refuses=[Forbidden, NotFound, EditedMeanwhile],
)
async def remove_text(request: Request[Any], unit: Unit) -> Reply:
    """Take one of the site's texts in a language away."""
    at = place(request)
    await actions.remove_text(unit, at.kind, at.language, version=version_asked(request))
    return Reply()


ROUTES = [show_site, show_settings, change_settings, list_texts, write_text, remove_text]
