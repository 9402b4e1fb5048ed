"""Organisations: the list of them, one of them, and the forms."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts.partners import partner_names
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.delegations import actions, queries
from forum.delegations.rules import OrganisationKind
from forum.delegations.schemas import (
    OrganisationChange,
    OrganisationDraft,
    OrganisationForm,
    OrganisationOut,
)
from forum.delegations.words import organisation_kinds
from forum.runtime import runtime
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page
from i18n.collation import collated

FIELDS = {"name", "language", "kind", "partner", "homepage"}


async def list_organisations(request: Request[Any]) -> Response:
    """Show the organisations, by name."""
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        found = await queries.organisations(db)
    context = {
        "organisations": collated(found, actor.locale, lambda one: one.name),
        "kinds": dict(organisation_kinds(actor.locale)),
        "may_manage": actor.may(Permission.DELEGATION_MANAGE),
    }
    return await page(request, "delegations/organisations.html", context)


async def show_organisation(request: Request[Any]) -> Response:
    """Show an organisation, and its delegations."""
    actor, found = actor_of(request), await _found(request)
    async with runtime(request).database.reading() as db:
        delegations = await queries.delegations_of(db, found.id, actor.locale)
    context = {
        "organisation": found,
        "delegations": delegations,
        "kinds": dict(organisation_kinds(actor.locale)),
        "may_manage": actor.may(Permission.DELEGATION_MANAGE),
    }
    return await page(request, "delegations/organisation.html", context)


async def ask_new(request: Request[Any]) -> Response:
    """Show the form for a new organisation."""
    blank = {"kind": OrganisationKind.UNIVERSITY.value, "language": actor_of(request).locale}
    return await _form(request, None, Form(blank), 200)


async def make(request: Request[Any]) -> Response:
    """Add an organisation, and go there."""
    sent = await read_form(request, OrganisationForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        row = await actions.make_organisation(unit, OrganisationDraft(**sent.value.model_dump()))
        return RedirectResponse(f"/organisations/{row.id}", 303)

    return await attempt(request, sent, act) or await _form(request, None, sent.form, 422)


async def ask_change(request: Request[Any]) -> Response:
    """Show an organisation as it stands, to be changed."""
    found = await _found(request)
    return await _form(request, found, Form(found.model_dump(include=FIELDS, mode="json")), 200)


async def change(request: Request[Any]) -> Response:
    """Change an organisation, and go there."""
    sent, found = await read_form(request, OrganisationForm), await _found(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        wanted = OrganisationChange(**sent.value.model_dump())
        await actions.change_organisation(unit, found.id, wanted)
        return RedirectResponse(found.url, 303)

    return await attempt(request, sent, act) or await _form(request, found, sent.form, 422)


async def _found(request: Request[Any]) -> OrganisationOut:
    key = row_id(request.path_params["organisation_id"])
    async with runtime(request).database.reading() as db:
        return await queries.organisation(db, key)


async def _form(
    request: Request[Any], found: OrganisationOut | None, form: Form, status: int
) -> Response:
    actor = actor_of(request)
    actor.require(Permission.DELEGATION_MANAGE)
    context = {
        "organisation": found,
        "form": form,
        "kinds": organisation_kinds(actor.locale),
        "partners": partner_names(actor.locale),
        "languages": language_choices(actor.reads),
    }
    return await page(request, "delegations/edit_organisation.html", context, status=status)


ROUTES = [
    Route("/organisations", list_organisations, name="organisations"),
    Route("/organisations/new", ask_new, name="new_organisation"),
    Route("/organisations/new", make, methods=["POST"]),
    Route("/organisations/{organisation_id:int}", show_organisation, name="organisation"),
    Route("/organisations/{organisation_id:int}/settings", ask_change),
    Route("/organisations/{organisation_id:int}/settings", change, methods=["POST"]),
]
