"""Decisions as the members see them whom they are about; they can answer each one once."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.core.ids import AuditId, MemberId
from forum.core.paging import Page
from forum.db.unit import Unit
from forum.moderation import actions, beside, queries
from forum.moderation.mails import read_word
from forum.moderation.pages.lists import ListAsked
from forum.moderation.pages.words import target_name, told
from forum.moderation.schemas import AppealDraft, DecisionOut
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.pager import pager
from forum.web.render import page

BY_LINK = "/decisions/of/"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose decision an address names, and which one."""

    member_id: MemberId
    audit_id: AuditId


async def show_decisions(request: Request[Any]) -> Response:
    """Show what moderators decided about the reader."""
    actor = actor_of(request)
    member_id = actor.require_member()
    window = query(request, ListAsked).window(queries.DECISION_CURSOR)
    async with runtime(request).database.reading() as db:
        found = await queries.decisions_page(db, member_id, window)
    found = await beside.decisions(request, beside.reader_of(actor), found)
    context = {
        "decisions": [_shown(one, actor.locale) for one in found.items],
        "pager": pager("/decisions", {}, found),
    }
    return await page(request, "decisions/list.html", context)


async def show_decision(request: Request[Any]) -> Response:
    """Show one decision, and the form to answer it."""
    return await _form(request, Form(), 200)


async def appeal(request: Request[Any]) -> Response:
    """Answer a decision."""
    sent, asked = await read_form(request, AppealDraft), _asked(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.appeal_as(unit, asked.member_id, asked.audit_id, sent.value)
        return RedirectResponse(request.url.path, 303)

    return await attempt(request, sent, act) or await _form(request, sent.form, 422)


async def _form(request: Request[Any], form: Form, status: int) -> Response:
    asked = _asked(request)
    async with runtime(request).database.reading() as db:
        found = await queries.decision(db, asked.member_id, asked.audit_id)
    if found is None:
        raise NotFound
    actor = actor_of(request)
    [shown] = (await beside.decisions(request, beside.reader_of(actor), Page([found]))).items
    context = {"decision": _shown(shown, actor.locale), "form": form}
    headers = {"referrer-policy": "no-referrer"}
    return await page(request, "decisions/one.html", context, status=status, headers=headers)


def _shown(found: DecisionOut, locale: str) -> dict[str, Any]:
    return {
        **dict(found),
        "told": told(found.act, locale),
        "about": target_name(found.target, locale),
    }


def _asked(request: Request[Any]) -> _Asked:
    """Whose decision it is: the reader's own, or that of who has the link from our mail."""
    if "word" in request.path_params:
        return _Asked(*read_word(runtime(request).key, request.path_params["word"]))
    audit_id = AuditId(row_id(request.path_params["audit_id"]))
    return _Asked(actor_of(request).require_member(), audit_id)


ROUTES = [
    Route("/decisions", show_decisions),
    Route("/decisions/{audit_id:int}", show_decision),
    Route("/decisions/{audit_id:int}", appeal, methods=["POST"]),
    Route(BY_LINK + "{word}", show_decision),
    Route(BY_LINK + "{word}", appeal, methods=["POST"]),
]
