"""Making roles, and giving them. An action checks, changes, announces; its caller commits."""

from forum.accounts import queries as members
from forum.accounts.events import AccessEnded
from forum.admin.schemas import GrantDraft, RoleChange, RoleDraft
from forum.core.errors import N_, Fault, InvalidInput, NotFound
from forum.core.ids import MemberId, SpaceId
from forum.core.permissions import Grant, Permission
from forum.db.unit import Unit
from forum.moderation.recording import record
from forum.moderation.tables import AuditEntry
from forum.roles import queries
from forum.roles.rules import check_giving, check_place, permissions_of
from forum.roles.tables import NamedRole, RoleGrant
from forum.spaces import queries as spaces


async def make_role(unit: Unit, draft: RoleDraft) -> NamedRole:
    """Make a role.

    Raises:
        RoleTaken: there is one of that word.
        MoreThanOwn, SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    check_giving(unit.actor, draft.permissions)
    row = NamedRole(
        word=draft.word,
        name=draft.name,
        permissions=sorted(set(draft.permissions)),
        made_at=unit.now,
    )
    await queries.add_role(unit.db, row)
    await _note(unit, "make_role", f"role:{row.word}", name=row.name, permissions=row.permissions)
    return row


async def change_role(unit: Unit, word: str, change: RoleChange) -> NamedRole:
    """Change a role, for whoever has it.

    Raises:
        NotFound: there is no such role that could be changed.
        MoreThanOwn, SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.ROLE_MANAGE)
    row = await queries.role_for_update(unit.db, word)
    wanted = row.permissions if change.permissions is None else sorted(set(change.permissions))
    check_giving(unit.actor, permissions_of(word, [*row.permissions, *wanted]))
    was = {"name": row.name, "permissions": row.permissions}
    row.name, row.permissions = change.name or row.name, list(wanted)
    if was != {"name": row.name, "permissions": row.permissions}:
        await _note(unit, "edit_role", f"role:{word}", was=was)
        await _ask_all_again(unit, word)
    return row


async def remove_role(unit: Unit, word: str) -> None:
    """Remove a role, and take it from whoever has it.

    Raises:
        NotFound: there is no such role that could be removed.
        MoreThanOwn, SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.ROLE_MANAGE)
    row = await queries.role_for_update(unit.db, word)
    check_giving(unit.actor, permissions_of(word, row.permissions))
    was = {"name": row.name, "permissions": row.permissions}
    await _note(unit, "remove_role", f"role:{word}", was=was)
    await _ask_all_again(unit, word)
    await queries.drop_role(unit.db, word)


async def give_role(unit: Unit, draft: GrantDraft) -> RoleGrant:
    """Give a member a role somewhere; one who has it there keeps it.

    Raises:
        InvalidInput: there is no such member, role or space.
        NothingThere: the role permits nothing that counts for that place.
        MoreThanOwn, SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.ROLE_MANAGE)
    permissions = permissions_of(draft.role, await _stored(unit, draft.role))
    space_id = await _space(unit, draft.space)
    counting = check_place(permissions, space_id, draft.language or "")
    check_giving(unit.actor, counting)
    row = RoleGrant(
        member_id=await _member(unit, draft.who),
        role=draft.role,
        space_id=space_id,
        place=space_id or 0,
        language=draft.language or "",
        granted_by=unit.actor.member_id,
        granted_at=unit.now,
    )
    await members.member_for_update(unit.db, row.member_id)  # so that nobody gives it twice at once
    if (known := await queries.same_grant(unit.db, row)) is not None:
        return known
    await queries.add_grant(unit.db, row)
    await _note_grant(unit, "give_role", row)
    return row


async def take_role(unit: Unit, grant_id: int) -> None:
    """Take a role away again; what it opened ends at once.

    Raises:
        NotFound: nobody has it.
        MoreThanOwn, SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.ROLE_MANAGE)
    row = await queries.grant(unit.db, grant_id)
    permissions = permissions_of(row.role, await _stored(unit, row.role))
    check_giving(unit.actor, Grant.of(permissions, row.space_id, row.language).permissions)
    await _note_grant(unit, "take_role", row)
    await queries.drop_grant(unit.db, row)


async def _stored(unit: Unit, word: str) -> list[str] | None:
    try:
        found = await queries.stored_permissions(unit.db, word)
    except NotFound as error:
        raise _not_there("role", N_("There is no such role.")) from error
    return None if found is None else list(found)


async def _space(unit: Unit, slug: str) -> SpaceId | None:
    if not slug:
        return None
    try:
        return (await spaces.space_by_slug(unit.db, unit.actor, slug)).id
    except NotFound as error:
        raise _not_there("space", N_("There is no such space.")) from error


async def _member(unit: Unit, who: str) -> MemberId:
    handle = who.removeprefix("@").casefold()
    try:
        found = await members.member_by_handle(unit.db, unit.actor, handle)
    except NotFound as error:
        raise _not_there("who", N_("Nobody here has this handle.")) from error
    assert found.id is not None  # noqa: S101 (it was read)
    return found.id


def _not_there(field: str, text: str) -> InvalidInput:
    return InvalidInput([Fault(field, text)])


async def _note_grant(unit: Unit, act: str, row: RoleGrant) -> None:
    unit.emit(AccessEnded(row.member_id))
    target = f"member:{row.member_id}"
    await _note(unit, act, target, role=row.role, space_id=row.space_id, language=row.language)


async def _ask_all_again(unit: Unit, word: str) -> None:
    for member_id in await queries.holders(unit.db, word):
        unit.emit(AccessEnded(member_id))


async def _note(unit: Unit, act: str, target: str, **details: object) -> None:
    entry = AuditEntry(
        made_at=unit.now,
        actor_id=unit.actor.require_member(),
        act=act,
        target=target,
        reason="",
        details=details,
    )
    await record(unit, entry)
