"""What people do about taking part. An action checks, changes, announces; its caller commits."""

from datetime import datetime, timedelta
from typing import TypedDict

from forum.core.actor import Actor
from forum.core.errors import N_, Fault, InvalidInput, NotFound
from forum.core.ids import DelegationId, MemberId, ParticipantId, SessionId, UploadId
from forum.db.unit import Unit
from forum.delegations import queries as delegations
from forum.delegations.actions import named
from forum.delegations.rules import Capacity
from forum.live.accreditation import queries
from forum.live.accreditation.deciding import Matter, matter, place_told
from forum.live.accreditation.rules import (
    TakesPartAlready,
    check_decision,
    check_identity,
    check_muting,
    check_quota,
    check_request,
)
from forum.live.accreditation.schemas import Invitation, Muting, RequestDecision, RequestDraft
from forum.live.parts import Part
from forum.live.sessions import queries as sessions
from forum.live.sessions.actions import Place, place_for
from forum.live.sessions.doing import Doing, doing, milliseconds
from forum.live.sessions.events import ParticipantJoined, ParticipantLeft, ParticipantMuted
from forum.live.sessions.record import note
from forum.live.sessions.rules import Deed, NotYourPart, RequestState, Standing, check, may
from forum.live.sessions.tables import Participant
from forum.site import record

DECIDED = "sessions.request_decided"
"""Kind of the job (`participant_id`) that sends a mail about what became of a request."""
TOLD = "sessions.request_told"
"""Kind of the job (`participant_id`, `state`, `at`) that tells them of the same on the page."""
WAITING = "sessions.request_waiting"
"""Kind of the job (`participant_id`) for who keeps what waits: a request is new, or settled."""


async def ask(unit: Unit, session_id: SessionId, draft: RequestDraft) -> Participant:
    """Ask to take part; whoever asked before, and was not let in, asks anew.

    Raises:
        NotFound: there is no such session, or the actor is not told of it.
        InvalidInput: something is missing, or there is no such delegation.
        TakesPartAlready: they were let in as this.
        NotAtThisStage, SignInRequired, Silenced: not now, or not the actor.
    """
    place = await place_told(unit, session_id)
    check(place.standing, Deed.REGISTER, place.session.state)
    member_id = unit.actor.require_member()
    delegation_id = await _delegation(unit, draft.delegation)
    held = await _capacity(unit, member_id, delegation_id)
    capacity = held or draft.capacity
    is_proven = held is not None or draft.letter is not None
    has_delegation = delegation_id is not None
    check_request(draft.part, capacity, has_delegation=has_delegation, is_proven=is_proven)
    row = await _row(unit, session_id, member_id, draft.part)
    row.delegation_id, row.capacity = delegation_id, capacity if has_delegation else None
    row.letter_id = None if draft.letter is None else UploadId(draft.letter)
    row.state, row.asked_at, row.reason = RequestState.RECEIVED, unit.now, ""
    row.decided_by_id, row.decided_at = None, None
    await sessions.add_participant(unit.db, row)
    unit.later(WAITING, participant_id=row.id)
    return row


async def invite(unit: Unit, session_id: SessionId, given: Invitation) -> Participant:
    """Let somebody in who has not asked.

    Raises:
        InvalidInput: nobody has this handle or address, or something is missing.
        TakesPartAlready: they were let in as this.
        QuotaReached: the delegation has as many as it can have.
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `place_for`.
    """
    place = await place_for(unit, session_id, Deed.ACCREDIT)
    member_id = await named(unit, given.who)
    delegation_id = await _delegation(unit, given.delegation)
    capacity = await _capacity(unit, member_id, delegation_id) or given.capacity
    check_identity(given.part, capacity, has_delegation=delegation_id is not None)
    row = await _row(unit, session_id, member_id, given.part)
    row.delegation_id, row.badge = delegation_id, given.badge
    row.capacity = None if delegation_id is None else capacity
    await _let_in(unit, place, row, "")
    _record(unit, "approve_participant", row)
    return row


