"""Whether somebody is who they say: address and password."""

from forum.accounts import passwords, queries
from forum.accounts.rules import WrongCredentials
from forum.accounts.schemas import Credentials
from forum.accounts.tables import Member
from forum.runtime import Runtime


async def proven(runtime: Runtime, shown: Credentials) -> Member:
    """The member whose address and password these are; `rules.check_sign_in` says what follows.

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
