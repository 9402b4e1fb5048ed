"""Reading and storing organisations, which everybody sees."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.errors import NotFound
from forum.core.paging import Page, Window, cut
from forum.delegations.queries.rows import organisation_out
from forum.delegations.schemas import OrganisationOut
from forum.delegations.tables import Organisation

ORGANISATION_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list holds: an organisation's id."""
MOST = 1000
"""Organisations that a form offers."""


async def organisations_page(db: AsyncSession, window: Window) -> Page[OrganisationOut]:
    """One page of the organisations, in the order in which they were added."""
    column = col(Organisation.id)
    query = select(Organisation)
    if window.after is not None:
        query = query.where(column > window.after[0])
    elif window.before is not None:
        query = query.where(column < window.before[0])
    order = column if window.before is None else column.desc()
    rows = await db.exec(query.order_by(order).limit(window.limit + 1))
    return cut([organisation_out(row) for row in rows], window, lambda one: (one.id,))


async def organisations(db: AsyncSession) -> Sequence[OrganisationOut]:
    """Organisations for a form to offer, by name."""
    query = select(Organisation).order_by(col(Organisation.name), col(Organisation.id)).limit(MOST)
    return [organisation_out(row) for row in await db.exec(query)]


async def organisation(db: AsyncSession, organisation_id: int) -> OrganisationOut:
    """One organisation.

    Raises:
        NotFound: there is none of this number.
    """
    if (row := await db.get(Organisation, organisation_id)) is None:
        raise NotFound
    return organisation_out(row)


async def organisation_for_update(db: AsyncSession, organisation_id: int) -> Organisation:
    """Load and lock an organisation.

    Raises:
        NotFound: there is none of this number.
    """
    query = select(Organisation).where(col(Organisation.id) == organisation_id).with_for_update()
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return row


async def add_organisation(db: AsyncSession, row: Organisation) -> None:
    """Store a new organisation."""
    db.add(row)
    await db.flush()
