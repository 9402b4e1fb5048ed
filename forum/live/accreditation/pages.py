"""Accreditation for people: asking to take part, and deciding about it."""

import re
from operator import itemgetter
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import ParticipantId, SessionId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.delegations import queries as delegations
from forum.delegations.words import capacity_names
from forum.live.accreditation import actions, muting
from forum.live.accreditation.reading import asked_of, wanted_by
from forum.live.accreditation.rules import ASKED_FOR
from forum.live.accreditation.schemas import (
    Invitation,
    Leaving,
    RequestDecision,
    RequestDraft,
    RequestForm,
)
from forum.live.accreditation.words import part_choices, state_names
from forum.live.parts import Part
from forum.live.sessions import queries
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.rules import Deed, NotYourPart, RequestState
from forum.live.sessions.words import part_names
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page
from i18n.collation import collated

_LETTER = re.compile(r"\(/u/([0-9]{1,18})/")


async def ask_to_ask(request: Request[Any]) -> Response:
    """Show one's own requests, and the form for another one."""
    return await _asking(request, Form({"part": Part.DELEGATE.value}), 200)


async def ask(request: Request[Any]) -> Response:
    """Ask to take part, and show what was asked."""
    sent, session_id = await read_form(request, RequestForm), session_id_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        given = sent.value.model_dump(exclude={"body"})
        letter = _LETTER.search(sent.value.body)
        number = int(letter[1]) if letter else None
        await actions.ask(unit, session_id, RequestDraft(**given, letter=number))
        return _to(session_id, "take-part")

    return await attempt(request, sent, act) or await _asking(request, sent.form, 422)


async def leave(request: Request[Any]) -> Response:
    """Take back a request, or take part no more."""
    sent, session_id = await read_form(request, Leaving), session_id_of(request)

    async def act(unit: Unit) -> Response:
        await actions.leave(unit, session_id, _participant(request))
        return _to(session_id, "take-part")

    return await attempt(request, sent, act) or await _asking(request, sent.form, 422)


async def show_desk(request: Request[Any]) -> Response:
    """Show the requests that the reader decides about, and who was let in."""
    return await _desk(request, Form({"part": Part.DELEGATE.value}), 200)


async def invite(request: Request[Any]) -> Response:
    """Let somebody in, and show the desk."""
    sent, session_id = await read_form(request, Invitation), session_id_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.invite(unit, session_id, sent.value)
        return _to(session_id, "participants")

    return await attempt(request, sent, act) or await _desk(request, sent.form, 422)


async def decide(request: Request[Any]) -> Response:
    """Approve or decline a request, and show the desk."""
    sent, session_id = await read_form(request, RequestDecision), session_id_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.decide(unit, session_id, _participant(request), sent.value)
        return _to(session_id, "participants")

    return await attempt(request, sent, act) or await _desk(request, sent.form, 422)


async def dismiss(request: Request[Any]) -> Response:
    """Let somebody take part no more, and show the desk."""
    sent, session_id = await read_form(request, Leaving), session_id_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.leave(unit, session_id, _participant(request), sent.value.reason)
        return _to(session_id, "participants")

    return await attempt(request, sent, act) or await _desk(request, sent.form, 422)


def _to(session_id: SessionId, page_of: str) -> Response:
    return RedirectResponse(f"/sessions/{session_id}/{page_of}", 303)


def _participant(request: Request[Any]) -> ParticipantId:
    return ParticipantId(row_id(request.path_params["participant_id"]))


async def _asking(request: Request[Any], form: Form, status: int) -> Response:
    actor, resources, session_id = actor_of(request), runtime(request), session_id_of(request)
    member_id, now = actor.require_member(), resources.clock()
    async with resources.database.reading() as db:
        found = await queries.session_whole(db, actor, session_id, now)
        own = await wanted_by(db, actor, session_id)
        asked = await asked_of(db, actor, session_id, now)
        voices = await delegations.acting_for(db, member_id, now, actor.locale)
        others = await delegations.open_delegations(db, actor.locale)
    mine = [(one.delegation.slug, one.delegation.name) for one in voices]
    offered = [(one.slug, one.name) for one in others]
    rest = [one for one in collated(offered, actor.locale, itemgetter(1)) if one not in mine]
    context = {
        "session": found,
        "form": form,
        "own": own,
        "choices": part_choices(actor.locale, ASKED_FOR),
        "delegations": [*mine, *rest],
        "capacities": list(capacity_names(actor.locale).items()),
        "parts": part_names(actor.locale),
        "states": state_names(actor.locale),
        "may_ask": Deed.REGISTER in found.me.deeds,
        "waiting": sum(one.state is RequestState.RECEIVED for one in asked),
        "decides": bool(asked) or Deed.ACCREDIT in found.me.deeds,
    }
    return await page(request, "sessions/take_part.html", context, status=status)


async def _desk(request: Request[Any], form: Form, status: int) -> Response:
    actor, resources, session_id = actor_of(request), runtime(request), session_id_of(request)
    now = resources.clock()
    async with resources.database.reading() as db:
        found = await queries.session_whole(db, actor, session_id, now)
        asked = await asked_of(db, actor, session_id, now)
        others = await delegations.open_delegations(db, actor.locale)
    may_invite = Deed.ACCREDIT in found.me.deeds
    if not (asked or may_invite):
        raise NotYourPart
    context = {
        "session": found,
        "form": form,
        "waiting": [one for one in asked if one.state is RequestState.RECEIVED],
        "let_in": [one for one in asked if one.state is RequestState.APPROVED],
        "gone": [
            one for one in asked if one.state in {RequestState.DECLINED, RequestState.WITHDRAWN}
        ],
        "delegations": collated(
            ((one.slug, one.name) for one in others), actor.locale, itemgetter(1)
        ),
        "capacities": list(capacity_names(actor.locale).items()),
        "parts": part_names(actor.locale),
        "states": state_names(actor.locale),
        "may_invite": may_invite,
        "moderates": actor.may(Permission.MEMBER_SANCTION),
    }
    return await page(request, "sessions/participants.html", context, status=status)


_ASK = "/sessions/{session_id:int}/take-part"
_DESK = "/sessions/{session_id:int}/participants"
ASKING = [
    Route(_ASK, ask_to_ask, name="take_part"),
    Route(_ASK, ask, methods=["POST"]),
]
"""Pages whose form takes a file, the letter of nomination."""
ROUTES = [
    Route(f"{_ASK}/{{participant_id:int}}/leave", leave, methods=["POST"]),
    Route(_DESK, show_desk, name="participants"),
    Route(_DESK, invite, methods=["POST"]),
    Route(f"{_DESK}/{{participant_id:int}}/decide", decide, methods=["POST"]),
    Route(f"{_DESK}/{{participant_id:int}}/dismiss", dismiss, methods=["POST"]),
    *muting.ROUTES,
]
