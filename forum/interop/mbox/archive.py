"""Opens an archive, compressed or not."""

import gzip
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, cast

_GZIP = b"\x1f\x8b"


def open_archive(path: Path) -> AbstractContextManager[BinaryIO]:
    """Open `path` for `read_mails`; whether it is compressed is told by its first bytes.

    Raises:
        OSError: the file cannot be opened.
    """
    with path.open("rb") as file:
        compressed = file.read(2) == _GZIP
    return cast(BinaryIO, gzip.open(path)) if compressed else path.open("rb")
