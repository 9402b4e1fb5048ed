"""A parsed message as a `Mail`."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message

from forum.interop.mbox.addresses import by_way_of_list, parse_author
from forum.interop.mbox.charsets import Decoded
from forum.interop.mbox.dates import agrees, parse_date, plausible
from forum.interop.mbox.headers import Header
from forum.interop.mbox.identifiers import derived, digest, identifiers
from forum.interop.mbox.mails import Author, Bookmark, Mail, Problem
from forum.interop.mbox.markdown import to_markdown
from forum.interop.mbox.parts import read_parts
from forum.interop.mbox.subjects import parse_subject
from forum.interop.mbox.trim import Trimmed, trim


@dataclass(frozen=True, slots=True)
class Source:
    """Where a message comes from: its stretch of the archive, and what the archive says of it."""

    offset: int
    end: int
    delivered: datetime | None
    before: datetime | None
    charset: str


def compose(source: Source, message: Message) -> Mail:
    """Make a `Mail`; every fault of the message is noted in it, none is refused."""
    header, problems = Header(message, source.charset), set[Problem]()
    author, date = _author(header, problems), _date(header, source, problems)
    subject = parse_subject(_text(header.text("subject"), problems))
    text = _body(message, header, problems)
    body = to_markdown(text.lines)
    content = digest(author.address or author.name, date.isoformat(), subject.topic, body)
    message_id = _message_id(header, content, problems)
    answered = _others(header, "in-reply-to", message_id)
    return Mail(
        offset=source.offset,
        bookmark=Bookmark(source.end, date),
        message_id=message_id,
        in_reply_to=answered[0] if answered else None,
        references=_others(header, "references", message_id),
        subject=subject.text,
        topic=subject.topic,
        is_reply=subject.is_reply,
        author=author,
        date=date,
        body=body,
        signature=text.signature,
        attachments=text.attachments,
        problems=frozenset(problems),
        digest=content,
    )


def _text(decoded: Decoded, problems: set[Problem]) -> str:
    problems |= decoded.problems
    return decoded.text


def _body(message: Message, header: Header, problems: set[Problem]) -> Trimmed:
    body = read_parts(message, header.charsets)
    problems |= body.problems | ({Problem.TEXT_MISSING} if body.blank else set())
    trimmed = trim(body.lines)
    return replace(trimmed, attachments=(*trimmed.attachments, *body.attachments))


def _others(header: Header, name: str, message_id: str) -> tuple[str, ...]:
    """Return the identifiers in a field, but for the mail's own."""
    return tuple(one for one in identifiers(header.ascii(name)) if one != message_id)


def _author(header: Header, problems: set[Problem]) -> Author:
    author, field = parse_author(header.raw("from"), header.charsets)
    problems |= field.problems
    if by_way_of_list(field.text):
        for name in ("x-original-from", "reply-to"):
            original, _ = parse_author(header.raw(name), header.charsets)
            if original.address and original.address != author.address:
                return Author(author.name or original.name, original.address)
    return author


def _date(header: Header, source: Source, problems: set[Problem]) -> datetime:
    """Take the date the mail gives, if it may be true, or the best that stands around it."""
    delivered = plausible(source.delivered)
    written = plausible(parse_date(header.ascii("date")))
    if written and agrees(written, delivered):
        return written
    problems.add(Problem.DATE_WRONG)
    return (
        delivered or written or source.before or source.delivered or datetime.fromtimestamp(0, UTC)
    )


def _message_id(header: Header, content: str, problems: set[Problem]) -> str:
    if found := identifiers(header.ascii("message-id")):
        return found[0]
    problems.add(Problem.ID_MISSING)
    return derived(content)
