"""Going, and coming back in time. What becomes of what a member leaves is done by a job."""

from forum.accounts import queries, rules
from forum.accounts.actions.standing import keep_one_administrator
from forum.accounts.events import ERASE, MemberChanged, MemberLeft, MemberShownAnew
from forum.accounts.mails import MAIL, Purpose
from forum.accounts.rules import STAY_LASTS, MemberState, Way
from forum.accounts.tables import Departure, MailLink, Member
from forum.core.actor import FORMER_MEMBER
from forum.core.permissions import Role
from forum.db.unit import Unit


async def leave(unit: Unit, way: Way) -> None:
    """Close the actor's account at once, and have it deleted in a week.

    Sign-ins and tokens end; a mail brings the link by which the member can come back.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
        LastAdministrator: nobody would be left to administer the site.
    """
    member_id = rules.check_own(unit.actor)
    member = await queries.member_for_update(unit.db, member_id)
    await keep_one_administrator(unit, member)
    await close(unit, member, way, Purpose.STAY)


async def close(unit: Unit, member: Member, way: Way, mail: Purpose) -> None:
    """Close an account, to be deleted in a week. Not checked here: its callers have."""
    assert member.id is not None  # noqa: S101 (it was read)
    member.state = MemberState.LEAVING
    await queries.drop_sign_ins(unit.db, member.id)
    await queries.drop_tokens(unit.db, member.id)
    due = unit.now + STAY_LASTS
    departure = Departure(member_id=member.id, way=way, asked_at=unit.now, due=due)
    await queries.save_departure(unit.db, departure)
    unit.later(MAIL, purpose=mail, member_id=member.id)
    unit.later(ERASE, due=due, member_id=member.id)
    unit.emit(MemberLeft(member.id))


async def stay(unit: Unit, link: MailLink) -> None:
    """Open an account again whose member asked to go; its tokens are gone.

    Raises:
        LinkNotGood: the link was used meanwhile, or the account is not about to go.
    """
    if not await queries.spend_link(unit.db, link, unit.now):
        raise rules.LinkNotGood
    member = await queries.member_for_update(unit.db, link.member_id)
    departure = await queries.departure(unit.db, link.member_id)
    if member.state != MemberState.LEAVING or departure is None or departure.due <= unit.now:
        raise rules.LinkNotGood
    member.state = MemberState.ACTIVE
    await queries.drop_departure(unit.db, link.member_id)
    unit.emit(MemberChanged(link.member_id))


async def empty(unit: Unit, member: Member) -> None:
    """Take all that says who they are from the row of a member; only the job of going calls it."""
    assert member.id is not None  # noqa: S101 (it was read)
    blank = Member(
        handle=f"member-{member.id}",
        email="",
        email_key=f"?{member.id}",
        name=FORMER_MEMBER,
        role=Role.MEMBER,
        state=MemberState.DELETED,
        version=member.version + 1,
        created_at=member.created_at,
    )
    for column, value in blank.model_dump(exclude={"id"}).items():
        setattr(member, column, value)
    await queries.drop_departure(unit.db, member.id)
    unit.emit(MemberShownAnew(member.id))
