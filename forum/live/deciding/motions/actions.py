"""What people do with motions. An action checks, changes, announces; its caller commits."""

from collections.abc import Mapping

from forum.core.ids import MotionId, SessionId
from forum.db.unit import Unit
from forum.decisions import actions as decisions
from forum.decisions import queries as decided
from forum.decisions.rules import COUNTED, DecisionState, Method, VoterKind, VotingGoesOn
from forum.decisions.schemas import DecisionDraft
from forum.decisions.venues import Asked
from forum.live.deciding.motions import queries
from forum.live.deciding.motions.events import MotionEnded, MotionMoved, MotionPut
from forum.live.deciding.motions.rules import (
    MotionChanged,
    MotionState,
    check_moved,
    check_put,
    is_own,
    method_of,
)
from forum.live.deciding.motions.schemas import MotionAct
from forum.live.deciding.motions.tables import Motion
from forum.live.deciding.venues import SessionVenues, venue_of
from forum.live.motions import MOTION_NAMES, MotionKind
from forum.live.overrides import profile_of
from forum.live.profiles import Profile
from forum.live.sessions.actions import Place, place_for
from forum.live.sessions.doing import doing
from forum.live.sessions.rules import Deed, NotYourPart
from i18n.catalogs import gettext


async def move(unit: Unit, session_id: SessionId, kind: MotionKind) -> Motion:
    """Bring a motion before the meeting.

    Raises:
        MotionNotInRules, MotionPending: see `rules.check_moved`.
        VotingGoesOn: a vote is being taken (A/520/Rev.20, rule 88).
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `place_for`.
    """
    place = await place_for(unit, session_id, Deed.RAISE_POINT)
    check_moved(_rules(place), kind, await queries.pending(unit.db, session_id))
    found = await decided.current(unit.db, f"session:{session_id}", drafts=False)
    running = [one for one, _ in found if one.state is DecisionState.OPEN]
    if any(one.method in COUNTED - {Method.STRAW} for one in running):
        raise VotingGoesOn
    behalf = place.standing.on_behalf
    row = Motion(
        session_id=session_id,
        kind=kind,
        member_id=unit.actor.require_member(),
        delegation_id=None if behalf is None else behalf.delegation_id,
        capacity=None if behalf is None else behalf.capacity,
        moved_at=unit.now,
    )
    motion_id = await queries.add_motion(unit.db, row)
    said = doing(unit, session_id, place.standing)
    unit.emit(MotionMoved(**said, motion_id=motion_id, kind=kind.value))
    return row


async def act_on(unit: Unit, session_id: SessionId, motion_id: MotionId, act: MotionAct) -> Motion:
    """Put a motion to the vote, withdraw it, or set it aside.

    Raises:
        MotionChanged: it is not before the meeting any more.
        OtherMotionFirst: to put it: another one goes before it.
        InvalidInput: to put it: nobody is here who votes.
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `place_for`; there is no such motion.
    """
    place = await place_for(unit, session_id, _DEEDS[act])
    row = await queries.motion_row(unit.db, session_id, motion_id)
    if row.state is not MotionState.MOVED:
        raise MotionChanged
    if act is MotionAct.PUT:
        await _put(unit, place, row)
    else:
        _end(unit, place, row, act)
    row.ended_at = unit.now
    return row


_DEEDS: Mapping[MotionAct, Deed] = {
    MotionAct.PUT: Deed.OPEN_DECISION,
    MotionAct.WITHDRAW: Deed.RAISE_POINT,
    MotionAct.SET_ASIDE: Deed.RULE,
}


async def _put(unit: Unit, place: Place, row: Motion) -> None:
    """Have those vote who decide, at once, by a simple majority of those present and voting."""
    check_put(row.kind, await queries.pending(unit.db, place.session_id))
    venue = venue_of(place.session, place.standing)
    asked = Asked(unit.actor, str(place.session_id), unit.now)
    entitled = await SessionVenues().entitled(unit.db, asked, VoterKind.DELEGATIONS, ())
    language, method = place.session.language, method_of(_rules(place))
    words = gettext(MOTION_NAMES[row.kind], language)
    draft = DecisionDraft(
        title=words,
        language=language,
        method=method,
        text="" if method in COUNTED else words,
        majority="simple",
        base="present_and_voting",
        tie="rejected",
        is_open=True,
    )
    decision = await decisions.propose(unit, venue, entitled, draft)
    assert decision.id is not None  # noqa: S101 (it was stored)
    row.state, row.decision_id = MotionState.PUT, decision.id
    said = doing(unit, place.session_id, place.standing)
    assert row.id is not None  # noqa: S101 (it was read)
    unit.emit(MotionPut(**said, motion_id=row.id, decision_id=decision.id))


def _end(unit: Unit, place: Place, row: Motion, act: MotionAct) -> None:
    if act is MotionAct.SET_ASIDE:
        row.state = MotionState.SET_ASIDE
    elif is_own(unit.actor.require_member(), place.standing, row.member_id, row.delegation_id):
        row.state = MotionState.WITHDRAWN
    else:
        raise NotYourPart
    assert row.id is not None  # noqa: S101 (it was read)
    said = doing(unit, place.session_id, place.standing)
    unit.emit(MotionEnded(**said, motion_id=row.id, state=row.state.value))


def _rules(place: Place) -> Profile:
    return profile_of(place.session.profile, place.session.overrides)
