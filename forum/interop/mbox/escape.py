"""Plain text as Markdown that shows the same text (CommonMark, tables, strikethrough)."""

import re

_URL = re.compile(r"https?://[!#-;=?-_a-z~]{1,2000}")
_AFTER_URL = ".,;:!?'*_~"
_SPECIAL = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_START = re.compile(
    r"(?P<sign>\#{1,6}(?=\s|$)|[-+](?=\s|$)|>|[-=]+\s*$|-[\s-]*$|[|:-][\s|:-]*$)|(?P<number>\d{1,9})(?=[.)](?:\s|$))"
)
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\\\x00-\x20\x7f]")


def escape(text: str) -> str:
    """Escape text that does not begin a line; web addresses become links to themselves."""
    parts, place = [], 0
    for found in _URL.finditer(text):
        address = _without_tail(found[0])
        parts += [escape_words(text[place : found.start()]), f"<{address}>"]
        place = found.start() + len(address)
    return "".join([*parts, escape_words(text[place:])])


def escape_words(text: str) -> str:
    """Escape text that does not begin a line, and leave web addresses alone."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def guard(markdown: str) -> str:
    """Keep a line of inline Markdown from beginning a heading, list, quotation, rule or table."""
    found = _START.match(markdown)
    if not found:
        return markdown
    place = found.end("number") if found["number"] else 0
    return f"{markdown[:place]}\\{markdown[place:]}"


def link(label: str, address: str) -> str:
    """Write a link with a plain label; only web and mail addresses make one."""
    address = _UNSAFE_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", address.strip())
    if not re.match(r"(?:https?://|mailto:)\S", address, re.IGNORECASE):
        return escape_words(label)
    if label in {address, address.removeprefix("mailto:")}:
        return f"<{label}>"
    return f"[{escape_words(label)}](<{address}>)"


def _without_tail(address: str) -> str:
    """Leave punctuation that belongs to the sentence, and a bracket opened before the address."""
    while address[-1] in _AFTER_URL or _closes_outside(address):
        address = address[:-1]
    return address


def _closes_outside(address: str) -> bool:
    return any(
        address[-1] == end and address.count(begin) < address.count(end)
        for begin, end in ("()", "[]")
    )
