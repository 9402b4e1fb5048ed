"""Opens an archive, compressed or not."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive.

    Attributes:
        stream: for `read_mails`.
        size: bytes of the file, compressed as it may be.
    """

    stream: BinaryIO
    size: int
    _file: BinaryIO

    @property
    def taken(self) -> int:
        """Bytes of the file that were read so far."""
        return self._file.tell()


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open `path`; whether it is compressed is told by its first bytes.

    Raises:
        OSError: the file cannot be opened.
    """
    with path.open("rb") as file:
        compressed = file.read(2) == _GZIP
        file.seek(0)
        size = path.stat().st_size
        if compressed:
            with gzip.open(file) as stream:
                yield Archive(cast(BinaryIO, stream), size, file)
        else:
            yield Archive(file, size, file)
