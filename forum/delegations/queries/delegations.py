"""Reading and storing delegations.

Everybody sees that there is a delegation; who acts for it is for members (`mandates.py`). Lists
leave out those that are closed; their own pages stay, because records refer to them.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.errors import NotFound
from forum.core.ids import DelegationId
from forum.core.paging import Page, Window, cut
from forum.delegations.queries.rows import delegation_out
from forum.delegations.rules import DelegationKind, DelegationTaken
from forum.delegations.schemas import DelegationOut, DelegationWhole
from forum.delegations.tables import Delegation, DelegationGroup, Organisation
from forum.text.address import is_slug

DELEGATION_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list holds: a delegation's id."""
MOST = 1000
"""Delegations that a page lists."""


async def open_delegations(db: AsyncSession, locale: str) -> Sequence[DelegationOut]:
    """The delegations that are not closed, in the order in which they were set up."""
    return await _found(db, locale, col(Delegation.closed_at).is_(None))


async def delegations_page(db: AsyncSession, locale: str, window: Window) -> Page[DelegationOut]:
    """One page of the delegations that are not closed, in the order in which they were set up."""
    conditions: list[ColumnElement[bool]] = [col(Delegation.closed_at).is_(None)]
    if window.after is not None:
        conditions.append(col(Delegation.id) > window.after[0])
    found = await _found(db, locale, *conditions, limit=window.limit + 1)
    return cut(found, window, lambda one: (one.id,))


async def delegations_of(
    db: AsyncSession, organisation_id: int, locale: str
) -> Sequence[DelegationOut]:
    """The delegations of an organisation that are not closed."""
    own = col(Delegation.organisation_id) == organisation_id
    return await _found(db, locale, own, col(Delegation.closed_at).is_(None))


async def delegation_whole(db: AsyncSession, slug: str, locale: str) -> DelegationWhole:
    """A delegation, with the groups that it is in and the delegations that are in it.

    Raises:
        NotFound: there is none at this address.
    """
    if not is_slug(slug) or not (found := await _found(db, locale, col(Delegation.slug) == slug)):
        raise NotFound
    one, group, member = found[0], col(DelegationGroup.group_id), col(DelegationGroup.delegation_id)
    inside = select(member).where(group == one.id)
    around = select(group).where(member == one.id)
    return DelegationWhole(
        **dict(one),
        members=await _found(db, locale, col(Delegation.id).in_(inside)),
        groups=await _found(db, locale, col(Delegation.id).in_(around)),
    )


async def delegation_by_slug(db: AsyncSession, slug: str) -> Delegation:
    """The delegation at an address.

    Raises:
        NotFound: there is none.
    """
    return await _row(db, slug, is_locked=False)


async def delegation_for_update(db: AsyncSession, slug: str) -> Delegation:
    """The same, locked: nobody else changes it, or who acts for it, until this change commits."""
    return await _row(db, slug, is_locked=True)


async def _row(db: AsyncSession, slug: str, *, is_locked: bool) -> Delegation:
    if not is_slug(slug):
        raise NotFound
    query = select(Delegation).where(Delegation.slug == slug)
    found = await db.exec(query.with_for_update() if is_locked else query)
    if (row := found.first()) is None:
        raise NotFound
    return row


async def add_delegation(db: AsyncSession, row: Delegation) -> DelegationId:
    """Store a new delegation.

    Raises:
        DelegationTaken: decided by constraints, so that two requests cannot race.
    """
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise DelegationTaken from error
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id


async def partners_with_delegation(db: AsyncSession) -> set[str]:
    """Codes of the partners that have a delegation, open or closed."""
    query = select(Delegation.partner).where(col(Delegation.kind) == DelegationKind.PARTNER)
    return set(await db.exec(query))


async def known_delegations(
    db: AsyncSession, slugs: Collection[str]
) -> Sequence[tuple[DelegationId, str]]:
    """Id and address of those of `slugs` that are delegations."""
    query = select(Delegation.id, Delegation.slug).where(col(Delegation.slug).in_(set(slugs)))
    return [(DelegationId(key), slug) for key, slug in await db.exec(query) if key is not None]


async def join_group(
    db: AsyncSession, group_id: DelegationId, members: Collection[DelegationId]
) -> None:
    """Let a group, which the caller holds locked, be of `members` and no others."""
    await db.exec(delete(DelegationGroup).where(col(DelegationGroup.group_id) == group_id))
    db.add_all(DelegationGroup(group_id=group_id, delegation_id=member) for member in members)
    await db.flush()


async def _found(
    db: AsyncSession, locale: str, *conditions: ColumnElement[bool], limit: int = MOST
) -> Sequence[DelegationOut]:
    query = (
        select(Delegation, Organisation)
        .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
        .where(*conditions)
        .order_by(col(Delegation.id))
        .limit(limit)
    )
    return [delegation_out(row, of, locale) for row, of in await db.exec(query)]
