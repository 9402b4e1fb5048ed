"""Header fields as bytes, whatever the standard parser would make of them."""

from collections.abc import Sequence
from email.message import Message

from forum.interop.mbox.charsets import Decoded
from forum.interop.mbox.words import charsets_of, decode_words, tidy

_LONGEST = 20_000


class Header:
    """The fields of a mail; names are compared without regard to case."""

    def __init__(self, message: Message, charset: str) -> None:
        self._fields = [(name.lower(), _raw(value)) for name, value in message.raw_items()]
        self.charsets = self._guesses(charset)

    def _guesses(self, charset: str) -> Sequence[str]:
        texts = [
            raw.decode("ascii", "replace")
            for name, raw in self._fields
            if name in {"subject", "from"}
        ]
        return [*dict.fromkeys(name for text in texts for name in charsets_of(text)), charset]

    def raw(self, name: str) -> bytes:
        """Return the first non-empty field called `name` (lower case), or nothing."""
        return next((raw for field, raw in self._fields if field == name and raw.strip()), b"")

    def ascii(self, name: str) -> str:
        """Return the field as text in which only ASCII counts."""
        return self.raw(name).decode("ascii", "replace")

    def text(self, name: str) -> Decoded:
        """Return the field for people: decoded, on one line."""
        return tidy(decode_words(self.raw(name), self.charsets))


def _raw(value: object) -> bytes:
    return str(value).encode("ascii", "surrogateescape")[:_LONGEST]
