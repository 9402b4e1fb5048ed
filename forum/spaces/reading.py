"""What those who look after a space read of it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.spaces import queries
from forum.spaces.schemas import SpaceOut


async def members_shown(db: AsyncSession, actor: Actor, slug: str) -> SpaceOut:
    """The space whose members the actor is to be shown.

    Raises:
        NotFound: there is no such space for this actor.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not see who belongs to it.
    """
    space = queries.space_out(await queries.space_by_slug(db, actor, slug))
    actor.at(space.id).require(Permission.SPACE_ADMIT)
    return space
