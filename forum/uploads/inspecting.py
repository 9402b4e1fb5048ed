"""From bytes of which nothing is known to a file that may be stored."""

import hashlib
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO

from forum.uploads import archives, kinds, texts
from forum.uploads.kinds import Kind
from forum.uploads.names import clean_name, extension
from forum.uploads.rules import EmptyFile, FileTypeMismatch, FileTypeRefused, copies

SPOOL = 1 << 20
"""Bytes of a file that are held in memory; what is larger goes to disk."""
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that passed.

    Attributes:
        file: its bytes as they are to be stored.
        digest: SHA-256 of them in hexadecimal.
        name: clean, with the extension of its kind.
        copies: of a picture: small ones as WebP, by width in pixels.
    """

    file: IO[bytes]
    digest: str
    size: int
    kind: Kind
    name: str
    width: int = 0
    height: int = 0
    moving: bool = False
    copies: Mapping[int, IO[bytes]] = field(default_factory=dict)


def inspect(file: IO[bytes], name: str, stack: ExitStack) -> Inspected:
    """Look at a file's content, and write pictures anew; blocking, so for a thread.

    Args:
        file: can be read and sought; its name and declared type prove nothing.
        name: as the member's machine calls it.
        stack: closes the files that are made, which takes them from the disk.

    Raises:
        EmptyFile, FileTypeRefused, FileTypeMismatch, FileDamaged, FileUnsafe, PictureTooLarge:
            it is not taken.
    """
    kind = recognise(file, name)
    check_name(name, kind)
    if kind in kinds.PICTURES:
        return _picture(file, kind, name, stack)
    return Inspected(file, *_digest(file), kind, clean_name(name, kind))


def recognise(file: IO[bytes], name: str) -> Kind:
    """The kind of a file by its content; the name only tells CSV from other plain text.

    Raises:
        EmptyFile, FileTypeRefused, FileDamaged, FileUnsafe: it is not taken.
    """
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(kinds.HEAD)
    if not head:
        raise EmptyFile
    if head.startswith(kinds.ZIP):
        return archives.document_kind(file, size)
    if (found := kinds.by_signature(head)) is not None:
        return found
    texts.check_text(file)
    return Kind.CSV if extension(name) == Kind.CSV else Kind.TXT


def check_name(name: str, kind: Kind) -> None:
    """Refuse a file whose extension promises something else than its content.

    Raises:
        FileTypeRefused: plain text under a name that no plain text is taken with.
        FileTypeMismatch: it does.
    """
    named = extension(name)
    if named and named not in kinds.extensions(kind):
        if kind in kinds.TEXTS:
            raise FileTypeRefused
        raise FileTypeMismatch(named=named[:20], found=kind.value)


def _picture(file: IO[bytes], kind: Kind, name: str, stack: ExitStack) -> Inspected:
    from forum.uploads import pictures  # noqa: PLC0415 (Pillow comes with the first picture)

    anew = stack.enter_context(_temporary())
    picture = pictures.rewrite(file, kind, anew)
    small = {
        width: stack.enter_context(_temporary())
        for width in copies(picture.width, moving=picture.moving)
    }
    pictures.write_copies(anew, picture, small)
    return Inspected(
        anew,
        *_digest(anew),
        picture.kind,
        clean_name(name, picture.kind),
        picture.width,
        picture.height,
        picture.moving,
        small,
    )


def _temporary() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=SPOOL)


def _digest(file: IO[bytes]) -> tuple[str, int]:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
