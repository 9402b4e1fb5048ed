"""Giving mandates and ending them."""

from forum.accounts import queries as accounts
from forum.accounts.tables import Member
from forum.core.errors import N_, Fault, InvalidInput, NotFound
from forum.core.ids import MandateId, MemberId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.delegations import queries
from forum.delegations.events import MandateChanged
from forum.delegations.record import note
from forum.delegations.rules import (
    Capacity,
    Days,
    DelegationClosed,
    MandateEnded,
    MandateState,
    check_apart,
    day_of,
    days_taken,
    may_name,
    state_at,
)
from forum.delegations.schemas import MandateDraft
from forum.delegations.tables import Delegation, Mandate


async def give_mandate(unit: Unit, slug: str, draft: MandateDraft) -> Mandate:
    """Let a person act for a delegation.

    Raises:
        NotFound: there is no delegation at this address.
        DelegationClosed: nobody can act for it.
        InvalidInput: nobody has this handle or address, or the days are the wrong way round.
        MandateOverlaps: the person acts for it on some of these days already.
        SignInRequired, Forbidden, ScopeTooNarrow, Silenced: the actor may not.
    """
    delegation = await queries.delegation_for_update(unit.db, slug)
    await _require(unit, delegation, draft.capacity, is_focal_point=draft.is_focal_point)
    if delegation.closed_at is not None:
        raise DelegationClosed
    days = Days(draft.first_day or day_of(unit.now), draft.last_day)
    member_id = await named(unit, draft.who)
    mandate = _mandate(unit, delegation, draft, days, member_id)
    held = await queries.mandates_held(unit.db, mandate.delegation_id, member_id)
    check_apart(days, [days_taken(Days(one.first_day, one.last_day), one.ended_at) for one in held])
    await queries.add_mandate(unit.db, mandate)
    _announce(unit, "give_mandate", delegation, mandate)
    return mandate


async def end_mandate(unit: Unit, slug: str, mandate_id: MandateId) -> Mandate:
    """Let somebody act for a delegation no more, from now on.

    Raises:
        NotFound: there is no such delegation, or no such mandate for it.
        MandateEnded: it is over.
        SignInRequired, Forbidden, ScopeTooNarrow, Silenced: the actor may not.
    """
    delegation = await queries.delegation_for_update(unit.db, slug)
    assert delegation.id is not None  # noqa: S101 (it was read)
    mandate = await queries.mandate_for_update(unit.db, delegation.id, mandate_id)
    focal = mandate.is_focal_point
    await _require(unit, delegation, mandate.capacity, is_focal_point=focal)
    days = Days(mandate.first_day, mandate.last_day)
    if state_at(days, mandate.ended_at, unit.now) is MandateState.PAST:
        raise MandateEnded
    mandate.ended_at, mandate.ended_by_id = unit.now, unit.actor.require_member()
    _announce(unit, "end_mandate", delegation, mandate)
    return mandate


async def _require(
    unit: Unit, delegation: Delegation, capacity: Capacity, *, is_focal_point: bool
) -> None:
    """Refuse whoever neither looks after all delegations nor, as far as that goes, after this."""
    assert delegation.id is not None  # noqa: S101 (it was read)
    if not unit.actor.may(Permission.DELEGATION_MANAGE):
        actor, is_theirs = unit.actor.member_id, may_name(capacity, is_focal_point=is_focal_point)
        if (
            actor
            and is_theirs
            and await queries.is_focal_point(unit.db, delegation.id, actor, unit.now)
        ):
            unit.actor.check_silence()
            return
    unit.actor.require(Permission.DELEGATION_MANAGE)


def _mandate(
    unit: Unit, delegation: Delegation, draft: MandateDraft, days: Days, member_id: MemberId
) -> Mandate:
    assert delegation.id is not None  # noqa: S101 (it was read)
    return Mandate(
        delegation_id=delegation.id,
        member_id=member_id,
        capacity=draft.capacity,
        is_focal_point=draft.is_focal_point,
        first_day=days.first,
        last_day=days.last,
        given_by_id=unit.actor.require_member(),
        created_at=unit.now,
    )


def _announce(unit: Unit, act: str, delegation: Delegation, mandate: Mandate) -> None:
    target, who = f"delegation:{delegation.slug}", mandate.member_id
    note(unit, act, target, member_id=who, capacity=mandate.capacity.value, mandate_id=mandate.id)
    unit.emit(MandateChanged(mandate.delegation_id, who))


async def named(unit: Unit, who: str) -> MemberId:
    """The member whom a handle, with or without `@`, or an e-mail address names.

    Raises:
        InvalidInput: nobody has it.
    """
    member = await _member(unit, who)
    if member is None:
        text = N_("Nobody here has this handle or e-mail address.")
        raise InvalidInput([Fault("who", text)])
    assert member.id is not None  # noqa: S101 (it was read)
    return member.id


async def _member(unit: Unit, who: str) -> Member | None:
    handle = who.removeprefix("@")
    if "@" in handle:
        found = await accounts.find_by_email(unit.db, who)
        return found if found is not None and found.email_verified_at is not None else None
    try:
        return await accounts.member_by_handle(unit.db, unit.actor, handle.casefold())
    except NotFound:
        return None
