"""Keeping drafts. An action checks and changes; its caller commits."""

from forum.core.errors import EditedMeanwhile
from forum.db.unit import Unit
from forum.drafts import queries
from forum.drafts.rules import LARGEST_VERSION, Place, check_count, first_version
from forum.drafts.schemas import DraftOut, DraftText
from forum.drafts.tables import Draft


async def save_draft(
    unit: Unit, place: Place, text: DraftText, *, version: int | None = None
) -> DraftOut:
    """Keep a draft.

    Args:
        unit: of the member whose draft it is.
        place: what it is for.
        text: all of it; what was kept before goes.
        version: of the draft that it was made from; 0: there was none; `None`: whatever is there.

    Raises:
        EditedMeanwhile: another version is there, or none any more; nothing was changed.
        TooManyDrafts: the member has enough of them.
        SignInRequired: nobody is signed in.
    """
    member = unit.actor.require_member()
    check_count(await queries.other_drafts(unit.db, member, place))
    row = Draft(
        member_id=member,
        place=str(place),
        text=text.model_dump(exclude_defaults=True),
        version=first_version(unit.now),
        saved_at=unit.now,
    )
    row.version = await _stored(unit, row, version)
    return DraftOut(
        place=row.place, url=place.url, text=text, version=row.version, saved_at=unit.now
    )


async def _stored(unit: Unit, row: Draft, version: int | None) -> int:
    if version is None:
        return await queries.save(unit.db, row)
    if version >= LARGEST_VERSION:
        raise EditedMeanwhile
    stored = (
        await queries.replace(unit.db, row, version) if version else await queries.add(unit.db, row)
    )
    if stored is None:
        raise EditedMeanwhile
    return stored


async def discard_draft(unit: Unit, place: Place, *, version: int | None = None) -> None:
    """Remove a draft, if it is there and of that version (`None`: of any).

    Raises:
        SignInRequired: nobody is signed in.
    """
    await queries.remove(unit.db, unit.actor.require_member(), place, version)
