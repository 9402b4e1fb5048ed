"""Becoming a member."""

from dataclasses import dataclass

from forum.accounts import queries, rules
from forum.accounts.events import MemberChanged
from forum.accounts.mails import MAIL, Purpose
from forum.accounts.partners import zone_of
from forum.accounts.rules import LinkPurpose, MemberState
from forum.accounts.schemas import Newcomer
from forum.accounts.tables import MailLink, Member, Registration
from forum.core.ids import MemberId
from forum.core.permissions import Role
from forum.db.unit import Unit


@dataclass(frozen=True, slots=True)
class Joining:
    """A registration, and what its browser says.

    Attributes:
        draft: who it is.
        password_hash: of the password that goes with it; "" where none opens the account.
        locale: BCP 47 tag of the language that the form was shown in.
        browser: hash of the visitor's cookie, so that the link of the mail, opened in the same
            browser, signs the member in; "" if it has none.
        waits: whether the secretariat is to approve it; see `site.rules.admission`.
        about: what the person says to the secretariat then.
    """

    draft: Newcomer
    password_hash: str
    locale: str
    browser: str = ""
    waits: bool = False
    about: str = ""


async def register(unit: Unit, joining: Joining) -> None:
    """Make an account that waits for its link to be opened; a mail brings the link.

    Where the address has an account already, its owner gets a mail that says so instead: nobody
    else learns of it. One that was never confirmed is registered anew, as its first registration
    may have been somebody else's.

    Raises:
        HandleTaken: the handle is taken, or kept for the site.
    """
    await queries.lock_registrations(unit.db)
    known = await _known(unit, joining.draft.email)
    handle = await _handle(unit, joining.draft, known)
    if known and (known.email_verified_at or not known.password_hash):
        unit.later(MAIL, purpose=Purpose.KNOWN, member_id=known.id)
        return
    if known is None:
        member_id = await queries.add_member(unit.db, _member(unit, joining, handle))
    else:
        member_id = _overwrite(unit, known, joining, handle)
    await _ask_secretariat(unit, joining, member_id)
    unit.later(MAIL, purpose=Purpose.VERIFY, member_id=member_id, browser=joining.browser)


async def add_verified(unit: Unit, joining: Joining, role: Role) -> MemberId:
    """Make an account whose address is confirmed. Not checked here: its callers know whose it is.

    It can be used at once, unless the secretariat is to approve it.

    A registration with this address that nobody confirmed may have been a stranger's: what it
    says, its password above all, is forgotten.

    Raises:
        MemberExists: the address has an account.
    """
    await queries.lock_registrations(unit.db)
    known = await _known(unit, joining.draft.email)
    if known and (known.email_verified_at or not known.password_hash):
        raise rules.MemberExists
    handle = await _handle(unit, joining.draft, known)
    if known is None:
        member = _member(unit, joining, handle)
        member.role, member.email_verified_at = role, unit.now
        added = await queries.add_member(unit.db, member)
        await _ask_secretariat(unit, joining, added)
        await _tell_secretariat(unit, member)
        return added
    member_id = _overwrite(unit, known, joining, handle)
    known.role, known.email_verified_at = role, unit.now
    await _ask_secretariat(unit, joining, member_id)
    for purpose in (LinkPurpose.VERIFY, LinkPurpose.RESET):
        await queries.drop_links(unit.db, member_id, purpose)
    await _tell_secretariat(unit, known)
    unit.emit(MemberChanged(member_id))
    return member_id


async def verify(unit: Unit, link: MailLink) -> Member:
    """Confirm a member's address.

    Raises:
        LinkNotGood: the link was used meanwhile.
    """
    if not await queries.spend_link(unit.db, link, unit.now):
        raise rules.LinkNotGood
    member = await queries.member_for_update(unit.db, link.member_id)
    if member.email_verified_at is None:
        member.email_verified_at = unit.now
        await _tell_secretariat(unit, member)
    unit.emit(MemberChanged(link.member_id))
    return member


async def _known(unit: Unit, email: str) -> Member | None:
    """Who has the address; somebody who was declined may begin anew, and is forgotten."""
    known = await queries.find_by_email(unit.db, email)
    if known is None or known.id is None or known.state != MemberState.DECLINED:
        return known
    await queries.drop_newcomer(unit.db, known.id)
    return None


async def _ask_secretariat(unit: Unit, joining: Joining, member_id: MemberId) -> None:
    if not joining.waits:
        await queries.drop_registration(unit.db, member_id)
        return
    row = Registration(member_id=member_id, about=joining.about, asked_at=unit.now)
    await queries.save_registration(unit.db, row)


async def _tell_secretariat(unit: Unit, member: Member) -> None:
    """Mail it that there is something to decide, unless it has been told so and has not yet."""
    if member.state != MemberState.WAITING:
        return
    await unit.db.flush()
    if await queries.registration_count(unit.db) == 1:
        for one in await queries.secretariat(unit.db):
            unit.later(MAIL, purpose=Purpose.ASKED, member_id=one)


async def _handle(unit: Unit, draft: Newcomer, known: Member | None) -> str:
    """The handle wanted, or one made of the name; "" where a number has to do."""
    wanted = [draft.handle] if draft.handle else _made_of(draft.name)
    taken = await queries.handles_among(unit.db, wanted)
    if known is not None and known.email_verified_at is None:
        taken.discard(known.handle)
    found = rules.first_free(wanted, taken)
    if draft.handle and (not found or not rules.is_choosable(found)):
        raise rules.HandleTaken
    return found


def _made_of(name: str) -> list[str]:
    return rules.alternatives(rules.handle_from(name))


def _member(unit: Unit, joining: Joining, handle: str) -> Member:
    draft = joining.draft
    return Member(
        handle=handle,
        email=draft.email,
        email_key=rules.email_key(draft.email),
        name=draft.name,
        password_hash=joining.password_hash,
        organisation=draft.organisation,
        partner=draft.country,
        languages=[joining.locale],
        locale=joining.locale,
        zone=zone_of(draft.country),
        state=MemberState.WAITING if joining.waits else MemberState.ACTIVE,
        created_at=unit.now,
    )


def _overwrite(unit: Unit, known: Member, joining: Joining, handle: str) -> MemberId:
    assert known.id is not None  # noqa: S101 (it was read)
    fresh = _member(unit, joining, handle or f"member-{known.id}")
    for column, value in fresh.model_dump(exclude={"id"}).items():
        setattr(known, column, value)
    return known.id
