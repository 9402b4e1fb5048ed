"""Whether somebody is who they say: address and password."""

from forum.accounts import passwords, queries
from forum.accounts.rules import MemberState, WrongCredentials, check_sign_in, closed
from forum.accounts.schemas import Credentials
from forum.accounts.tables import Member
from forum.runtime import Runtime


async def proven(runtime: Runtime, shown: Credentials) -> Member:
    """The member whose address and password these are; `check_usable` says what follows.

    An unknown address takes as long as a wrong password.

    Raises:
        WrongCredentials: the two do not fit together.
    """
    async with runtime.database.reading() as db:
        member = await queries.find_by_email(db, shown.email.strip())
    if not await passwords.fits(shown.password, member.password_hash if member else ""):
        raise WrongCredentials
    assert member is not None  # noqa: S101 (nothing fits no hash)
    return member


async def check_usable(runtime: Runtime, member: Member) -> None:
    """Refuse a sign-in to an account that cannot be used, and give a moderator's reason.

    Raises:
        SuspendedUntil, AccountBanned: a moderator closed it.
        EmailNotVerified, AccountSuspended, AccountLeaving, WrongCredentials: see `check_sign_in`.
    """
    if member.state == MemberState.SUSPENDED and member.id is not None:
        async with runtime.database.reading() as db:
            row = await queries.closing(db, member.id, runtime.clock())
        if row is not None:
            raise closed(row.reason, row.ends_at)
    check_sign_in(member.state, member.email_verified_at)
