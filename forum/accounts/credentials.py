"""Whether somebody is who they say: address and password."""

from forum.accounts import passwords, queries
from forum.accounts.rules import (
    AccountSuspended,
    EmailNotVerified,
    MemberState,
    WrongCredentials,
)
from forum.accounts.schemas import Credentials
from forum.accounts.tables import Member
from forum.runtime import Runtime


async def proven(runtime: Runtime, shown: Credentials) -> Member:
    """The member whose address and password these are.

    An unknown address takes as long as a wrong password.

    Raises:
        WrongCredentials: the two do not fit together.
        EmailNotVerified: they do, and nobody opened the link in the mail yet.
        AccountSuspended: they do, and a moderator suspended the account.
    """
    async with runtime.database.reading() as db:
        member = await queries.find_by_email(db, shown.email.strip())
    if not await passwords.fits(shown.password, member.password_hash if member else ""):
        raise WrongCredentials
    assert member is not None  # noqa: S101 (nothing fits no hash)
    if member.email_verified_at is None:
        raise EmailNotVerified
    if member.state == MemberState.SUSPENDED:
        raise AccountSuspended
    if member.state != MemberState.ACTIVE:
        raise WrongCredentials
    return member
