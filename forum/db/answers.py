"""First answers to requests with an idempotency key, in the transaction of the change itself."""

import zlib

from sqlalchemy import Integer, bindparam, func, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.tables import FirstAnswer


async def claim(db: AsyncSession, owner: str, key: str) -> bool:
    """Hold `key` until this transaction ends; false while another transaction holds it.

    SQLite has one writer at a time, so there the transaction itself is the claim.
    """
    if db.get_bind().dialect.name == "sqlite":
        return True
    number = zlib.crc32(f"{owner}\0{key}".encode()) - 2**31
    held = await (await db.connection()).execute(_CLAIM, {"number": number})
    return bool(held.scalar_one())


async def find(db: AsyncSession, owner: str, key: str) -> FirstAnswer | None:
    """What was answered to `key`, if it came before."""
    found = await (await db.connection()).execute(_FIRST, {"owner": owner, "key": key})
    row = found.mappings().first()
    return None if row is None else FirstAnswer(**row)


async def keep(db: AsyncSession, answer: FirstAnswer) -> None:
    """Store `answer` if, and when, this change commits."""
    await (await db.connection()).execute(_ANSWER, answer.model_dump())


_NAMESPACE = 1
"""First half of the advisory lock's number: keys of other uses never collide with these."""
# Composed once, and below the level of objects: most changes come by here.
_TABLE = FirstAnswer.__table__  # type: ignore[attr-defined]
_CLAIM = select(func.pg_try_advisory_xact_lock(_NAMESPACE, bindparam("number", type_=Integer)))
_FIRST = select(_TABLE).where(
    _TABLE.c.owner == bindparam("owner"), _TABLE.c.key == bindparam("key")
)
_ANSWER = insert(_TABLE)
