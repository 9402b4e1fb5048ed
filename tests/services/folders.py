"""Temporary folders that an account can use and nobody else."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.account import OWN, Account

MEMORY = Path("/dev/shm")  # noqa: S108
MEMORY_NEEDED = 2**30


@contextmanager
def private_folder(account: Account = OWN, *, in_memory: bool = False) -> Iterator[Path]:
    """A folder of `account`'s with a path short enough for a Unix socket; removed afterwards.

    `in_memory` asks for one that no disk slows down, where the system has room for it.
    """
    roots = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]  # noqa: S108
    if in_memory and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED:
        roots.insert(0, MEMORY)
    root = next((one for one in roots if account.reaches(one)), roots[0])
    folder = Path(tempfile.mkdtemp(prefix="forum-test-", dir=root))
    account.take(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
