"""The archive of a backup: parts with names, and their sums at the end."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

ABOUT, SUMS = "about.json", "sums.json"
_PIECE = 1 << 20


class Damaged(Exception):
    """The file is no whole backup as it was written; the message says what is wrong with it."""


class Writer:
    """Writes an archive to `file`, part by part; to be closed before the file is."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = gzip.GzipFile("", "wb", 6, file, mtime=0)
        self._tar = tarfile.open(fileobj=self._zip, mode="w|")  # noqa: SIM115 (`close` does)
        self._sums: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        """Add a part."""
        self._add(name, io.BytesIO(data), len(data))

    def add_file(self, name: str, path: Path) -> None:
        """Add what a file holds.

        Raises:
            OSError: it cannot be read, or grows shorter meanwhile.
        """
        with path.open("rb") as file:
            self._add(name, file, path.stat().st_size)

    def add_json(self, name: str, value: Mapping[str, Any]) -> None:
        """Add a part that is an object of JSON."""
        self.add(name, json.dumps(value, ensure_ascii=False, indent=1).encode())

    def finish(self, **more: Any) -> None:
        """Add the sums, and `more` beside them."""
        data = json.dumps({"sha256": self._sums, **more}).encode()
        self._add(SUMS, io.BytesIO(data), len(data))

    def close(self) -> None:
        """Write what is still held in memory."""
        self._tar.close()
        self._zip.close()

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        part = tarfile.TarInfo(name)
        part.size, part.mode = size, 0o600
        watched = _Summed(file)
        self._tar.addfile(part, watched)
        self._sums[name] = watched.sum.hexdigest()


class _Summed(io.RawIOBase):
    """A file that adds up what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """See `io`."""
        data = self._file.read(size)
        self.sum.update(data)
        return data


class Part:
    """A part of an archive that is read; it can be read once, before the next one."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self.name = name
        self._file = file

    def data(self) -> bytes:
        """All of it; for errors see `parts`."""
        with _damage():
            return self._file.read()

    def pieces(self) -> Iterator[bytes]:
        """All of it, in pieces; for errors see `parts`."""
        with _damage():
            while piece := self._file.read(_PIECE):
                yield piece


def parts(path: Path) -> Iterator[Part]:
    """The parts of an archive, in their order.

    Raises:
        Damaged: it is not one, or ends before its end.
        OSError: the file cannot be read.
    """
    with (
        _damage(),
        gzip.open(path) as unzipped,
        tarfile.open(fileobj=unzipped, mode="r|") as tar,
    ):
        for member in tar:
            file = tar.extractfile(member)
            if file is None:
                raise Damaged(f"“{member.name}” is not a part of a backup")
            yield Part(member.name, file)
        while unzipped.read(_PIECE):
            pass  # to the end, where gzip has its own sum


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except (EOFError, gzip.BadGzipFile, tarfile.TarError, zlib.error) as error:
        raise Damaged("it is damaged, or no backup") from error


def verified(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an archive says about itself, at its beginning and at its end, once all sums agree.

    Raises:
        Damaged: something is missing, too much, or other than it was written.
        OSError: the file cannot be read.
    """
    sums: dict[str, str] = {}
    objects: dict[str, dict[str, Any]] = {}
    for part in parts(path):
        if part.name in sums or SUMS in objects:
            raise Damaged(f"“{part.name}” is one part too many")
        if part.name in {ABOUT, SUMS}:
            data = part.data()
            objects[part.name] = _object(data)
            sums[part.name] = hashlib.sha256(data).hexdigest()
        else:
            sums[part.name] = _sum(part)
    if sums.pop(SUMS, None) is None:
        raise Damaged("its end is missing")
    if objects[SUMS].get("sha256") != sums or ABOUT not in sums:
        raise Damaged("its parts are not those that were written")
    return objects[ABOUT], objects[SUMS]


def _sum(part: Part) -> str:
    total = hashlib.sha256()
    for piece in part.pieces():
        total.update(piece)
    return total.hexdigest()


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError as error:
        raise Damaged("it is damaged") from error
    if not isinstance(found, dict):
        raise Damaged("it is damaged")
    return found
