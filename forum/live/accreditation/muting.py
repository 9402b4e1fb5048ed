"""Muting somebody in the room: the form for those who may, and what it does."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.actor import Actor
from forum.core.ids import ParticipantId
from forum.db.unit import Unit
from forum.live.accreditation import actions
from forum.live.accreditation.schemas import Muting, MutingForm
from forum.live.sessions import queries
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.rules import RULES, Deed, NotYourPart, Standing
from forum.live.sessions.schemas import ParticipantOut
from forum.live.sessions.tables import LiveSession
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page
from i18n.collation import collated


def is_offered(actor: Actor, session: LiveSession, standing: Standing) -> bool:
    """Whether the room offers somebody to mute others in it."""
    is_time = session.state in RULES[Deed.LEAD_FLOOR].states
    return is_time and actions.may_mute(actor, standing)


def given(
    people: Sequence[ParticipantOut], actor: Actor, at: datetime
) -> Mapping[str, Sequence[ParticipantOut]]:
    """What `live/_mute.html` shows: who can be muted, and who is; each member once."""
    others = {one.member.id: one for one in people if one.member.id != actor.member_id}
    muted = [one for one in others.values() if one.muted_until and one.muted_until > at]
    free = [one for one in others.values() if one not in muted]
    return {"audible": collated(free, actor.locale, lambda one: one.member.name), "muted": muted}


async def ask(request: Request[Any]) -> Response:
    """Show the form on a page of its own."""
    return await _page(request, Form({}), 200)


async def mute(request: Request[Any]) -> Response:
    """Mute a participant for some minutes, or no more, and go back to the room."""
    sent, session_id = await read_form(request, MutingForm), session_id_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        wanted = Muting(minutes=sent.value.minutes, reason=sent.value.reason)
        participant_id = ParticipantId(row_id(sent.value.participant_id))
        await actions.mute(unit, session_id, participant_id, wanted)
        return RedirectResponse(f"/sessions/{session_id}#present", 303)

    return await attempt(request, sent, act) or await _page(request, sent.form, sent.status)


async def _page(request: Request[Any], form: Form, status: int) -> Response:
    actor, house, session_id = actor_of(request), runtime(request), session_id_of(request)
    async with house.database.reading() as db:
        session = await queries.session_of(db, actor, session_id)
        standing = await queries.standing_of(db, session, actor, house.clock())
        people = await queries.participants(db, session_id, actor.locale)
    if not actions.may_mute(actor, standing):
        raise NotYourPart
    context = {"session": session, "form": form, **given(people, actor, house.clock())}
    return await page(request, "live/mute.html", context, status=status)


_MUTE = "/sessions/{session_id:int}/mute"
ROUTES = [Route(_MUTE, ask, name="mute"), Route(_MUTE, mute, methods=["POST"])]
