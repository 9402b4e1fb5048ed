"""The parts of a mail that people read (MIME, RFC 2045 and 2046)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message

from forum.interop.mbox.charsets import decode
from forum.interop.mbox.headers import Header
from forum.interop.mbox.html_text import html_lines
from forum.interop.mbox.lines import Line, plain_lines
from forum.interop.mbox.mails import Problem
from forum.interop.mbox.words import decode_words, tidy

_CONTENT_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_ENCODING = re.compile(r"quoted-printable|base64|x-uuencode|uuencode", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(rb"(?:[^=]|=[0-9A-F]{2}|=\r?\n)*=?\s*")
_DATA = frozenset({"text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/css"})
_ESCAPES = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")
_SURE = 3
_FORWARDED = ("from", "date", "subject")


@dataclass(frozen=True, slots=True)
class Body:
    """What a part, or a tree of parts, comes to."""

    lines: tuple[Line, ...] = ()
    attachments: tuple[str, ...] = ()
    problems: frozenset[Problem] = frozenset()

    @property
    def blank(self) -> bool:
        """Nothing to read."""
        return not any(line.text.strip() for line in self.lines)


def read_parts(message: Message, charsets: Sequence[str]) -> Body:
    """Read a mail, or a part of one, depth first.

    Of alternatives the plain text is taken unless it is blank. A mail within a mail becomes a
    quotation that names its author, date and subject. `charsets` are those to fall back on, the
    archive's last, as `headers.Header` lists them.
    """
    kind = _kind(message)
    if kind == "multipart/alternative" and message.is_multipart():
        return _alternative([read_parts(part, charsets) for part in _children(message)])
    if message.is_multipart():
        bodies = [read_parts(part, charsets) for part in _children(message)]
        whole = _joined(bodies)
        return _forwarded(message, whole, charsets) if kind == "message/rfc822" else whole
    if _is_read(kind) and message.get_content_disposition() != "attachment":
        return _text(message, kind, charsets)
    return Body() if _is_wrapping(kind) else Body(attachments=(_name(message, kind),))


def _kind(message: Message) -> str:
    """Return the content type, text for one that is none, or for parts that nothing divides."""
    kind = message.get_content_type()
    divided = message.is_multipart() or message.get_content_maintype() != "multipart"
    return kind if divided and _CONTENT_TYPE.fullmatch(kind) else "text/plain"


def _is_read(kind: str) -> bool:
    """Tell whether people read a kind of part as it is: any text but data of programs."""
    return kind.startswith("text/") and kind not in _DATA


def _children(message: Message) -> list[Message]:
    return [part for part in message.get_payload() if isinstance(part, Message)]


def _alternative(bodies: list[Body]) -> Body:
    readable = [body for body in bodies if not body.blank] or bodies[:1]
    attachments = tuple(name for body in bodies for name in body.attachments)
    return Body(readable[0].lines, attachments, readable[0].problems) if readable else Body()


def _joined(bodies: list[Body]) -> Body:
    lines: list[Line] = []
    for body in bodies:
        if not body.blank:
            lines += [*([Line("")] if lines else []), *body.lines]
    return Body(
        tuple(lines),
        tuple(name for body in bodies for name in body.attachments),
        frozenset(problem for body in bodies for problem in body.problems),
    )


def _forwarded(message: Message, body: Body, charsets: Sequence[str]) -> Body:
    header = Header(next(iter(_children(message)), message), charsets[-1])
    fields = ((name, header.text(name).text) for name in _FORWARDED)
    head = [Line(f"{name.title()}: {text}", 1) for name, text in fields if text]
    quoted = [line.deeper() for line in body.lines]
    return Body((*head, Line("", 1), *quoted), body.attachments, body.problems)


def _text(message: Message, kind: str, charsets: Sequence[str]) -> Body:
    declared = _parameter(message, "charset") or None
    decoded = decode(_payload(message), declared, charsets)
    if kind == "text/html":
        return Body(tuple(html_lines(decoded.text)), problems=decoded.problems)
    flowed = _parameter(message, "format").lower() == "flowed"
    joins = _parameter(message, "delsp").lower() == "yes"
    lines = plain_lines(decoded.text, flowed=flowed, joins=joins)
    return Body(tuple(lines), problems=decoded.problems)


def _payload(message: Message) -> bytes:
    """Undo the transfer encoding, also a misspelt one, or one that an archive left unsaid."""
    declared = str(message.get("content-transfer-encoding", ""))
    del message["content-transfer-encoding"]
    if found := _ENCODING.search(declared):
        message["content-transfer-encoding"] = found[0].lower()
    elif not declared and "content-type" not in message:
        raw = message.get_payload(decode=True)
        if isinstance(raw, bytes) and _looks_quoted_printable(raw):
            message["content-transfer-encoding"] = "quoted-printable"
    data = message.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _looks_quoted_printable(raw: bytes) -> bool:
    return len(_ESCAPES.findall(raw)) >= _SURE and _QUOTED_PRINTABLE.fullmatch(raw) is not None


def _parameter(message: Message, name: str) -> str:
    """Return a parameter of the content type; RFC 2231 values are (charset, language, text)."""
    value = message.get_param(name, "")
    text = value[2] if isinstance(value, tuple) else value
    return str(text or "").strip(" \"'")


def _is_wrapping(kind: str) -> bool:
    """Signatures and certificates: of no use to a reader."""
    return kind.startswith("application/") and kind.endswith("-signature")


def _name(message: Message, kind: str) -> str:
    name = message.get_filename(kind)
    return tidy(decode_words(str(name).encode("utf-8", "surrogateescape"))).text or kind
