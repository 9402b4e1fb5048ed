"""Who decides about a request."""

from dataclasses import dataclass

from forum.core.errors import NotFound
from forum.core.ids import ParticipantId, SessionId
from forum.db.unit import Unit
from forum.delegations import queries as delegations
from forum.live.accreditation import queries
from forum.live.accreditation.rules import NotAboutYourself, is_for_focal_point
from forum.live.sessions import queries as sessions
from forum.live.sessions.actions import Place
from forum.live.sessions.rules import RULES, Deed, NotAtThisStage, NotYourPart, check, may
from forum.live.sessions.tables import Participant


@dataclass(frozen=True, slots=True)
class Matter:
    """A request that somebody may decide about, and the session that it is for."""

    place: Place
    row: Participant


async def matter(unit: Unit, session_id: SessionId, participant_id: ParticipantId) -> Matter:
    """Lock a request about which the actor decides, as the secretariat or as a focal point.

    Raises:
        NotFound: there is no such request, or the actor is not told of the session.
        NotYourPart: they do not decide about it.
        NotAboutYourself: a focal point's own request.
        NotAtThisStage, Silenced: not now, or not for now.
    """
    place = await place_told(unit, session_id)
    row = await queries.request_for_update(unit.db, session_id, participant_id)
    if may(place.standing, Deed.ACCREDIT):
        check(place.standing, Deed.ACCREDIT, place.session.state)
        return Matter(place, row)
    member_id = unit.actor.require_member()
    theirs = row.delegation_id is not None and is_for_focal_point(row.part, row.capacity)
    if row.delegation_id is None or not theirs:
        raise NotYourPart if row.member_id == member_id else NotFound
    if not await delegations.is_focal_point(unit.db, row.delegation_id, member_id, unit.now):
        raise NotYourPart if row.member_id == member_id else NotFound
    if row.member_id == member_id:
        raise NotAboutYourself
    check(place.standing, Deed.REGISTER, place.session.state)
    return Matter(place, row)


async def matter_of_moderator(unit: Unit, participant_id: ParticipantId) -> Matter:
    """Lock a request about which a moderator decides; the caller has looked whether they may.

    Raises:
        NotFound: there is none, or the actor is not told of its session.
        NotAboutYourself: it is their own.
        NotAtThisStage, Silenced: not now, or not for now.
    """
    session_id = await queries.session_of_request(unit.db, participant_id)
    place = await place_told(unit, session_id)
    row = await queries.request_for_update(unit.db, session_id, participant_id)
    if row.member_id == unit.actor.member_id:
        raise NotAboutYourself
    if place.session.state not in RULES[Deed.ACCREDIT].states:
        raise NotAtThisStage
    return Matter(place, row)


async def place_told(unit: Unit, session_id: SessionId) -> Place:
    """Lock a session that the actor is told of.

    Raises:
        SignInRequired: a visitor.
        NotFound: there is no such session, or they are not.
        Silenced: a moderator decided that they do not write for now.
    """
    unit.actor.require_member()
    session = await sessions.announced_for_update(unit.db, unit.actor, session_id)
    unit.actor.check_silence()
    return Place(session, await sessions.standing_of(unit.db, session, unit.actor, unit.now))
