"""Coming in, staying, and going out."""

from datetime import datetime

from forum.accounts import queries, rules, words
from forum.accounts.events import AccessEnded, MemberChanged
from forum.accounts.tables import SignIn
from forum.core.ids import MemberId, SignInId
from forum.db.unit import Unit


async def sign_in(unit: Unit, member_id: MemberId, device: str) -> str:
    """Let a member in, who has proven who they are; gives the cookie's word."""
    random = words.fresh()
    row = SignIn(
        member_id=member_id,
        hash=words.digest(random),
        device=device,
        made_at=unit.now,
        proven_at=unit.now,
        renewed_at=unit.now,
    )
    await queries.add_sign_in(unit.db, row)
    return words.cookie(member_id, random)


async def end_sign_in(unit: Unit, sign_in_id: SignInId) -> None:
    """Sign one of the actor's browsers out, at once and everywhere.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
    """
    member_id = rules.check_own(unit.actor)
    await queries.drop_sign_in(unit.db, member_id, sign_in_id)
    unit.emit(AccessEnded(member_id))


async def end_others(unit: Unit, but: SignInId | None) -> None:
    """Sign all of the actor's browsers out, but the one that asks.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
    """
    member_id = rules.check_own(unit.actor)
    await queries.drop_sign_ins(unit.db, member_id, but=but)
    unit.emit(AccessEnded(member_id))


async def renew(unit: Unit, sign_in_id: SignInId, shown: str, found_at: datetime) -> str | None:
    """Give the actor's cookie a new word; `None` if another request came first.

    Args:
        unit: of the member whose cookie it is.
        sign_in_id: the sign-in.
        shown: hash of the word that came; it stays good until the new one has been seen.
        found_at: when the sign-in had last been renewed, as far as the request knows.
    """
    member_id, random = unit.actor.require_member(), words.fresh()
    renewal = queries.Renewal(sign_in_id, shown, found_at, words.digest(random))
    if not await queries.renew_sign_in(unit.db, renewal, unit.now):
        return None
    unit.emit(MemberChanged(member_id))
    return words.cookie(member_id, random)


async def settle(unit: Unit, sign_in_id: SignInId) -> None:
    """Let the cookie before the actor's newest one end, as the newest has arrived."""
    member_id = unit.actor.require_member()
    if await queries.settle_sign_in(unit.db, sign_in_id, unit.now + rules.GRACE):
        unit.emit(MemberChanged(member_id))
