"""Text of header fields: raw bytes and encoded words (RFC 2047)."""

import base64
import binascii
import quopri
import re
import unicodedata
from collections.abc import Iterator, Sequence

from forum.interop.mbox.charsets import Decoded, decode

_WORD = re.compile(r"=\?([^\s?*]{1,60})(?:\*[^\s?]{0,20})?\?([bBqQ])\?([^?]*\??)\?=")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_JOINERS = "\u200c\u200d"


def charsets_of(text: str) -> list[str]:
    """Name the charsets that the encoded words of `text` declare, in their order."""
    return [found[1] for found in _WORD.finditer(text)]


def decode_words(raw: bytes, others: Sequence[str] = ()) -> Decoded:
    """Decode an unstructured field, folded or not; `others` as in `charsets.decode`.

    Neighbouring words of one charset are decoded together, as senders cut characters in two
    (which RFC 2047 §5 forbids). A word that cannot be read stays as it is.
    """
    outer = decode(raw, None, others)
    text = re.sub(r"\r?\n(?=[ \t])", "", outer.text)
    parts, problems = [], set(outer.problems)
    for charset, data, literal in _runs(text):
        parts.append(literal)
        if charset:
            word = decode(data, charset, others)
            parts.append(word.text)
            problems |= word.problems
    return Decoded("".join(parts), frozenset(problems))


def _runs(text: str) -> Iterator[tuple[str, bytes, str]]:
    """Yield (charset, bytes, text before) for each run of words, and the rest of the text last."""
    done, charset, data = 0, "", b""
    before = ""
    for found in _WORD.finditer(text):
        gap = text[done : found.start()]
        joined = bool(charset) and not gap.strip()
        if not (joined and found[1].lower() == charset.lower()):
            if charset:
                yield charset, data, before
            before, data = ("" if joined else gap), b""
        charset, data, done = found[1], data + _payload(found), found.end()
    if charset:
        yield charset, data, before
    yield "", b"", text[done:]


def _payload(word: re.Match[str]) -> bytes:
    raw = word[3].encode("utf-8", "replace")
    if word[2] in "qQ":
        return quopri.decodestring(raw, header=True)
    letters = _NOT_BASE64.sub("", word[3])
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        return word[0].encode("utf-8", "replace")


def tidy(decoded: Decoded) -> Decoded:
    """Join lines and runs of white space to single spaces, and drop what cannot be seen."""
    shown = "".join(_shown(char) for char in decoded.text)
    return Decoded(" ".join(shown.split()), decoded.problems)


def _shown(char: str) -> str:
    if char.isprintable() or char in _JOINERS:
        return char
    return "" if unicodedata.category(char) == "Cf" else " "