async def decide(
    unit: Unit, session_id: SessionId, participant_id: ParticipantId, given: RequestDecision
) -> Participant:
    """Approve or decline a request, and have its sender told.

    Raises:
        DecidedAlready: it does not wait.
        InvalidInput: it is declined without a reason.
        QuotaReached: the delegation has as many as it can have.
        NotFound, NotYourPart, NotAboutYourself, NotAtThisStage, Silenced: see `matter`.
    """
    found = await matter(unit, session_id, participant_id)
    await settle(unit, found, given)
    is_let_in = given.state is RequestState.APPROVED
    _record(unit, "approve_participant" if is_let_in else "decline_participant", found.row)
    return found.row


async def settle(unit: Unit, found: Matter, given: RequestDecision) -> None:
    """Approve or decline a request about which the actor may decide; the caller records it.

    Raises:
        DecidedAlready: it does not wait.
        InvalidInput: it is declined without a reason.
        QuotaReached: the delegation has as many as it can have.
    """
    check_decision(found.row.state, given.state, given.reason)
    if given.state is RequestState.APPROVED:
        found.row.badge = given.badge or found.row.badge
        await _let_in(unit, found.place, found.row, given.reason)
    else:
        _decided(unit, found.row, RequestState.DECLINED, given.reason)


def reopen(unit: Unit, found: Matter) -> None:
    """Let a request wait again that was approved or declined; the caller records it."""
    row = found.row
    if row.state is RequestState.APPROVED:
        unit.emit(ParticipantLeft(**_said(unit, found.place), **_about(row), part=row.part.value))
    row.state, row.reason = RequestState.RECEIVED, ""
    row.decided_by_id = row.decided_at = None


async def leave(
    unit: Unit, session_id: SessionId, participant_id: ParticipantId, reason: str = ""
) -> Participant:
    """Take part no more, or let somebody take part no more.

    Raises:
        InvalidInput: it is about somebody else, and no reason is given.
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `matter`.
    """
    place = await place_told(unit, session_id)
    row = await queries.request_for_update(unit.db, session_id, participant_id)
    is_own = row.member_id == unit.actor.member_id
    if not is_own:
        await matter(unit, session_id, participant_id)
        if not reason:
            raise InvalidInput([Fault("reason", N_("Say why, so that they understand."))])
    was = row.state
    if was not in {RequestState.RECEIVED, RequestState.APPROVED}:
        return row
    row.state, row.reason = RequestState.WITHDRAWN, reason
    row.decided_by_id, row.decided_at = unit.actor.member_id, unit.now
    if was is RequestState.APPROVED:
        unit.emit(ParticipantLeft(**_said(unit, place), **_about(row), part=row.part.value))
    unit.later(WAITING, participant_id=row.id)
    if not is_own:
        _tell(unit, row)
        _record(unit, "withdraw_participant", row)
    return row


async def mute(
    unit: Unit, session_id: SessionId, participant_id: ParticipantId, given: Muting
) -> None:
    """Let a participant follow and vote, and not take the word, for some minutes; they are told.

    Raises:
        InvalidInput: no reason is given.
        NotFound: there is no such session or participant, or the actor does not follow it.
        NotYourPart: the actor neither leads the session nor moderates.
        Silenced: a moderator decided that they do not write for now.
    """
    session = await sessions.session_for_update(unit.db, unit.actor, session_id)
    place = Place(session, await sessions.standing_of(unit.db, session, unit.actor, unit.now))
    if not may_mute(unit.actor, place.standing):
        raise NotYourPart
    unit.actor.check_silence()
    check_muting(given.minutes, given.reason)
    found = await queries.request_for_update(unit.db, session_id, participant_id)
    until = unit.now + timedelta(minutes=given.minutes) if given.minutes else None
    await _hush(unit, place, found, until)
    _record_muting(unit, found, given, until)


def may_mute(actor: Actor, standing: Standing) -> bool:
    """Whether somebody mutes participants of a session: who leads it, and moderators."""
    return actor.is_moderator or may(standing, Deed.LEAD_FLOOR)


