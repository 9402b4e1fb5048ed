"""First answers to requests with an idempotency key, in the transaction of the change itself."""

import zlib

from sqlalchemy import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.tables import FirstAnswer


async def claim(db: AsyncSession, owner: str, key: str) -> bool:
    """Hold `key` until this transaction ends; false while another transaction holds it.

    SQLite has one writer at a time, so there the transaction itself is the claim.
    """
    if db.get_bind().dialect.name == "sqlite":
        return True
    number = zlib.crc32(f"{owner}\0{key}".encode()) - 2**31
    held = await db.exec(select(func.pg_try_advisory_xact_lock(_NAMESPACE, number)))
    return bool(held.one())


async def find(db: AsyncSession, owner: str, key: str) -> FirstAnswer | None:
    """What was answered to `key`, if it came before."""
    return await db.get(FirstAnswer, (owner, key))


def keep(db: AsyncSession, answer: FirstAnswer) -> None:
    """Store `answer` if, and when, this change commits."""
    db.add(answer)


_NAMESPACE = 1
"""First half of the advisory lock's number: keys of other uses never collide with these."""
