"""Appeals, for moderators other than who made the decision."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import AuditId
from forum.db.unit import Unit
from forum.moderation import actions, beside, queries
from forum.moderation.pages.lists import shown
from forum.moderation.pages.words import verdicts
from forum.moderation.schemas import AppealedOut, Verdict
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page


async def ask(request: Request[Any]) -> Response:
    """Show one appeal, and the form to decide about it."""
    return await _form(request, Form(), 200)


async def decide(request: Request[Any]) -> Response:
    """Decide about an appeal, and go back to what else waits."""
    sent = await read_form(request, Verdict)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.decide(unit, _audit_id(request), sent.value)
        return RedirectResponse("/moderation", 303)

    return await attempt(request, sent, act) or await _form(request, sent.form, 422)


async def _form(request: Request[Any], form: Form, status: int) -> Response:
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        found = await queries.appealed(db, actor, _audit_id(request))
    text, why = beside.texts_of_appeal(found)
    context = {
        **await beside.shown(request, text),
        "why": (await beside.shown(request, why))["beside"],
        "one": _shown(found, actor.locale),
        "own": found.decision.actor.id == actor.member_id,
        "verdicts": verdicts(actor.locale),
        "form": form,
    }
    return await page(request, "moderation/appeal.html", context, status=status)


def _shown(one: AppealedOut, locale: str) -> dict[str, Any]:
    return {**dict(one), "decision": shown(one.decision, locale)}


def _audit_id(request: Request[Any]) -> AuditId:
    return AuditId(row_id(request.path_params["audit_id"]))


ROUTES = [
    Route("/moderation/appeals/{audit_id:int}", ask),
    Route("/moderation/appeals/{audit_id:int}", decide, methods=["POST"]),
]
