"""Lines of a text with their depth of quotation, also of flowed text (RFC 3676)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

_QUOTE = re.compile(r"(?:> ?)+")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]"
)
_DEEPEST = 8
SIGNATURE_MARK = "-- "


class Kind(Enum):
    """How the text of a line is to be taken."""

    PLAIN = "plain"
    """Words as somebody typed them, perhaps wrapped."""
    INLINE = "inline"
    """Inline Markdown; the line ends where its author ended it."""
    CODE = "code"
    """To be shown character by character."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `depth` counts the quotations around it, `lead` is Markdown that stands first."""

    text: str
    depth: int = 0
    kind: Kind = Kind.PLAIN
    lead: str = ""

    def deeper(self) -> "Line":
        """Return the line quoted once more."""
        return replace(self, depth=min(self.depth + 1, _DEEPEST))


def visible(text: str) -> str:
    """Drop control characters and overrides of direction, which could hide what a text says."""
    return _UNSEEN.sub("", text)


def plain_lines(text: str, *, flowed: bool = False, joins: bool = False) -> Iterator[Line]:
    """Split a text into lines, without what cannot be seen.

    Args:
        text: with any kind of line ends.
        flowed: lines that end in a space go on in the next one (`format=flowed`).
        joins: that space is not part of the text (`delsp=yes`).
    """
    clean = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_quoted(line, stuffed=flowed) for line in clean.rstrip().split("\n"))
    return _unflow(lines, joins=joins) if flowed else lines


def _quoted(raw: str, *, stuffed: bool) -> Line:
    """Take the marks of quotation off; one space after them belongs to them."""
    if stuffed:
        rest = raw.lstrip(">")
        return Line(rest.removeprefix(" "), min(len(raw) - len(rest), _DEEPEST))
    found = _QUOTE.match(raw)
    if not found:
        return Line(raw)
    return Line(raw[found.end() :], min(found[0].count(">"), _DEEPEST))


def _unflow(lines: Iterator[Line], *, joins: bool) -> Iterator[Line]:
    """Join the lines of each paragraph; the last line of a text is never open."""
    held: Line | None = None
    for line in lines:
        goes_on = line.text.endswith(" ") and line.text != SIGNATURE_MARK
        text = line.text[:-1] if goes_on and joins else line.text
        apart = line.text in {"", SIGNATURE_MARK}
        if held and (apart or held.depth != line.depth):
            yield held
            held = None
        held = replace(line, text=held.text + text if held else text)
        if not goes_on:
            yield held
            held = None
