"""What people do with spaces. An action checks, changes, announces; its caller commits."""

from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.spaces import queries
from forum.spaces.events import SpaceChanged
from forum.spaces.rules import Access
from forum.spaces.schemas import SpaceChange, SpaceDraft
from forum.spaces.tables import Space


async def make_space(unit: Unit, draft: SpaceDraft) -> Space:
    """Make a space.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
        SlugTaken: another space has that address.
    """
    unit.actor.require(Permission.SPACE_MANAGE)
    outside = draft.outside_translation
    if outside is None:
        outside = draft.access != Access.PRIVATE
    values = draft.model_dump(exclude={"outside_translation"})
    space = Space(**values, outside_translation=outside, created_at=unit.now)
    await queries.add_space(unit.db, space)
    unit.emit(SpaceChanged(space.slug))
    return space


async def change_space(unit: Unit, slug: str, change: SpaceChange) -> Space:
    """Change what `change` names.

    Raises:
        NotFound: there is no such space for this actor.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    space = await queries.space_for_update(unit.db, unit.actor, slug)
    unit.actor.require(Permission.SPACE_MANAGE)
    for name, value in change.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(space, name, value)
    unit.emit(SpaceChanged(space.slug))
    return space
