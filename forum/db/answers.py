"""First answers to requests with an idempotency key, in the transaction of the change itself."""

import zlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Executable, Integer, bindparam, func, literal, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.errors import RequestInProgress
from forum.db.inserting import insertion
from forum.db.tables import FirstAnswer


class Answer(NamedTuple):
    """A row of `FirstAnswer`, as a value: most changes read, or store, one."""

    owner: str
    key: str
    digest: str
    status: int
    headers: Mapping[str, str]
    body: str
    made_at: datetime


async def claim(db: AsyncSession, owner: str, key: str) -> Answer | None:
    """Hold `key` until this transaction ends; gives what was answered to it, if it came before.

    SQLite has one writer at a time, so there the transaction itself is the claim.

    Raises:
        RequestInProgress: another transaction holds the key.
    """
    connection = await db.connection()
    if connection.dialect.name == "sqlite":
        return await find(db, owner, key)
    number = zlib.crc32(f"{owner}\0{key}".encode()) - 2**31
    named = {"owner": owner, "key": key, "number": number}
    is_held, *row = (await connection.execute(_CLAIM, named)).one()
    if not is_held:
        raise RequestInProgress
    return None if row[0] is None else Answer(*row)


async def find(db: AsyncSession, owner: str, key: str) -> Answer | None:
    """What was answered to `key`, if it came before."""
    found = await (await db.connection()).execute(_FIRST, {"owner": owner, "key": key})
    row = found.first()
    return None if row is None else Answer(*row)


async def keep(db: AsyncSession, answer: Answer) -> None:
    """Store `answer` if, and when, this change commits.

    Raises:
        RequestInProgress: another transaction has stored one since this one looked for it.
    """
    connection = await db.connection()
    stored = await connection.execute(_keeping(connection.dialect.name), answer._asdict())
    if stored.first() is None:
        raise RequestInProgress


_NAMESPACE = 1
"""First half of the advisory lock's number: keys of other uses never collide with these."""
# Composed once, and below the level of objects: most changes come by here.
_TABLE = FirstAnswer.__table__  # type: ignore[attr-defined]
_COLUMNS = [_TABLE.c[name] for name in Answer._fields]
_NAMED = (_TABLE.c.owner == bindparam("owner")) & (_TABLE.c.key == bindparam("key"))
_FIRST = select(*_COLUMNS).where(_NAMED)
# Who waits for nobody looks at what was there before it held the key: `keep` finds out.
_CLAIM = select(
    func.pg_try_advisory_xact_lock(_NAMESPACE, bindparam("number", type_=Integer)), *_COLUMNS
).select_from(select(literal(1)).subquery().outerjoin(_TABLE, _NAMED))


@cache
def _keeping(dialect: str) -> Executable:
    return insertion(dialect, FirstAnswer).on_conflict_do_nothing().returning(_TABLE.c.key)
