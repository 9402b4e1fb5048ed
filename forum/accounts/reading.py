"""What pages and programs are shown of an account alike."""

from forum.accounts import queries
from forum.accounts.identity import SignedIn
from forum.accounts.rules import SIGN_IN_IDLE
from forum.accounts.schemas import SecondFactorsOut, SignInOut
from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.runtime import Runtime


async def second_factors(runtime: Runtime, actor: Actor) -> SecondFactorsOut:
    """What the actor can show beside the password.

    Raises:
        SignInRequired: a visitor.
    """
    member_id = actor.require_member()
    role = actor.held_role or actor.role
    async with runtime.database.reading() as db:
        return SecondFactorsOut(
            required=runtime.settings.second_factor_required and role != Role.MEMBER,
            app=await queries.authenticator(db, member_id) is not None,
            passkeys=[queries.passkey_out(row) for row in await queries.passkeys(db, member_id)],
            recovery_codes=await queries.codes_left(db, member_id),
        )


async def sign_ins(runtime: Runtime, actor: Actor, here: SignedIn | None) -> list[SignInOut]:
    """Where the actor is signed in, the latest first; `here` is marked.

    Raises:
        SignInRequired: a visitor.
    """
    since = runtime.clock() - SIGN_IN_IDLE
    async with runtime.database.reading() as db:
        rows = await queries.sign_ins(db, actor.require_member(), since)
    return [queries.sign_in_out(row, here.id if here else None) for row in rows]
