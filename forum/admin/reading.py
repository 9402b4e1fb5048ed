"""What administrators read about roles, and why somebody may do something."""

from collections.abc import Mapping, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts import queries as members
from forum.accounts.rules import MemberState
from forum.accounts.tables import Member
from forum.admin.rules import About
from forum.admin.schemas import ByOut, ExplanationOut, GrantOut, PermissionOut, RoleOut
from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.permissions import GRANTS, Permission, Role
from forum.discussions import queries as discussions
from forum.roles import queries as roles
from forum.roles.rules import Explanation, Held, explain, permissions_of
from forum.roles.tables import NamedRole, RoleGrant
from forum.spaces import queries as spaces
from i18n.collation import collated


def role_out(row: NamedRole) -> RoleOut:
    """A row as it goes out."""
    permitted = sorted(permissions_of(row.word, row.permissions))
    return RoleOut(word=row.word, name=row.name, builtin=False, permissions=permitted)


async def all_roles(db: AsyncSession, actor: Actor) -> Sequence[RoleOut]:
    """The program's own roles, then those that were made here.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    actor.require(Permission.ROLE_MANAGE)
    own = [
        RoleOut(word=role, name=role, builtin=True, permissions=sorted(GRANTS[role]))
        for role in Role
    ]
    made = map(role_out, await roles.roles(db))
    return [*own, *collated(made, actor.locale, lambda one: one.name)]


async def all_grants(
    db: AsyncSession, actor: Actor, who: str = "", role: str = ""
) -> Sequence[GrantOut]:
    """Which member has which role where, the oldest first.

    Raises:
        NotFound: `who` is nobody.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    actor.require(Permission.ROLE_MANAGE)
    handle = who.removeprefix("@").casefold()
    member = await members.member_by_handle(db, actor, handle) if handle else None
    rows = await roles.grants(db, member_id=member.id if member else None, role=role)
    people = await members.authors(db, {row.member_id for row in rows})
    slugs = await _slugs(db, actor)
    return [
        GrantOut(
            id=row.id or 0,
            member=people[row.member_id],
            role=row.role,
            space=slugs.get(row.space_id or 0, ""),
            language=row.language or None,
            granted_at=row.granted_at,
        )
        for row in rows
    ]


async def grant_out(db: AsyncSession, actor: Actor, row: RoleGrant) -> GrantOut:
    """One of them, just given."""
    person = (await members.authors(db, {row.member_id}))[row.member_id]
    slugs = await _slugs(db, actor)
    return GrantOut(
        id=row.id or 0,
        member=person,
        role=row.role,
        space=slugs.get(row.space_id or 0, ""),
        language=row.language or None,
        granted_at=row.granted_at,
    )


async def _slugs(db: AsyncSession, actor: Actor) -> Mapping[int, str]:
    return {space.id: space.slug for space in await spaces.spaces(db, actor)}


async def explained(
    db: AsyncSession, actor: Actor, member: Member, about: About, written: str
) -> ExplanationOut:
    """Say what a member may do about something, and why.

    Raises:
        NotFound: the actor does not see what it is about.
        SignInRequired, Forbidden, ScopeTooNarrow: it is about somebody else, and the actor may not.
    """
    if actor.member_id != member.id:
        actor.require(Permission.MEMBER_READ)
    assert member.id is not None  # noqa: S101 (it was read)
    space, language = await _place(db, actor, about)
    held = await roles.held_by(db, member.id, Role(member.role))
    can_act = member.state == MemberState.ACTIVE and member.email_verified_at is not None
    return ExplanationOut(
        member=members.member_out(member),
        can_act=can_act,
        about=written,
        space=space,
        language=language or None,
        permissions=[
            _permission_out(explain(held, one, space, language), can_act=can_act)
            for one in Permission
        ],
    )


async def _place(db: AsyncSession, actor: Actor, about: About) -> tuple[int | None, str]:
    match about.kind:
        case "post":
            found = await discussions.post_place(db, actor, PostId(int(about.name)))
        case "topic":
            found = await discussions.topic_place(db, actor, TopicId(int(about.name)))
        case "space":
            return (await spaces.space_by_slug(db, actor, about.name)).id, ""
        case _:
            return None, ""
    return found.space, found.language


def _permission_out(one: Explanation, *, can_act: bool) -> PermissionOut:
    return PermissionOut(
        permission=one.permission,
        allowed=one.allowed and can_act,
        by=list(map(_by_out, one.by)),
        elsewhere=list(map(_by_out, one.elsewhere)),
        least=one.least,
        can_be_local=one.can_be_local,
    )


def _by_out(held: Held) -> ByOut:
    return ByOut(role=held.role, space=held.grant.space, language=held.grant.language or None)
