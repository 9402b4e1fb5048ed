"""Motions in the room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.actor import Actor
from forum.core.errors import N_
from forum.core.ids import MotionId, SessionId
from forum.db.unit import Unit
from forum.live.deciding.motions import actions, queries
from forum.live.deciding.motions.rules import MotionState, is_own
from forum.live.deciding.motions.schemas import MotionAct, MotionDraft, MotionOrder, MotionOut
from forum.live.motions import MOTION_NAMES
from forum.live.overrides import profile_of
from forum.live.sessions import queries as sessions
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.keeping import Alike, kept_alike
from forum.live.sessions.rules import RULES, Deed, Standing, may
from forum.live.sessions.states import MEETING
from forum.live.sessions.tables import LiveSession
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page
from i18n.catalogs import gettext

ACTS: Mapping[MotionAct, str] = {
    MotionAct.PUT: N_("Put to the vote"),
    MotionAct.WITHDRAW: N_("Withdraw"),
    MotionAct.SET_ASIDE: N_("Set aside"),
}


STATES: Mapping[MotionState, str] = {
    MotionState.PUT: N_("Put to the vote"),
    MotionState.WITHDRAWN: N_("Withdrawn"),
    MotionState.SET_ASIDE: N_("Set aside"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A motion before the meeting, as one reader is shown it.

    Attributes:
        title: what is moved.
        acts: word and label of what the reader can do.
    """

    motion: MotionOut
    title: str
    acts: Sequence[tuple[str, str]]


async def context_of(
    request: Request[Any], session: LiveSession, standing: Standing
) -> Mapping[str, Any]:
    """What the panel of decisions shows of motions: `motions`, and `movable` (word and label)."""
    actor = actor_of(request)
    profile = profile_of(session.profile, session.overrides)
    if not profile.motions or session.state not in MEETING:
        return {"motions": (), "movable": ()}
    assert session.id is not None  # noqa: S101 (it was read)
    found = await _pending(request, session.id)
    names = {kind: gettext(MOTION_NAMES[kind], actor.locale) for kind in MOTION_NAMES}
    moved = {one.kind for one in found}
    can_move = may(standing, Deed.RAISE_POINT) and session.state in RULES[Deed.RAISE_POINT].states
    return {
        "motions": [
            Shown(one, names[one.kind], _acts(one, actor, standing, is_first=at == 0))
            for at, one in enumerate(found)
        ],
        "movable": [
            (kind.value, names[kind]) for kind in profile.motions if can_move and kind not in moved
        ],
    }


async def _pending(request: Request[Any], session_id: SessionId) -> Sequence[MotionOut]:
    """What is before the meeting, kept for all who read it in a language."""
    locale = actor_of(request).locale

    async def make() -> Sequence[MotionOut]:
        async with runtime(request).database.reading() as db:
            return await queries.motions(db, session_id, locale, only_pending=True)

    # Another name of a member is told to the whole site, that of a delegation to all delegations.
    of = Alike("motions", ("motion.",), (locale,), ["site", "delegations"])
    return await kept_alike(request, session_id, of, make)


def _acts(
    one: MotionOut, actor: Actor, standing: Standing, *, is_first: bool
) -> Sequence[tuple[str, str]]:
    delegation = None if one.delegation is None else one.delegation.id
    member = actor.member_id
    own = member is not None and is_own(member, standing, one.member.id, delegation)
    offered = {
        MotionAct.PUT: is_first and may(standing, Deed.OPEN_DECISION),
        MotionAct.WITHDRAW: own and may(standing, Deed.RAISE_POINT),
        MotionAct.SET_ASIDE: may(standing, Deed.RULE),
    }
    able = [act for act, can in offered.items() if can]
    return [(act.value, gettext(ACTS[act], actor.locale)) for act in able]


async def show(request: Request[Any]) -> Response:
    """Show every motion of a session, and what became of it."""
    return await _page(request, Form(), 200)


async def move(request: Request[Any]) -> Response:
    """Bring a motion before the meeting, and go back to the room."""
    sent, session_id = await read_form(request, MotionDraft), session_id_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.move(unit, session_id, sent.value.kind)
        return _back(session_id)

    return await attempt(request, sent, act) or await _page(request, sent.form, sent.status)


async def act_on(request: Request[Any]) -> Response:
    """Put, withdraw or set aside a motion, and go back to the room."""
    sent, session_id = await read_form(request, MotionOrder), session_id_of(request)
    motion_id = MotionId(row_id(request.path_params["motion_id"]))

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.act_on(unit, session_id, motion_id, sent.value.act)
        return _back(session_id)

    return await attempt(request, sent, act) or await _page(request, sent.form, sent.status)


async def _page(request: Request[Any], form: Form, status: int) -> Response:
    actor, house, session_id = actor_of(request), runtime(request), session_id_of(request)
    async with house.database.reading() as db:
        session = await sessions.session_of(db, actor, session_id)
        standing = await sessions.standing_of(db, session, actor, house.clock())
        found = await queries.motions(db, session_id, actor.locale)
    here = await context_of(request, session, standing)
    names = {kind.value: gettext(text, actor.locale) for kind, text in MOTION_NAMES.items()}
    states = {one.value: gettext(text, actor.locale) for one, text in STATES.items()}
    ended = [one for one in found if one.state is not MotionState.MOVED]
    context = {**here, "session": session, "form": form, "ended": ended}
    given = {**context, "names": names, "states": states}
    return await page(request, "live/motions.html", given, status=status)


def _back(session_id: SessionId) -> Response:
    return RedirectResponse(f"/sessions/{session_id}#decisions", 303)


_MOTIONS = "/sessions/{session_id:int}/motions"
ROUTES = [
    Route(_MOTIONS, show, name="motions"),
    Route(_MOTIONS, move, methods=["POST"]),
    Route(f"{_MOTIONS}/{{motion_id:int}}", act_on, methods=["POST"]),
]
