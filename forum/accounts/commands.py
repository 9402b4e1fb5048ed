"""What the command line does with accounts."""

from collections.abc import Sequence

from forum.accounts import actions, passwords, queries
from forum.accounts.actions import Joining
from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import Newcomer, NewPassword, TokenDraft
from forum.core.actor import SYSTEM
from forum.core.errors import NotFound
from forum.core.ids import MemberId
from forum.core.permissions import Role, Scope
from forum.runtime import Runtime
from forum.web.inputs import validate


async def create_user(
    runtime: Runtime, email: str, name: str, *, role: Role = Role.MEMBER, password: str | None
) -> MemberId:
    """Make an account that can be used at once.

    Without a password, the member sets one by the link of `/reset`.

    Raises:
        InvalidInput: naming `email`, `name` or `password`.
        MemberExists: the address has an account.
    """
    draft = validate(Newcomer, {"email": email, "name": name})
    password_hash = ""
    if password is not None:
        password_hash = await passwords.hashed(
            validate(NewPassword, {"password": password}).password
        )
    async with runtime.unit(SYSTEM) as unit:
        return await actions.add_verified(unit, Joining(draft, password_hash, "en"), role)


async def create_token(
    runtime: Runtime, email: str, scopes: Sequence[Scope], *, name: str = "Command line"
) -> str:
    """Make an access token for a member, and give its word.

    Raises:
        InvalidInput: no scopes are named.
        NotFound: the address has no account.
    """
    draft = validate(TokenDraft, {"name": name, "scopes": list(scopes)})
    async with runtime.unit(SYSTEM) as unit:
        member = await queries.find_by_email(unit.db, email)
        if member is None or member.id is None:
            raise NotFound
        _, word = await add_token(unit, member.id, draft)
    return word
