"""Which steps of SQLite go by way of a thread."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from forum.db.sqlite import NearConnection, open_near


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[NearConnection]:
    async with open_near(str(tmp_path / "forum.sqlite"), timeout=5) as opened:
        opened.isolation_level = None
        yield opened


@pytest.fixture
def handed_over(connection: NearConnection, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the steps that the thread was given."""
    names: list[str] = []
    hand_over = aiosqlite.Connection._execute

    async def noted(self: aiosqlite.Connection, fn: Callable[..., Any], *args: Any) -> Any:
        names.append(fn.__name__)
        return await hand_over(self, fn, *args)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(aiosqlite.Connection, "_execute", noted)
    return names


async def test_only_waiting_for_the_disk_is_left_to_the_thread(
    connection: NearConnection, handed_over: list[str]
) -> None:
    for statement in ("BEGIN IMMEDIATE", "CREATE TABLE word (id INTEGER)", "SELECT * FROM word"):
        cursor = await connection.execute(statement)
        await cursor.fetchall()
        await cursor.close()
    await connection.commit()
    assert handed_over == ["commit"]


async def test_a_lock_that_another_process_has_is_waited_for_in_the_thread(
    connection: NearConnection, handed_over: list[str], tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "forum.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(connection.execute("BEGIN IMMEDIATE"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    other.rollback()
    await waiting
    assert connection.in_transaction
    assert handed_over == ["execute"]


async def test_who_has_begun_at_once_waits_for_other_locks_as_before(
    connection: NearConnection,
) -> None:
    await connection.execute("BEGIN IMMEDIATE")
    found = await connection.execute("PRAGMA busy_timeout")
    assert await found.fetchone() == (5000,)


async def test_a_transaction_in_another_is_refused(connection: NearConnection) -> None:
    await connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        await connection.execute("BEGIN IMMEDIATE")


async def test_a_cursor_whose_statement_nobody_waits_for_any_more_is_closed_after_it(
    connection: NearConnection, handed_over: list[str], tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "forum.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    cursor = await connection.cursor()
    waiting = asyncio.create_task(cursor.execute("BEGIN IMMEDIATE"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    closing = asyncio.create_task(cursor.close())
    await asyncio.sleep(0)
    assert not closing.done()
    other.close()
    await closing
    assert handed_over == ["execute", "close"]
