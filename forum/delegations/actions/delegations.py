"""Setting up and changing delegations."""

from collections.abc import Sequence

from forum.core.errors import N_, Fault, InvalidInput, NotFound
from forum.core.ids import DelegationId, OrganisationId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.delegations import queries
from forum.delegations.events import DelegationChanged
from forum.delegations.partners import PARTNERS
from forum.delegations.record import note
from forum.delegations.rules import DelegationKind, Identity, check_identity
from forum.delegations.schemas import DelegationChange, DelegationDraft
from forum.delegations.tables import Delegation


async def make_delegation(unit: Unit, draft: DelegationDraft) -> Delegation:
    """Set up a delegation.

    Raises:
        DelegationTaken: its partner has one, or another one has its address.
        InvalidInput: what its kind needs is not said, or something that it names is not here.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.DELEGATION_MANAGE)
    values = draft.model_dump(exclude={"members", "organisation_id"})
    key = None if draft.organisation_id is None else OrganisationId(draft.organisation_id)
    row = Delegation(**values, organisation_id=key, created_at=unit.now)
    await _check(unit, row)
    members = await _members(unit, row, draft.members)
    delegation_id = await queries.add_delegation(unit.db, row)
    await queries.join_group(unit.db, delegation_id, members)
    note(unit, "make_delegation", f"delegation:{row.slug}")
    unit.emit(DelegationChanged(delegation_id))
    return row


async def set_up_partners(unit: Unit) -> Sequence[str]:
    """Set up a delegation for each partner of ASEM that has none; gives the codes of those.

    Raises:
        DelegationTaken: another delegation has the address that one would get.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.DELEGATION_MANAGE)
    there = await queries.partners_with_delegation(unit.db)
    lacking = [one for one in PARTNERS.values() if one.is_asem_partner and one.code not in there]
    kind = DelegationKind.PARTNER
    for one in lacking:
        row = Delegation(slug=one.slug, kind=kind, partner=one.code, created_at=unit.now)
        unit.emit(DelegationChanged(await queries.add_delegation(unit.db, row)))
    codes = [one.code for one in lacking]
    if codes:
        note(unit, "set_up_partners", "site", partners=codes)
    return codes


async def change_delegation(unit: Unit, slug: str, change: DelegationChange) -> Delegation:
    """Change what `change` names; one that is closed stays, and nobody acts for it.

    Raises:
        NotFound: there is none at this address.
        InvalidInput: what its kind needs is not said, or something that it names is not here.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.DELEGATION_MANAGE)
    row = await queries.delegation_for_update(unit.db, slug)
    assert row.id is not None  # noqa: S101 (it was read)
    was = _take_over(unit, row, change)
    await _check(unit, row)
    if change.members is not None:
        await queries.join_group(unit.db, row.id, await _members(unit, row, change.members))
        was["members"] = "changed"
    if was:
        note(unit, "change_delegation", f"delegation:{slug}", was=was)
    unit.emit(DelegationChanged(row.id))
    return row


def _take_over(unit: Unit, row: Delegation, change: DelegationChange) -> dict[str, object]:
    """Put into a row what is to be different, and say what was there before."""
    wanted = change.model_dump(exclude_unset=True, exclude={"members", "closed"})
    named = {name: value for name, value in wanted.items() if value is not None}
    if "organisation_id" in wanted:
        named["organisation_id"] = wanted["organisation_id"]
    was = {name: getattr(row, name) for name, value in named.items() if getattr(row, name) != value}
    for name in was:
        setattr(row, name, named[name])
    if change.closed is not None and change.closed != (row.closed_at is not None):
        was["closed"] = row.closed_at is not None
        row.closed_at = unit.now if change.closed else None
    return was


async def _check(unit: Unit, row: Delegation) -> None:
    check_identity(Identity(row.kind, row.name, row.partner, row.organisation_id is not None))
    if row.organisation_id is None:
        return
    with unit.db.no_autoflush:  # a number that is nobody's must not reach the database
        try:
            await queries.organisation(unit.db, row.organisation_id)
        except NotFound as error:
            fault = Fault("organisation_id", N_("There is no such organisation."))
            raise InvalidInput([fault]) from error


async def _members(unit: Unit, row: Delegation, slugs: Sequence[str]) -> Sequence[DelegationId]:
    """Those who belong to a group: other delegations, each once."""
    if slugs and row.kind is not DelegationKind.GROUP:
        raise InvalidInput([Fault("members", N_("Only a group has delegations in it."))])
    with unit.db.no_autoflush:
        found = await queries.known_delegations(unit.db, slugs)
    if len(found) != len(set(slugs)) or row.slug in slugs:
        raise InvalidInput([Fault("members", N_("One of them is not a delegation."))])
    return [key for key, _ in found]
