"""All SQL of looking after glossaries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.db.inserting import insert_into
from forum.glossaries.rules import TermTaken, key_of
from forum.glossaries.schemas import TermOut
from forum.spaces import queries as spaces
from forum.spaces.tables import Space
from forum.translations.tables import GlossaryTerm

CURSOR: tuple[type, ...] = (str, int)
"""What a cursor of the list holds: a term's key and number."""


@dataclass(frozen=True, slots=True)
class TermFilter:
    """Which terms are wanted; `None` and empty mean any."""

    space_id: int | None = None
    source: str | None = None
    target: str | None = None
    term: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a term counts: a space (0: everywhere), a pair of languages (empty: any)."""

    space_id: int
    source: str
    target: str


async def space_id(db: AsyncSession, actor: Actor, slug: str) -> int:
    """The number of the space that a glossary is of; 0 for the site's.

    Raises:
        NotFound: there is no such space for this actor.
    """
    if not slug:
        return 0
    found = (await spaces.space_by_slug(db, actor, slug)).id
    assert found is not None  # noqa: S101 (it was read)
    return found


async def terms_page(
    db: AsyncSession, actor: Actor, wanted: TermFilter, window: Window
) -> Page[TermOut]:
    """One page of the terms that `wanted` says, by the alphabet of code points.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after glossaries.
    """
    actor.require(Permission.GLOSSARY_MANAGE)
    key, number = col(GlossaryTerm.key), col(GlossaryTerm.id)
    query = select(GlossaryTerm).where(*_conditions(wanted))
    backwards = window.before is not None
    edge = window.before if backwards else window.after
    if edge is not None:
        at, last = edge
        same = (key == at) & (number < last if backwards else number > last)
        query = query.where((key < at if backwards else key > at) | same)
    order = (key.desc(), number.desc()) if backwards else (key, number)
    rows = (await db.exec(query.order_by(*order).limit(window.limit + 1))).all()
    found = cut(rows, window, lambda row: (row.key, row.id or 0))
    slugs = await _slugs(db, {row.space_id for row in found.items})
    return Page([_out(row, slugs) for row in found.items], found.next, found.previous)


async def count_terms(db: AsyncSession, wanted: TermFilter) -> int:
    """How many terms there are of those."""
    query = select(func.count()).select_from(GlossaryTerm).where(*_conditions(wanted))
    return (await db.exec(query)).one()


def _conditions(wanted: TermFilter) -> list[ColumnElement[bool]]:
    given = [
        (wanted.space_id, GlossaryTerm.space_id),
        (wanted.source, GlossaryTerm.source),
        (wanted.target, GlossaryTerm.target),
    ]
    found = [col(column) == value for value, column in given if value is not None]
    if wanted.term:
        found.append(col(GlossaryTerm.key).startswith(key_of(wanted.term), autoescape=True))
    return found


async def _slugs(db: AsyncSession, numbers: Collection[int]) -> Mapping[int, str]:
    query = select(Space.id, Space.slug).where(col(Space.id).in_(numbers))
    return {number: slug for number, slug in await db.exec(query) if number is not None}


async def term_out(db: AsyncSession, row: GlossaryTerm) -> TermOut:
    """A row as it goes out."""
    return _out(row, await _slugs(db, {row.space_id}))


def _out(row: GlossaryTerm, slugs: Mapping[int, str]) -> TermOut:
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    return TermOut(
        id=row.id,
        space=slugs.get(row.space_id, ""),
        source=row.source or None,
        target=row.target or None,
        term=row.term,
        translation=row.translation,
        note=row.note,
    )


async def term_for_update(db: AsyncSession, number: int) -> GlossaryTerm:
    """Load and lock a term.

    Raises:
        NotFound: there is none of this number.
    """
    query = select(GlossaryTerm).where(GlossaryTerm.id == number).with_for_update()
    if (found := (await db.exec(query)).first()) is None:
        raise NotFound
    return found


async def add_term(db: AsyncSession, row: GlossaryTerm) -> None:
    """Store a new term.

    Raises:
        TermTaken: decided by the constraint, so that two requests cannot race.
    """
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise TermTaken(term=row.term) from error


async def remove_term(db: AsyncSession, row: GlossaryTerm) -> None:
    """Remove a term."""
    await db.delete(row)
    await db.flush()


async def translations_in(db: AsyncSession, scope: Scope) -> dict[str, str]:
    """What the terms of one scope become, by key."""
    query = select(GlossaryTerm.key, GlossaryTerm.translation).where(*_of(scope))
    return dict((await db.exec(query)).all())


async def save_terms(db: AsyncSession, rows: Sequence[GlossaryTerm]) -> None:
    """Store terms of a file; each takes the place of the one with its key, if there is one."""
    statement = insert_into(db, GlossaryTerm)
    new = statement.excluded
    changed = {name: new[name] for name in ("term", "translation", "note", "changed_at")}
    statement = statement.on_conflict_do_update(
        index_elements=["space_id", "source", "target", "key"], set_=changed
    )
    values = [row.model_dump(exclude={"id"}) for row in rows]
    if values:
        await db.exec(statement, params=values)


async def terms_of_file(db: AsyncSession, wanted: TermFilter) -> Sequence[GlossaryTerm]:
    """All terms that `wanted` says, in the order of a file."""
    columns = (GlossaryTerm.source, GlossaryTerm.target, GlossaryTerm.key)
    query = select(GlossaryTerm).where(*_conditions(wanted)).order_by(*map(col, columns))
    return (await db.exec(query)).all()


def _of(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        col(GlossaryTerm.space_id) == scope.space_id,
        col(GlossaryTerm.source) == scope.source,
        col(GlossaryTerm.target) == scope.target,
    )


async def terms_changed_at(db: AsyncSession, at: datetime) -> Sequence[GlossaryTerm]:
    """The terms that were added or changed in one change, by its time."""
    return (await db.exec(select(GlossaryTerm).where(GlossaryTerm.changed_at == at))).all()
