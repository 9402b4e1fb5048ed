"""What reading an archive gives."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Problem(StrEnum):
    """A fault of a mail that was read all the same."""

    CHARSET_UNKNOWN = "charset_unknown"
    """The declared charset is none that we decode; another one was used."""
    CHARSET_WRONG = "charset_wrong"
    """The text is not in the charset it declares."""
    CHARSET_MISSING = "charset_missing"
    """Text beyond ASCII declares no charset; it was guessed."""
    BYTES_REPLACED = "bytes_replaced"
    """Some bytes stand for nothing in the charset and became U+FFFD."""
    DATE_WRONG = "date_wrong"
    """There is no usable Date field; the date is that of the From line or of the mail before."""
    ID_MISSING = "id_missing"
    """There is no usable Message-ID; one was derived from the content."""
    TEXT_MISSING = "text_missing"
    """No part of the mail is text that people read."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where to go on reading: a byte offset in the uncompressed archive, and the last date seen."""

    offset: int = 0
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote; `name` may be empty, `address` is lower case, or empty if there is none."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail, ready to become a post.

    Identifiers carry no angle brackets. `subject` is as written, `topic` without the marks of
    replies and lists, and `is_reply` tells whether it carried the mark of a reply. `date` is UTC.
    `body` is Markdown, `signature` plain text. `attachments` are the names of what is not shown.
    `digest` identifies the content (hexadecimal), so that two mails with one identifier can be
    told from one mail found twice.
    """

    offset: int
    bookmark: Bookmark
    message_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    subject: str
    topic: str
    is_reply: bool
    author: Author
    date: datetime
    body: str
    signature: str
    attachments: tuple[str, ...]
    problems: frozenset[Problem]
    digest: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A stretch of the archive from `offset` that was skipped, and why it is no readable mail."""

    offset: int
    why: str
    bookmark: Bookmark
