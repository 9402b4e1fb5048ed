"""All SQL of roles."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.errors import NotFound
from forum.core.ids import MemberId
from forum.core.permissions import Grant, Role
from forum.roles.rules import Held, RoleTaken, is_builtin, permissions_of
from forum.roles.tables import NamedRole, RoleGrant

GRANT_COLUMNS: tuple[Any, ...] = (
    RoleGrant.role,
    RoleGrant.space_id,
    RoleGrant.language,
    NamedRole.permissions,
)
"""What a query for a member selects besides, after `with_grants`."""


def with_grants(query: Any, member_id: Any) -> Any:
    """Join a query for a member with their roles: a row for each, or one without any."""
    return query.outerjoin(RoleGrant, col(RoleGrant.member_id) == member_id).outerjoin(
        NamedRole, col(NamedRole.word) == RoleGrant.role
    )


def as_grants(rows: Iterable[Sequence[Any]]) -> tuple[Grant, ...]:
    """What the `GRANT_COLUMNS` of a member's rows give."""
    found = (
        Grant.of(permissions_of(role, stored), space, language)
        for role, space, language, stored in rows
        if role is not None
    )
    return tuple(one for one in found if one.permissions)


async def roles(db: AsyncSession) -> Sequence[NamedRole]:
    """Every role that administrators made, by name."""
    return (await db.exec(select(NamedRole).order_by(NamedRole.name, NamedRole.word))).all()


async def role(db: AsyncSession, word: str) -> NamedRole:
    """One of them.

    Raises:
        NotFound: there is none.
    """
    if (found := await db.get(NamedRole, word)) is None:
        raise NotFound
    return found


async def role_for_update(db: AsyncSession, word: str) -> NamedRole:
    """One of them, which nobody else changes until this change commits.

    Raises:
        NotFound: there is none.
    """
    query = select(NamedRole).where(NamedRole.word == word).with_for_update()
    if (found := (await db.exec(query)).first()) is None:
        raise NotFound
    return found


async def stored_permissions(db: AsyncSession, word: str) -> Collection[str] | None:
    """What a role's row says; `None` for a role of the program's own.

    Raises:
        NotFound: there is no such role.
    """
    return None if is_builtin(word) else (await role_for_update(db, word)).permissions


async def add_role(db: AsyncSession, row: NamedRole) -> None:
    """Store a new role.

    Raises:
        RoleTaken: decided by the constraint, so that two requests cannot race.
    """
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise RoleTaken from error


async def drop_role(db: AsyncSession, word: str) -> None:
    """Remove a role, and take it from whoever has it."""
    await db.exec(delete(RoleGrant).where(col(RoleGrant.role) == word))
    await db.exec(delete(NamedRole).where(col(NamedRole.word) == word))


async def grants(
    db: AsyncSession, *, member_id: MemberId | None = None, role: str = ""
) -> Sequence[RoleGrant]:
    """Who has which role where, the oldest first; of one member or one role where it is named."""
    query = select(RoleGrant).order_by(col(RoleGrant.id))
    if member_id is not None:
        query = query.where(RoleGrant.member_id == member_id)
    if role:
        query = query.where(RoleGrant.role == role)
    return (await db.exec(query)).all()


async def grant(db: AsyncSession, grant_id: int) -> RoleGrant:
    """One of them.

    Raises:
        NotFound: there is none.
    """
    if (found := await db.get(RoleGrant, grant_id)) is None:
        raise NotFound
    return found


async def same_grant(db: AsyncSession, row: RoleGrant) -> RoleGrant | None:
    """The row that gives the same role to the same member for the same place, if there is one."""
    query = select(RoleGrant).where(
        RoleGrant.member_id == row.member_id,
        RoleGrant.role == row.role,
        RoleGrant.place == row.place,
        RoleGrant.language == row.language,
    )
    return (await db.exec(query)).first()


async def add_grant(db: AsyncSession, row: RoleGrant) -> None:
    """Store a grant."""
    db.add(row)
    await db.flush()


async def drop_grant(db: AsyncSession, row: RoleGrant) -> None:
    """Take a role away again."""
    await db.delete(row)
    await db.flush()


async def held_by(db: AsyncSession, member_id: MemberId, standing: Role) -> Sequence[Held]:
    """Every role of a member with what it permits where, that on the site first."""
    query = (
        select(*GRANT_COLUMNS)
        .select_from(RoleGrant)
        .outerjoin(NamedRole, col(NamedRole.word) == RoleGrant.role)
    )
    rows = await db.exec(query.where(RoleGrant.member_id == member_id).order_by(RoleGrant.id))
    own = Held(standing, Grant.of(permissions_of(standing, None), None, ""))
    return [
        own,
        *(
            Held(role, Grant.of(permissions_of(role, stored), space, language))
            for role, space, language, stored in rows
        ),
    ]


async def holders(db: AsyncSession, word: str) -> Sequence[MemberId]:
    """Members who have a role somewhere."""
    column = col(RoleGrant.member_id)
    query = select(column).where(col(RoleGrant.role) == word).distinct().order_by(column)
    return [MemberId(found) for found in await db.exec(query)]
