"""All SQL of blocked words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, bindparam, literal, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from forum.blocked_words.rules import Entry, WordTaken, digest, strict
from forum.blocked_words.schemas import WordOut
from forum.blocked_words.tables import BlockedList, BlockedWord
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.db.base import Id
from forum.db.inserting import insert_into
from forum.db.places import held
from forum.spaces import queries as spaces
from forum.spaces.tables import Space
from i18n.wordlists import key_of

CURSOR: tuple[type, ...] = (str, int)
"""What a cursor of the list holds: a word's key and number."""
EVERYWHERE = 0


@dataclass(frozen=True, slots=True)
class Lists:
    """By what the lists are known that count in a space; empty for a list without words."""

    space_id: int
    site: str
    own: str


@dataclass(frozen=True, slots=True)
class WordFilter:
    """Which words are wanted; `None` and empty mean any."""

    space_id: int | None = None
    language: str = ""
    word: str = ""


async def space_id(db: AsyncSession, actor: Actor, slug: str) -> int:
    """The number of the space that a list is of; `EVERYWHERE` for the site's.

    Raises:
        NotFound: there is no such space for this actor.
    """
    if not slug:
        return EVERYWHERE
    found = (await spaces.space_by_slug(db, actor, slug)).id
    assert found is not None  # noqa: S101 (it was read)
    return found


async def lists(db: AsyncSession, space_id: int, *, strict_only: bool) -> Lists:
    """By what the lists are known that count in a space."""
    rows = await db.exec(_lists(strict_only=strict_only), params={"space": space_id})
    found = dict(rows.all())
    return Lists(space_id, found.get(EVERYWHERE, ""), found.get(space_id, ""))


# Composed once: everything that anybody writes asks it.
@cache
def _lists(*, strict_only: bool) -> Select[int, str]:
    space = col(BlockedList.space_id)
    known_by = BlockedList.strict_words if strict_only else BlockedList.all_words
    here = or_(space == EVERYWHERE, space == bindparam("space", type_=Id))
    return select(BlockedList.space_id, known_by).where(here)


async def entries(db: AsyncSession, space_id: int) -> Sequence[Entry]:
    """The words of one list."""
    rows = await db.exec(select(BlockedWord).where(BlockedWord.space_id == space_id))
    return [Entry(row.key, row.word, row.language, row.consequence) for row in rows]


async def list_for_update(db: AsyncSession, space_id: int) -> None:
    """Lock a list, so that two changes of it come one after the other."""
    made = insert_into(db, BlockedList).values(space_id=space_id, all_words="", strict_words="")
    locked = made.on_conflict_do_update(
        index_elements=["space_id"], set_={"space_id": made.excluded.space_id}
    )
    await db.exec(locked)


async def note_change(db: AsyncSession, space_id: int) -> None:
    """Let a list be known by what is in it now; the caller holds its lock."""
    await db.flush()
    found = await entries(db, space_id)
    row = await db.get_one(BlockedList, space_id, populate_existing=True)
    row.all_words, row.strict_words = digest(found), digest(strict(found))


async def count_in(db: AsyncSession, space_id: int) -> int:
    """How many words a list has."""
    query = select(func.count()).where(BlockedWord.space_id == space_id)
    return (await db.exec(query)).one()


async def words_page(
    db: AsyncSession, actor: Actor, wanted: WordFilter, window: Window
) -> Page[WordOut]:
    """One page of the words that `wanted` says, by the alphabet of code points.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor looks after no list.
    """
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    key, number = col(BlockedWord.key), col(BlockedWord.id)
    query = select(BlockedWord).where(*_conditions(actor, wanted))
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


async def count_words(db: AsyncSession, actor: Actor, wanted: WordFilter) -> int:
    """How many words there are of those."""
    query = select(func.count()).select_from(BlockedWord).where(*_conditions(actor, wanted))
    return (await db.exec(query)).one()


def _conditions(actor: Actor, wanted: WordFilter) -> list[ColumnElement[bool]]:
    # Who looks after one language alone keeps no list: a list is of a space, or of the site.
    found = [held(actor, Permission.FLAG_RESOLVE, BlockedWord.space_id, literal("-"))]
    if wanted.space_id is not None:
        found.append(col(BlockedWord.space_id) == wanted.space_id)
    if wanted.language:
        found.append(col(BlockedWord.language) == wanted.language)
    if wanted.word:
        found.append(col(BlockedWord.key).startswith(key_of(wanted.word), autoescape=True))
    return found


async def word_for_update(db: AsyncSession, number: int) -> BlockedWord:
    """Load and lock a word.

    Raises:
        NotFound: there is none of this number.
    """
    query = select(BlockedWord).where(BlockedWord.id == number).with_for_update()
    if (found := (await db.exec(query)).first()) is None:
        raise NotFound
    return found


async def add_word(db: AsyncSession, row: BlockedWord) -> None:
    """Store a new word.

    Raises:
        WordTaken: decided by the constraint, so that two requests cannot race.
    """
    try:
        async with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise WordTaken(word=row.word) from error


async def remove_word(db: AsyncSession, row: BlockedWord) -> None:
    """Remove a word."""
    await db.delete(row)


async def word_out(db: AsyncSession, row: BlockedWord) -> WordOut:
    """A row as it goes out."""
    return _out(row, await _slugs(db, {row.space_id}))


async def slug_of(db: AsyncSession, space_id: int) -> str:
    """The end of a space's address; empty for the whole site."""
    return (await _slugs(db, {space_id})).get(space_id, "")


async def _slugs(db: AsyncSession, numbers: Collection[int]) -> Mapping[int, str]:
    query = select(Space.id, Space.slug).where(col(Space.id).in_(numbers))
    return {number: slug for number, slug in await db.exec(query) if number is not None}


def _out(row: BlockedWord, slugs: Mapping[int, str]) -> WordOut:
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    return WordOut(
        id=row.id,
        space=slugs.get(row.space_id, ""),
        word=row.word,
        language=row.language or None,
        consequence=row.consequence,
    )
