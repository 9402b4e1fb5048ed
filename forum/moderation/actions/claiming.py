"""Taking a case, so that no two moderators look at it at once."""

from forum.accounts import queries as accounts
from forum.core.ids import CaseId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.moderation import queries
from forum.moderation.rules import CLAIM_LASTS, Claimed


async def claim(unit: Unit, case_id: CaseId) -> None:
    """Take a case for a while; who has it already keeps it as long again.

    Raises:
        NotFound: there is no such open case for this actor.
        Claimed: another moderator has it.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    moderator = unit.actor.require_somewhere(Permission.FLAG_RESOLVE)
    case = await queries.case_for_update(unit.db, unit.actor, case_id)
    until = case.claimed_until
    if case.claimed_by not in (None, moderator) and until is not None and until > unit.now:
        assert case.claimed_by is not None  # noqa: S101 (see above)
        other = await accounts.member_by_id(unit.db, case.claimed_by)
        raise Claimed(name=other.name, until=until)
    case.claimed_by, case.claimed_until = moderator, unit.now + CLAIM_LASTS


async def release(unit: Unit, case_id: CaseId) -> None:
    """Let others take a case that the actor has taken; whose it is not stays as it is.

    Raises:
        NotFound: there is no such open case for this actor.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    moderator = unit.actor.require_somewhere(Permission.FLAG_RESOLVE)
    case = await queries.case_for_update(unit.db, unit.actor, case_id)
    if case.claimed_by == moderator:
        case.claimed_by = case.claimed_until = None
