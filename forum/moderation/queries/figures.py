"""How cases were handled, for statistics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.db.places import held
from forum.moderation.tables import Case


@dataclass(frozen=True, slots=True)
class Handled:
    """One case that was opened or closed in some time; `closed_at` is empty while it waits."""

    language: str
    opened_at: datetime
    closed_at: datetime | None


async def handled(db: AsyncSession, actor: Actor, since: datetime, limit: int) -> Sequence[Handled]:
    """The cases of some time, the newest first, for statistics.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not decide.
    """
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    query = (
        select(Case.language, Case.opened_at, Case.closed_at)
        .where(
            or_(col(Case.opened_at) >= since, col(Case.closed_at) >= since),
            held(actor, Permission.FLAG_RESOLVE, Case.space_id, Case.language),
        )
        .order_by(col(Case.id).desc())
        .limit(limit)
    )
    return [Handled(*row) for row in await db.exec(query)]
