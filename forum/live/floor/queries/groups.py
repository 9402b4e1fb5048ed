"""Groups of delegations on whose behalf somebody can speak."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.errors import N_, Fault, InvalidInput
from forum.core.ids import DelegationId
from forum.delegations.queries.rows import delegation_out
from forum.delegations.rules import DelegationKind, OnBehalf
from forum.delegations.tables import Delegation, DelegationGroup
from forum.live.floor.schemas import DelegationNamed

_OPEN = (Delegation.kind == DelegationKind.GROUP, col(Delegation.closed_at).is_(None))


async def groups_of(
    db: AsyncSession, delegation: DelegationId | None, locale: str
) -> Sequence[DelegationNamed]:
    """The groups that a delegation belongs to, those that are closed left out; `None`: all."""
    query = select(Delegation).where(*_OPEN).order_by(col(Delegation.id))
    if delegation is not None:
        query = query.join(DelegationGroup, col(DelegationGroup.group_id) == col(Delegation.id))
        query = query.where(DelegationGroup.delegation_id == delegation)
    found = [delegation_out(row, None, locale) for row in await db.exec(query)]
    return [
        DelegationNamed(id=one.id, url=one.url, name=one.name, language=one.language)
        for one in found
    ]


async def check_group(
    db: AsyncSession, group: DelegationId | None, on_behalf: OnBehalf | None
) -> None:
    """Let somebody speak on behalf of a group, or of none.

    Raises:
        InvalidInput: their delegation does not belong to it, or it is closed.
    """
    if group is None:
        return
    named = () if on_behalf is None else await groups_of(db, on_behalf.delegation_id, "en")
    if group not in {one.id for one in named}:
        text = N_("The delegation does not belong to this group.")
        raise InvalidInput([Fault("group_id", text)])
