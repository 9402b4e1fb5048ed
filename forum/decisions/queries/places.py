"""Who may be given a vote in a space."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.rules import MemberState
from forum.accounts.tables import Member
from forum.core.ids import MemberId, SpaceId
from forum.decisions.venues import Entitled
from forum.delegations.queries import open_delegations
from forum.delegations.rules import DelegationKind
from forum.spaces.tables import SpaceMember

MOST = 2_000


async def partner_delegations(db: AsyncSession, words: Sequence[str]) -> Sequence[Entitled]:
    """Open delegations by their slugs; those of all partners, if none is named."""
    found = await open_delegations(db, "en")
    return [
        Entitled(one.slug, one.name, delegation_id=one.id)
        for one in found
        if (one.slug in words if words else one.kind is DelegationKind.PARTNER)
    ]


async def space_members(
    db: AsyncSession, space_id: SpaceId, words: Sequence[str], *, only_inside: bool
) -> Sequence[Entitled]:
    """Members by their handles, or those of a private space, if none is named.

    `only_inside`: nobody but the members of the space may be named.
    """
    query = select(Member.handle, Member.name, Member.id).where(Member.state == MemberState.ACTIVE)
    if words:
        query = query.where(col(Member.handle).in_(list(words)))
    if only_inside or not words:
        inside = select(SpaceMember.member_id).where(SpaceMember.space_id == space_id)
        query = query.where(col(Member.id).in_(inside))
    rows = await db.exec(query.order_by(col(Member.id)).limit(MOST))
    return [
        Entitled(handle, name, member_id=MemberId(key))
        for handle, name, key in rows
        if key is not None
    ]
