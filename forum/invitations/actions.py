"""Inviting people, and accepting. An action checks and changes; its caller commits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from forum.accounts import actions as accounts
from forum.accounts import queries as members
from forum.accounts.actions import Joining
from forum.accounts.rules import MemberState, check_own, email_key
from forum.core.ids import InvitationId, MemberId, SpaceId
from forum.core.permissions import Permission, Role
from forum.db.unit import Unit
from forum.invitations import queries
from forum.invitations.giving import check_gift, give, placed
from forum.invitations.rules import (
    MOST_A_DAY,
    InvitationOver,
    Line,
    Outcome,
    TooManyInvitations,
    check_again,
    read_lines,
    state,
)
from forum.invitations.schemas import Gift, LineOut
from forum.invitations.tables import Invitation
from forum.site.record import note

MAIL = "invitation.mail"
"""Kind of the job (`invitation_id`) that sends one."""
_DAY = timedelta(days=1)


async def invite(unit: Unit, addresses: Sequence[str], gift: Gift) -> Sequence[LineOut]:
    """Invite people by mail; says of each line what became of it.

    Raises:
        TooManyLines, TooManyInvitations: it is more than anybody may at once, or in a day.
        InvalidInput: there is no such space or role.
        MoreThanOwn, NothingThere, SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    member_id = unit.actor.require(Permission.MEMBER_INVITE)
    lines: Sequence[Line] = read_lines(addresses)
    place = await placed(unit, gift.space)
    await check_gift(unit, unit.actor, place, gift.role)
    await members.lock_registrations(unit.db)  # so that nobody is invited twice at once
    lines = await _without_open(unit, lines, place or 0)
    wanted = [line for line in lines if line.outcome == Outcome.INVITED]
    if await queries.count_since(unit.db, member_id, unit.now - _DAY) + len(wanted) > MOST_A_DAY:
        raise TooManyInvitations(most=MOST_A_DAY)
    rows = {line.number: _row(unit, line, gift, place) for line in wanted}
    await queries.add(unit.db, list(rows.values()))
    for row in rows.values():
        unit.later(MAIL, invitation_id=row.id)
    if rows:
        note(unit, "invite", f"member:{member_id}", reason="", count=len(rows), space_id=place)
    return [_told(line, rows) for line in lines]


def _row(unit: Unit, line: Line, gift: Gift, place: SpaceId | None) -> Invitation:
    return Invitation(
        email=line.email,
        email_key=email_key(line.email),
        language=line.language or gift.language,
        space_id=place,
        place=place or 0,
        role=gift.role,
        days=gift.days,
        invited_by_id=unit.actor.require_member(),
        made_at=unit.now,
        sent_at=unit.now,
        expires_at=unit.now + timedelta(days=gift.days),
    )


def _told(line: Line, rows: Mapping[int, Invitation]) -> LineOut:
    row = rows.get(line.number)
    found = row.id if row else None
    return LineOut(line=line.number, text=line.text, outcome=line.outcome, id=found)


async def _without_open(unit: Unit, lines: Sequence[Line], place: int) -> Sequence[Line]:
    """The lines, without those whose address has an open invitation; what ran out is revoked."""
    keys = {email_key(line.email) for line in lines if line.outcome == Outcome.INVITED}
    open_ = set()
    for row in await queries.unspent(unit.db, keys, place):
        if row.expires_at <= unit.now:
            row.revoked_at = unit.now
        else:
            open_.add(row.email_key)
    await unit.db.flush()
    return [
        replace(line, outcome=Outcome.OPEN_ALREADY)
        if line.outcome == Outcome.INVITED and email_key(line.email) in open_
        else line
        for line in lines
    ]


async def send_again(unit: Unit, invitation_id: InvitationId) -> Invitation:
    """Send an invitation again: with a new link, and as long to accept as at first.

    Raises:
        NotFound: there is none that the actor sees.
        InvitationOver, SentLately: see `rules.check_again`.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    row = await queries.for_update(unit.db, unit.actor, invitation_id)
    stands = state(row.used_at, row.revoked_at, row.expires_at, unit.now)
    check_again(stands, row.sent_at, unit.now)
    row.hash, row.sent_at = None, unit.now
    row.expires_at = unit.now + timedelta(days=row.days)
    unit.later(MAIL, invitation_id=invitation_id)
    return row


async def revoke(unit: Unit, invitation_id: InvitationId) -> None:
    """Make an invitation worthless, at once.

    Raises:
        NotFound: there is none that the actor sees.
        InvitationOver: it was used or revoked.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    row = await queries.for_update(unit.db, unit.actor, invitation_id)
    if row.used_at is not None or row.revoked_at is not None:
        raise InvitationOver
    row.revoked_at = unit.now
    note(unit, "revoke_invitation", f"member:{row.invited_by_id}", reason="", id=invitation_id)


async def join(unit: Unit, row: Invitation, joining: Joining) -> MemberId:
    """Accept an invitation as somebody without an account; its link has proven the address.

    Raises:
        InvitationNotGood: it was used or revoked meanwhile, or is worth nothing any more.
        HandleTaken: the handle is taken, or kept for the site.
        MemberExists: the address has got an account meanwhile.
    """
    await queries.spend(unit.db, row, unit.now)
    known = await members.find_by_email(unit.db, row.email)
    if known is not None and known.id is not None and known.state == MemberState.WAITING:
        # The invitation answers what the secretariat was asked.
        await members.drop_newcomer(unit.db, known.id)
    member_id = await accounts.add_verified(unit, joining, Role.MEMBER)
    await _give(unit, row, member_id)
    return member_id


async def accept(unit: Unit, row: Invitation) -> None:
    """Accept an invitation as the actor, whatever their address: the link has proven the other.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
        InvitationNotGood: it was used or revoked meanwhile, or is worth nothing any more.
    """
    member_id = check_own(unit.actor)
    await queries.spend(unit.db, row, unit.now)
    await _give(unit, row, member_id)


async def _give(unit: Unit, row: Invitation, member_id: MemberId) -> None:
    await queries.note_user(unit.db, row, member_id)
    await give(unit, row, member_id)
