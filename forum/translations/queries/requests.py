"""Which translations are being made."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, delete, false, true, union_all
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.among import among, pair_among
from forum.db.base import UtcDateTime
from forum.db.inserting import Insertion, insertion, listed, lists
from forum.translations.tables import Translation
from forum.translations.tables import TranslationRequest as Request

Wanted = tuple[str, str]
"""A subject and the language it is wanted in."""


async def request(
    db: AsyncSession, wanted: Collection[Wanted], now: datetime, *, again_after: datetime
) -> Sequence[Wanted]:
    """Note that `wanted` are being made; gives those that were not already.

    Of several who ask at the same time, one gets them; the others wait until that one commits.
    """
    if not wanted:
        return ()
    connection, rest = await db.connection(), {"again_after": again_after, "failure": ""}
    rows = [
        {"subject": subject, "language": language, **rest}
        for subject, language in sorted(set(wanted))
    ]
    if connection.dialect.name == "postgresql":
        given = lists(Request, _COLUMNS, rows)
        found = await connection.execute(_request_all(), {"now": now, **given})
    else:
        found = await connection.execute(_request(), [{"now": now, **row} for row in rows])
    return [(subject, language) for subject, language in found]


_COLUMNS = ("subject", "language", "again_after", "failure")


# With its rows in it, a statement would be composed anew each time.
@cache
def _request_all() -> Executable:
    made = insertion("postgresql", Request)
    return _again(made.from_select(_COLUMNS, listed(Request, _COLUMNS)))


@cache
def _request() -> Executable:
    return _again(insertion("sqlite", Request))


def _again(made: Insertion) -> Executable:
    stored = made.on_conflict_do_update(
        index_elements=["subject", "language"],
        set_={"again_after": made.excluded.again_after, "failure": ""},
        where=col(Request.again_after) <= bindparam("now", type_=UtcDateTime),
    )
    return stored.returning(col(Request.subject), col(Request.language))


async def known(
    db: AsyncSession, subjects: Collection[str], language: str, now: datetime
) -> dict[str, str]:
    """The subjects for which asking sets off no work: why not, or empty while they are made."""
    asked = {"subjects": subjects, "language": language, "now": now}
    return dict([*await db.exec(_KNOWN, params=asked)])


_KNOWN: Any = select(Request.subject, Request.failure).where(
    among(Request.subject, "subjects"),
    Request.language == bindparam("language"),
    col(Request.again_after) > bindparam("now", type_=UtcDateTime),
)


async def made_or_failed(
    db: AsyncSession, subjects: Collection[str], languages: Collection[str], now: datetime
) -> tuple[Collection[Wanted], Collection[Wanted]]:
    """Which texts there are in which languages, and which no engine could make.

    Of the latter only those that are not tried again yet.
    """
    asked = {"subjects": subjects, "languages": languages, "now": now}
    made: set[Wanted] = set()
    failed: set[Wanted] = set()
    for subject, language, is_made in await (await db.connection()).execute(_TRIED, asked):
        (made if is_made else failed).add((subject, language))
    return made, failed


# Composed once, and below the level of objects: whoever comes into a room asks it.
_TRIED = union_all(
    select(Translation.subject, Translation.language, true()).where(
        among(Translation.subject, "subjects"), among(Translation.language, "languages")
    ),
    select(Request.subject, Request.language, false()).where(
        among(Request.subject, "subjects"),
        among(Request.language, "languages"),
        Request.failure != "",
        col(Request.again_after) > bindparam("now", type_=UtcDateTime),
    ),
)


async def is_wanted(db: AsyncSession, subject: str, language: str) -> bool:
    """Whether the translation is still asked for; keeps that so until the transaction ends.

    An edit or a deletion, which forgets what was asked for, waits until then, or has come before.
    """
    return bool(await are_wanted(db, [(subject, language)]))


async def are_wanted(db: AsyncSession, names: Collection[Wanted]) -> Collection[Wanted]:
    """Those of several that are; see `is_wanted`."""
    found = await (await db.connection()).execute(_WANTED, {"names": names})
    return {(subject, language) for subject, language in found}


# Composed once, as above.
_WANTED: Executable = (
    select(Request.subject, Request.language)
    .where(pair_among(Request.subject, Request.language, "names"))
    .order_by(col(Request.subject), col(Request.language))  # two who ask wait in one order
    .with_for_update()
)


async def waiting(db: AsyncSession, now: datetime) -> int:
    """How many translations are being made."""
    query = select(func.count()).where(col(Request.again_after) > now, Request.failure == "")
    return (await db.exec(query)).one()


async def settle(db: AsyncSession, subject: str, language: str) -> None:
    """Note that nothing is under way any more."""
    named = (col(Request.subject) == subject, col(Request.language) == language)
    await db.exec(delete(Request).where(*named))


async def note_failure(
    db: AsyncSession, wanted: Wanted, failure: str, *, again_after: datetime
) -> None:
    """Note that no engine could make it, and when it may be tried again."""
    subject, language = wanted
    row = Request(subject=subject, language=language, again_after=again_after, failure=failure)
    await db.merge(row)


async def drop_requests(db: AsyncSession, subject: str) -> Sequence[str]:
    """Forget what was asked for of `subject`; gives the languages."""
    dropped = delete(Request).where(col(Request.subject) == subject)
    return (await db.exec(dropped.returning(col(Request.language)))).scalars().all()
