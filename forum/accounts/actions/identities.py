"""Accounts elsewhere that members sign in by."""

from forum.accounts import queries, rules
from forum.accounts.actions.joining import Joining, add_verified
from forum.accounts.events import MemberChanged
from forum.accounts.mails import MAIL, Purpose
from forum.accounts.oidc.claims import Person
from forum.accounts.schemas import Newcomer
from forum.accounts.tables import OutsideIdentity
from forum.core.ids import IdentityId, MemberId
from forum.core.permissions import Role
from forum.db.unit import Unit
from forum.site.rules import Admission, RegistrationByInvitation


async def come_from(
    unit: Unit, issuer: str, person: Person, locale: str, admission: Admission
) -> MemberId:
    """The member whom somebody is that has signed in at a provider; a new one if they are none.

    Args:
        unit: the change that it is part of.
        issuer: the provider.
        person: who they are there.
        locale: BCP 47 tag of the language of their pages.
        admission: whether they may register, if they are new.

    Raises:
        RegistrationByInvitation: they are new, and may not.
        AddressUnconfirmed: they are new, and the provider has not confirmed their address.
        MemberExists: the address has an account here: it is for its owner to link the two.
    """
    known = await queries.identity(unit.db, issuer, person.subject)
    if known is not None and known.id is not None:
        await queries.note_identity(unit.db, known.id, unit.now)
        return known.member_id
    if not person.email:
        raise rules.AddressUnconfirmed
    name = person.name if any(map(str.isalnum, person.name)) else person.email.partition("@")[0]
    if admission == Admission.REFUSED:
        raise RegistrationByInvitation
    draft = Newcomer.model_construct(
        name=name[:80],
        email=person.email,
        handle="",
        organisation=person.organisation,
        country=person.partner,
    )
    joining = Joining(draft, "", locale, waits=admission == Admission.WAITS)
    member_id = await add_verified(unit, joining, Role.MEMBER)
    await queries.add_identity(unit.db, _row(unit, member_id, issuer, person))
    return member_id


async def link_identity(unit: Unit, issuer: str, person: Person) -> None:
    """Let the actor sign in by an account elsewhere too.

    Raises:
        IdentityTaken: another member signs in by it.
        SignInRequired, Forbidden, ProofTooOld: the actor may not.
    """
    member_id = rules.check_person(unit.actor)
    rules.check_fresh(unit.actor, unit.now)
    await queries.member_for_update(unit.db, member_id)
    known = await queries.identity(unit.db, issuer, person.subject)
    if known is not None and known.member_id != member_id:
        raise rules.IdentityTaken
    if known is None:
        await queries.add_identity(unit.db, _row(unit, member_id, issuer, person))
        unit.later(MAIL, purpose=Purpose.FACTORS, member_id=member_id)
        unit.emit(MemberChanged(member_id))


async def unlink_identity(unit: Unit, identity_id: IdentityId) -> None:
    """Let the actor no longer sign in by an account elsewhere; the way by mail stays open.

    Raises:
        NotFound: the actor has no such one.
        SignInRequired, Forbidden, ProofTooOld: the actor may not.
    """
    member_id = rules.check_person(unit.actor)
    rules.check_fresh(unit.actor, unit.now)
    await queries.drop_identity(unit.db, member_id, identity_id)
    unit.later(MAIL, purpose=Purpose.FACTORS, member_id=member_id)
    unit.emit(MemberChanged(member_id))


def _row(unit: Unit, member_id: MemberId, issuer: str, person: Person) -> OutsideIdentity:
    return OutsideIdentity(
        member_id=member_id,
        issuer=issuer,
        subject=person.subject,
        email=person.email,
        made_at=unit.now,
        used_at=unit.now,
    )
