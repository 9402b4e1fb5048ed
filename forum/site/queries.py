"""All SQL of the site's settings and texts."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.errors import EditedMeanwhile
from forum.site.rules import TextKind
from forum.site.tables import THE_SITE, Site, SiteText


async def site(db: AsyncSession) -> Site | None:
    """What was decided, if anything was."""
    return await db.get(Site, THE_SITE)


async def site_for_update(db: AsyncSession) -> Site | None:
    """The same, which nobody else changes until this change commits."""
    query = select(Site).where(Site.id == THE_SITE).with_for_update()
    return (await db.exec(query)).first()


async def texts(db: AsyncSession) -> Sequence[SiteText]:
    """Every text in every language."""
    query = select(SiteText).order_by(col(SiteText.kind), col(SiteText.language))
    return (await db.exec(query)).all()


async def text_for_update(db: AsyncSession, kind: TextKind, language: str) -> SiteText | None:
    """One of them, which nobody else changes until this change commits."""
    query = select(SiteText).where(SiteText.kind == kind, SiteText.language == language)
    return (await db.exec(query.with_for_update())).first()


async def add(db: AsyncSession, row: Site | SiteText) -> None:
    """Store what was not there yet.

    Raises:
        EditedMeanwhile: it is there by now; decided by the key, so that two requests cannot race.
    """
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise EditedMeanwhile from error


async def drop_text(db: AsyncSession, row: SiteText) -> None:
    """Take a text away."""
    await db.delete(row)
    await db.flush()
