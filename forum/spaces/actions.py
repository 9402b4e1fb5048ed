"""What people do with spaces. An action checks, changes, announces; its caller commits."""

from collections.abc import Collection
from typing import Any

from forum.accounts import queries as members
from forum.accounts.tables import Member
from forum.core.errors import N_, EditedMeanwhile, Fault, InvalidInput, NotFound
from forum.core.ids import MemberId, SpaceId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.spaces import queries
from forum.spaces.events import SpaceChanged, SpaceClosed, SpaceMemberAdded, SpaceMemberRemoved
from forum.spaces.record import note
from forum.spaces.rules import Access, closes
from forum.spaces.schemas import SpaceChange, SpaceDraft, SpaceMemberOut, SpaceText
from forum.spaces.tables import Space
from forum.translations import actions as translations
from forum.translations.rules import Reach

_EMPTIED = frozenset({"translation_budget"})
"""What may become nothing again."""


async def make_space(unit: Unit, draft: SpaceDraft) -> Space:
    """Make a space.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
        SlugTaken: another space has that address.
    """
    unit.actor.require(Permission.SPACE_MANAGE)
    engines = draft.engines or (Reach.INSIDE if draft.access == Access.PRIVATE else Reach.ANY)
    values = draft.model_dump(exclude={"engines"})
    space = Space(**values, engines=engines, created_at=unit.now)
    await queries.add_space(unit.db, space)
    unit.emit(SpaceChanged(space.slug))
    return space


async def change_space(
    unit: Unit, slug: str, change: SpaceChange, *, version: int | None = None
) -> Space:
    """Change what `change` names, and have it written down if it was something else before.

    Args:
        unit: of the actor.
        slug: address part of the space.
        change: what is to be different.
        version: of the space that the change was made from; `None`: whatever is newest.

    Raises:
        NotFound: there is no such space for this actor.
        EditedMeanwhile: there is a newer version.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    space = await _to_manage(unit, slug, version)
    wanted = _wanted(space, change)
    archived = wanted.pop("archived", None)
    was = {name: getattr(space, name) for name, value in wanted.items()}
    changed = [name for name, value in wanted.items() if value != was[name]]
    for name in changed:
        setattr(space, name, wanted[name])
    if archived is not None and archived is not (space.archived_at is not None):
        was["archived"] = not archived
        changed.append("archived")
        space.archived_at = unit.now if archived else None
    if changed:
        space.version += 1
        await _outdate(unit, space, changed)
        note(unit, "change_space", slug, was={name: was[name] for name in changed})
    unit.emit(SpaceChanged(slug))
    if "access" in changed and closes(was["access"], space.access):
        unit.emit(SpaceClosed(slug))
    return space


async def _outdate(unit: Unit, space: Space, changed: Collection[str]) -> None:
    """Have those of its texts translated anew that read otherwise."""
    into = [tag for tag in space.translated_into if tag != space.language]
    for column, kind in (("name", "space_name"), ("description", "space_text")):
        if {column, "language"} & set(changed):
            await translations.outdate(unit, f"{kind}:{space.id}", into=into)


def _wanted(space: Space, change: SpaceChange) -> dict[str, Any]:
    """What a change asks for; who closes a space and says no more keeps its texts in the house."""
    said = change.model_dump(exclude_unset=True)
    wanted = {name: value for name, value in said.items() if value is not None or name in _EMPTIED}
    if wanted.get("access") == Access.PRIVATE != space.access and space.engines == Reach.ANY:
        wanted.setdefault("engines", Reach.INSIDE)
    return wanted


async def write_texts(
    unit: Unit, slug: str, language: str, text: SpaceText | None, *, version: int | None = None
) -> Space:
    """Write a space's name and description in a further language; `None` takes them away.

    Raises:
        NotFound: there is no such space for this actor, or nothing to take away.
        EditedMeanwhile: see `change_space`.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    space = await _to_manage(unit, slug, version)
    was = space.texts.get(language)
    if text is None and was is None:
        raise NotFound
    others = {tag: said for tag, said in space.texts.items() if tag != language}
    space.texts = others if text is None else {**others, language: text.model_dump()}
    space.version += 1
    note(unit, "change_space", slug, was={"texts": {language: was}})
    unit.emit(SpaceChanged(slug))
    return space


async def _to_manage(unit: Unit, slug: str, version: int | None) -> Space:
    space = await queries.space_for_update(unit.db, unit.actor, slug)
    assert space.id is not None  # noqa: S101 (it was read)
    unit.actor.at(space.id).require(Permission.SPACE_MANAGE)
    if version not in {None, space.version}:
        raise EditedMeanwhile
    return space


async def admit(unit: Unit, slug: str, who: str) -> SpaceMemberOut:
    """Add a member, by handle or e-mail address; one who belongs already stays as they are.

    Raises:
        NotFound: there is no such space for this actor.
        InvalidInput: nobody has this handle or address.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    space_id = await _to_admit(unit, slug)
    member = await _named(unit, who)
    assert member.id is not None  # noqa: S101 (it was read)
    known = await queries.member_of_space(unit.db, space_id, member.id)
    if known is not None:
        return known
    await queries.add_member(unit.db, space_id, member.id, unit.now)
    note(unit, "add_to_space", slug, member_id=member.id)
    unit.emit(SpaceMemberAdded(slug, member.id))
    return SpaceMemberOut.model_construct(member=members.member_out(member), added_at=unit.now)


async def dismiss(unit: Unit, slug: str, handle: str) -> MemberId:
    """Take a member out of a space; what they hear of it live ends with this change.

    Raises:
        NotFound: there is no such space, or nobody of that handle in it, for this actor.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    space_id = await _to_admit(unit, slug)
    member = await members.member_by_handle(unit.db, unit.actor, handle)
    assert member.id is not None  # noqa: S101 (it was read)
    if not await queries.remove_member(unit.db, space_id, member.id):
        raise NotFound
    note(unit, "remove_from_space", slug, member_id=member.id)
    unit.emit(SpaceMemberRemoved(slug, member.id))
    return member.id


async def _to_admit(unit: Unit, slug: str) -> SpaceId:
    """The space, locked, so that nobody is added to it twice at once."""
    space = await queries.space_for_update(unit.db, unit.actor, slug)
    assert space.id is not None  # noqa: S101 (it was read)
    unit.actor.at(space.id).require(Permission.SPACE_ADMIT)
    return space.id


async def _named(unit: Unit, who: str) -> Member:
    handle = who.removeprefix("@")
    if "@" not in handle:
        try:
            return await members.member_by_handle(unit.db, unit.actor, handle.casefold())
        except NotFound as error:
            raise _nobody() from error
    found = await members.find_by_email(unit.db, who)
    if found is None or found.email_verified_at is None:
        raise _nobody()
    return found


def _nobody() -> InvalidInput:
    return InvalidInput([Fault("who", N_("Nobody here has this handle or e-mail address."))])
