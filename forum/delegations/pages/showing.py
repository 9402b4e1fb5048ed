"""The list of delegations, one of them, and for whom a member acts."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import N_
from forum.core.ids import MemberId
from forum.core.permissions import Permission
from forum.delegations import queries
from forum.delegations.partners import PARTNERS
from forum.delegations.rules import DelegationKind, MandateState
from forum.delegations.schemas import DelegationOut
from forum.delegations.words import GROUPS, capacity_names
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.render import page, render
from i18n.catalogs import gettext
from i18n.collation import collated

ASEM = {one.code for one in PARTNERS.values() if one.is_asem_partner}
Section = tuple[str, str, Sequence[DelegationOut]]
"""An anchor, a heading and what stands under it."""


async def list_delegations(request: Request[Any]) -> Response:
    """Show every delegation, partners by region."""
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        found = await queries.open_delegations(db, actor.locale)
        there = await queries.partners_with_delegation(db)
    context = {
        "sections": sections(found, actor.locale),
        "may_manage": actor.may(Permission.DELEGATION_MANAGE),
        "is_complete": there >= ASEM,
    }
    return await page(request, "delegations/list.html", context)


def _is_of_partner(one: DelegationOut) -> bool:
    return one.kind is DelegationKind.PARTNER


def sections(found: Sequence[DelegationOut], locale: str) -> Sequence[Section]:
    """Delegations under headings in the reader's language, by name; empty ones left out."""
    named = collated(found, locale, lambda one: one.name)
    partners = [one for one in named if _is_of_partner(one)]
    parts: list[tuple[str, str, Sequence[DelegationOut]]] = [
        (f"group-{word}", heading, [one for one in partners if one.group == word])
        for word, heading in GROUPS.items()
    ]
    for kind, heading in _OTHERS:
        parts.append((f"kind-{kind}", heading, [one for one in named if one.kind is kind]))
    return [(anchor, gettext(heading, locale), some) for anchor, heading, some in parts if some]


_OTHERS = (
    (DelegationKind.STAKEHOLDER, N_("Stakeholders")),
    (DelegationKind.GROUP, N_("Groups of delegations")),
)


async def show_delegation(request: Request[Any]) -> Response:
    """Show a delegation, and to members who acts for it."""
    actor, resources = actor_of(request), runtime(request)
    now = resources.clock()
    async with resources.database.reading() as db:
        found = await queries.delegation_whole(db, request.path_params["slug"], actor.locale)
        member = actor.member_id
        shown = await queries.mandates_shown(db, actor, found.id, now) if member else []
        focal = member is not None and await queries.is_focal_point(db, found.id, member, now)
    may_manage = actor.may(Permission.DELEGATION_MANAGE)
    context = {
        "delegation": found,
        "current": [one for one in shown if one.state is MandateState.CURRENT],
        "coming": [one for one in shown if one.state is MandateState.COMING],
        "capacities": capacity_names(actor.locale),
        "may_manage": may_manage,
        "may_name": may_manage or focal,
    }
    return await page(request, "delegations/delegation.html", context)


async def represented(request: Request[Any], member_id: MemberId) -> str:
    """For whom a member acts, as a piece of their page; "" for nobody, and for visitors."""
    actor, resources = actor_of(request), runtime(request)
    if actor.member_id is None:
        return ""
    async with resources.database.reading() as db:
        voices = await queries.acting_for(db, member_id, resources.clock(), actor.locale)
    if not voices:
        return ""
    return render(request, "delegations/_acts_for.html", {"voices": voices})


ROUTES = [
    Route("/delegations", list_delegations, name="delegations"),
    Route("/delegations/{slug}", show_delegation, name="delegation"),
]
