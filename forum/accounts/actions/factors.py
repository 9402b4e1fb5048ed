"""Second factors: setting them up, and doing without them again."""

from forum.accounts import queries, recovery, rules, words
from forum.accounts.events import AccessEnded, MemberChanged
from forum.accounts.mails import MAIL, Purpose
from forum.accounts.tables import Authenticator, Member, Passkey
from forum.core.ids import MemberId, PasskeyId, SignInId
from forum.db.unit import Unit


async def set_up_app(unit: Unit, row: Authenticator, here: SignInId | None) -> list[str]:
    """Have an app's codes count as the actor's second factor, in the place of an earlier app's.

    Args:
        unit: of the member.
        row: the app, of which one code was shown.
        here: the sign-in that asks; with the first factor all others end.

    Returns:
        Recovery codes, given out this once, where this is the first factor; else none.

    Raises:
        SignInRequired, Forbidden, ProofTooOld: the actor may not.
    """
    member = await _own(unit)
    await queries.save_authenticator(unit.db, row)
    return await _added(unit, member, here)


async def add_passkey(unit: Unit, row: Passkey, here: SignInId | None) -> list[str]:
    """Have a passkey count as the actor's second factor, and sign them in; see `set_up_app`.

    Raises:
        PasskeyNotGood: it is somebody's already.
        TooManyPasskeys: the actor has as many as anybody needs.
        SignInRequired, Forbidden, ProofTooOld: the actor may not.
    """
    member = await _own(unit)
    if len(await queries.passkeys(unit.db, row.member_id)) >= rules.MOST_PASSKEYS:
        raise rules.TooManyPasskeys(most=rules.MOST_PASSKEYS)
    if await queries.passkey(unit.db, row.credential) is not None:
        raise rules.PasskeyNotGood
    await queries.add_passkey(unit.db, row)
    return await _added(unit, member, here)


async def renew_codes(unit: Unit) -> list[str]:
    """Give the actor other recovery codes; those from before are worthless.

    Raises:
        NotFound: the actor has no second factor.
        SignInRequired, Forbidden, ProofTooOld: the actor may not.
    """
    member = await _own(unit)
    if member.second_factor_at is None:
        raise rules.NoSecondFactor
    return await _fresh_codes(unit, rules.check_own(unit.actor))


async def remove_app(unit: Unit, *, needed: bool) -> None:
    """Forget the actor's app.

    Args:
        unit: of the member.
        needed: whether moderators and administrators have to have a second factor here.

    Raises:
        LastFactor: the actor's role needs one, and this is the only one.
        SignInRequired, Forbidden, ProofTooOld: the actor may not.
    """
    member = await _own(unit)
    await queries.drop_authenticator(unit.db, rules.check_own(unit.actor))
    await _removed(unit, member, needed=needed)


async def remove_passkey(unit: Unit, passkey_id: PasskeyId, *, needed: bool) -> None:
    """Forget one of the actor's passkeys; see `remove_app`.

    Raises:
        NotFound: the actor has no such one.
        LastFactor: the actor's role needs one, and this is the only one.
        SignInRequired, Forbidden, ProofTooOld: the actor may not.
    """
    member = await _own(unit)
    await queries.drop_passkey(unit.db, rules.check_own(unit.actor), passkey_id)
    await _removed(unit, member, needed=needed)


async def prove(unit: Unit, sign_in_id: SignInId) -> None:
    """Note that the actor has just shown again, in this browser, who they are."""
    member_id = unit.actor.require_member()
    await queries.note_proof(unit.db, sign_in_id, unit.now)
    unit.emit(MemberChanged(member_id))


async def _own(unit: Unit) -> Member:
    """The actor's row, for a change that only a person who has just proven themself makes."""
    member_id = rules.check_person(unit.actor)
    rules.check_fresh(unit.actor, unit.now)
    return await queries.member_for_update(unit.db, member_id)


async def _added(unit: Unit, member: Member, here: SignInId | None) -> list[str]:
    member_id = rules.check_own(unit.actor)
    unit.later(MAIL, purpose=Purpose.FACTORS, member_id=member_id)
    if member.second_factor_at is not None:
        unit.emit(MemberChanged(member_id))
        return []
    member.second_factor_at = unit.now
    await queries.drop_sign_ins(unit.db, member_id, but=here)
    unit.emit(AccessEnded(member_id))
    return await _fresh_codes(unit, member_id)


async def _removed(unit: Unit, member: Member, *, needed: bool) -> None:
    member_id = rules.check_own(unit.actor)
    unit.later(MAIL, purpose=Purpose.FACTORS, member_id=member_id)
    if not await queries.has_factor(unit.db, member_id):
        rules.check_without_factor(member.role, needed=needed)
        member.second_factor_at = None
        await queries.drop_codes(unit.db, member_id)
    unit.emit(MemberChanged(member_id))


async def _fresh_codes(unit: Unit, member_id: MemberId) -> list[str]:
    codes = recovery.fresh_codes()
    await queries.drop_codes(unit.db, member_id)
    hashes = [words.digest(recovery.normal(code)) for code in codes]
    queries.add_codes(unit.db, member_id, hashes)
    return codes
