"""Setting up a delegation, and changing one."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts.partners import partner_names
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.delegations import actions, queries
from forum.delegations.rules import DelegationKind
from forum.delegations.schemas import (
    DelegationChange,
    DelegationDraft,
    DelegationForm,
    DelegationWhole,
    NewDelegationForm,
    Nothing,
)
from forum.delegations.words import kind_choices
from forum.runtime import runtime
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from i18n.collation import collated


async def ask_new(request: Request[Any]) -> Response:
    """Show the form for a new delegation."""
    locale = actor_of(request).locale
    return await _form(request, None, Form({"kind": "stakeholder", "language": locale}), 200)


async def make(request: Request[Any]) -> Response:
    """Set up a delegation, and go there."""
    sent = await read_form(request, NewDelegationForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        row = await actions.make_delegation(unit, DelegationDraft(**sent.value.model_dump()))
        return RedirectResponse(f"/delegations/{row.slug}", 303)

    return await attempt(request, sent, act) or await _form(request, None, sent.form, 422)


async def make_all(request: Request[Any]) -> Response:
    """Set up what partners lack, and show the list."""
    sent = await read_form(request, Nothing)

    async def act(unit: Unit) -> Response:
        await actions.set_up_partners(unit)
        return RedirectResponse("/delegations", 303)

    return await attempt(request, sent, act) or await _form(request, None, sent.form, 422)


async def ask_change(request: Request[Any]) -> Response:
    """Show a delegation as it stands, to be changed."""
    found = await _found(request)
    async with runtime(request).database.reading() as db:
        row = await queries.delegation_by_slug(db, found.slug)
    form = Form(
        {
            "name": row.name,
            "language": row.language,
            "organisation_id": str(row.organisation_id or ""),
            "members": [one.slug for one in found.members],
            "closed": "true" if row.closed_at else "false",
        }
    )
    return await _form(request, found, form, 200)


async def change(request: Request[Any]) -> Response:
    """Change a delegation, and go there."""
    sent, found = await read_form(request, DelegationForm), await _found(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        values = sent.value.model_dump()
        if found.kind is not DelegationKind.GROUP:
            values.pop("members")
        await actions.change_delegation(unit, found.slug, DelegationChange(**values))
        return RedirectResponse(found.url, 303)

    return await attempt(request, sent, act) or await _form(request, found, sent.form, 422)


async def _found(request: Request[Any]) -> DelegationWhole:
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        return await queries.delegation_whole(db, request.path_params["slug"], actor.locale)


async def _form(
    request: Request[Any], found: DelegationWhole | None, form: Form, status: int
) -> Response:
    actor = actor_of(request)
    actor.require(Permission.DELEGATION_MANAGE)
    async with runtime(request).database.reading() as db:
        offered = await queries.organisations(db)
        others = await queries.open_delegations(db, actor.locale)
    context = {
        "delegation": found,
        "form": form,
        "kinds": kind_choices(actor.locale),
        "partners": partner_names(actor.locale),
        "organisations": collated(
            ((str(one.id), one.name) for one in offered), actor.locale, lambda pair: pair[1]
        ),
        "others": collated(
            ((one.slug, one.name) for one in others if found is None or one.id != found.id),
            actor.locale,
            lambda pair: pair[1],
        ),
        "languages": language_choices(actor.reads),
    }
    return await page(request, "delegations/edit.html", context, status=status)


ROUTES = [
    Route("/delegations/new", ask_new, name="new_delegation"),
    Route("/delegations/new", make, methods=["POST"]),
    Route("/delegations/partners", make_all, methods=["POST"]),
    Route("/delegations/{slug}/settings", ask_change, name="delegation_settings"),
    Route("/delegations/{slug}/settings", change, methods=["POST"]),
]
