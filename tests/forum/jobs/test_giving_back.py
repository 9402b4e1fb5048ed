"""What is free is given back to the system."""

import asyncio
import contextlib
import ctypes
import gc
import platform
from pathlib import Path

import pytest

from forum.jobs.giving_back import give_back

PIECE, PIECES = 20_000, 4_000
"""Bytes, too few for the C library to ask the system for each; 80 MB together."""


def resident() -> int:
    """KiB of this process that are in RAM, of no file."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("RssAnon:")))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what is free")
async def test_what_is_free_between_pieces_in_use_is_given_back() -> None:
    pieces = [b"x" * (PIECE + number) for number in range(PIECES)]
    last = pieces[-1]  # so that nothing is free at the end
    del pieces
    gc.collect()
    before = resident()
    task = asyncio.create_task(give_back())
    await asyncio.sleep(0.1)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert before - resident() > PIECE * PIECES // 2048
    assert len(last) == PIECE + PIECES - 1


async def test_where_there_is_no_such_call_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    await asyncio.wait_for(give_back(), 1)