async def hush(unit: Unit, participant_id: ParticipantId, until: datetime | None) -> None:
    """Mute a participant, or let them take the word again. Not checked here: moderation does.

    Raises:
        NotFound: there is none, or the actor is not told of the session.
    """
    found = await queries.participant(unit.db, participant_id)
    session = await sessions.session_for_update(unit.db, unit.actor, found.session_id)
    place = Place(session, await sessions.standing_of(unit.db, session, unit.actor, unit.now))
    await _hush(unit, place, found, until)


async def _hush(unit: Unit, place: Place, found: Participant, until: datetime | None) -> None:
    for row in await queries.rows_of(unit.db, found.session_id, found.member_id):
        row.muted_until = until
    told = None if until is None else milliseconds(until)
    unit.emit(ParticipantMuted(**_said(unit, place), **_about(found), until=told))


async def _let_in(unit: Unit, place: Place, row: Participant, reason: str) -> None:
    if row.delegation_id is not None:
        check_quota(await queries.taken(unit.db, row), place.session.quotas.get(row.part))
    row.state = RequestState.APPROVED
    await sessions.add_participant(unit.db, row)
    _decided(unit, row, RequestState.APPROVED, reason)
    unit.emit(ParticipantJoined(**_said(unit, place), **_about(row), part=row.part.value))


def _decided(unit: Unit, row: Participant, state: RequestState, reason: str) -> None:
    row.state, row.reason = state, reason
    row.decided_by_id, row.decided_at = unit.actor.require_member(), unit.now
    unit.later(WAITING, participant_id=row.id)
    _tell(unit, row)


def _tell(unit: Unit, row: Participant) -> None:
    """Have whose request it is told, on the page and by mail."""
    unit.later(DECIDED, participant_id=row.id)
    unit.later(TOLD, participant_id=row.id, state=row.state.value, at=milliseconds(unit.now))


def _record_muting(unit: Unit, row: Participant, given: Muting, until: datetime | None) -> None:
    """Write it down as moderation does, so that it can be answered and undone there."""
    target, reason = f"participant:{row.id}", given.reason
    about: dict[str, object] = {"session_id": row.session_id, "member_id": row.member_id}
    if until is None:
        record.note(unit, "unmute_participant", target, reason=reason, by=None, **about)
        return
    about |= {"minutes": given.minutes, "ends_at": until.isoformat()}
    if row.member_id == unit.actor.member_id:
        record.note(unit, "mute_participant", target, reason=reason, by=None, **about)
    else:
        to = row.member_id
        record.note_and_tell(unit, "mute_participant", target, to, reason=reason, **about)


def _record(unit: Unit, act: str, row: Participant) -> None:
    about = {"member_id": row.member_id, "part": row.part.value, "participant_id": row.id}
    note(unit, act, row.session_id, reason=row.reason, delegation_id=row.delegation_id, **about)


async def _row(unit: Unit, session_id: SessionId, member_id: MemberId, part: Part) -> Participant:
    """The row of somebody's part in a session, or a new one.

    Raises:
        TakesPartAlready: they were let in as this.
    """
    found = await queries.request_as(unit.db, session_id, member_id, part)
    if found is None:
        return Participant(session_id=session_id, member_id=member_id, part=part, asked_at=unit.now)
    if found.state is RequestState.APPROVED:
        raise TakesPartAlready
    return found


async def _delegation(unit: Unit, slug: str | None) -> DelegationId | None:
    if slug is None:
        return None
    try:
        found = await delegations.delegation_by_slug(unit.db, slug)
    except NotFound as error:
        fault = Fault("delegation", N_("There is no such delegation."))
        raise InvalidInput([fault]) from error
    return found.id


async def _capacity(
    unit: Unit, member_id: MemberId, delegation_id: DelegationId | None
) -> Capacity | None:
    """As what a mandate lets somebody act for a delegation now."""
    voices = await delegations.acting_for(unit.db, member_id, unit.now)
    return next((one.capacity for one in voices if one.delegation.id == delegation_id), None)


def _said(unit: Unit, place: Place) -> Doing:
    return doing(unit, place.session_id, place.standing)


class _About(TypedDict):
    participant_id: ParticipantId
    member_id: MemberId


def _about(row: Participant) -> _About:
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    return _About(participant_id=row.id, member_id=row.member_id)
