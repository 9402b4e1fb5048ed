"""The archive as a stream of mails: the way in."""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from typing import BinaryIO

from forum.interop.mbox.compose import Source, compose
from forum.interop.mbox.mails import Bookmark, Mail, Unreadable
from forum.interop.mbox.split import LIMIT, Piece, split

_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_mails(
    stream: BinaryIO,
    *,
    after: Bookmark | None = None,
    charset: str = "windows-1252",
    limit: int = LIMIT,
) -> Iterator[Mail | Unreadable]:
    """Read an archive mail by mail, in its order, with one mail in memory at a time.

    What cannot be read comes as `Unreadable`, and nothing else is lost by it: no content of the
    archive raises an exception. To go on later, keep the `bookmark` of the last item.

    Args:
        stream: binary and open; seekable if `after` is given.
        after: the bookmark to go on from.
        charset: that of text which declares none and is not UTF-8, such as `tis-620`.
        limit: size in bytes above which a mail is skipped.
    """
    place = after or Bookmark()
    for piece in split(stream, place.offset, limit):
        if _is_blank(piece):
            continue
        item = _read(piece, place.date, charset)
        place = item.bookmark
        yield item


def _is_blank(piece: Piece) -> bool:
    """Empty lines before the first mail."""
    return (
        piece.envelope is None
        and not piece.cut
        and piece.data is not None
        and not piece.data.strip()
    )


def _read(piece: Piece, before: datetime | None, charset: str) -> Mail | Unreadable:
    skipped = Bookmark(piece.end, before)
    if piece.cut:
        # Reading goes on at the beginning of this piece once the archive is whole again.
        return Unreadable(
            piece.offset, "the archive is damaged here", Bookmark(piece.offset, before)
        )
    if piece.envelope is None:
        return Unreadable(piece.offset, "no mail begins here", skipped)
    if piece.data is None:
        return Unreadable(piece.offset, "the mail is too large", skipped)
    try:
        message = message_from_bytes(_ESCAPED_FROM.sub(rb"\1", piece.data))
        return compose(
            Source(piece.offset, piece.end, piece.envelope.date, before, charset), message
        )
    except Exception as fault:  # noqa: BLE001 (one mail must not end the import of a million)
        return Unreadable(piece.offset, f"the mail cannot be taken apart: {fault!r:.200}", skipped)
