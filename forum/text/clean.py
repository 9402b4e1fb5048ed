"""Text as it may enter the house: every text from outside passes here first."""

import re
import unicodedata
from typing import Final

#: Deepest nesting of direction controls (UAX #9, `max_depth`); deeper ones are dropped.
MAX_EMBEDDING: Final = 125

_PDF, _PDI = "\u202c", "\u2069"
_EMBEDDINGS = {"\u202a": _PDF, "\u202b": _PDF, "\u2066": _PDI, "\u2067": _PDI, "\u2068": _PDI}
_OVERRIDES = frozenset("\u202d\u202e")
_DIRECTION_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Tag characters spell the flags of England, Scotland and Wales; anywhere else they hide text from
# the reader, though not from a translation engine.
_UNWANTED = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
# All of these: hardly any text has one, and one look is cheaper than four.
_RARE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)
_FIRST_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")
_SPACES = re.compile(r"\s+")


class NotUnicodeText(ValueError):
    """The text holds half a character (a lone surrogate) and cannot be stored or sent."""


def clean_text(text: str) -> str:
    r"""Text of many lines: normal form C, lines ended by `\n`, no controls but tab, no blank ends.

    Controls that would hide text or turn the direction of what follows are dropped; embeddings and
    isolates (UAX #9) end where their line ends. Doing it twice changes nothing.

    Raises:
        NotUnicodeText: the text holds a lone surrogate.
    """
    if _RARE.search(text):
        text = _without_controls(text)
    return _FIRST_LINES.sub("", unicodedata.normalize("NFC", text).rstrip())


def _without_controls(text: str) -> str:
    if _SURROGATE.search(text):
        raise NotUnicodeText("The text holds half a character.")
    text = _UNWANTED.sub(r"\1", _LINE_ENDS.sub("\n", text))
    if _DIRECTION_CONTROL.search(text):
        text = "\n".join(map(_balanced, text.split("\n")))
    return text


def clean_line(text: str) -> str:
    """Text of one line, such as a title or a name: as `clean_text`, and each run of spaces is one.

    Raises:
        NotUnicodeText: the text holds a lone surrogate.
    """
    return _SPACES.sub(" ", clean_text(_SPACES.sub(" ", text))).strip()


def _balanced(line: str) -> str:
    """Drop overrides and closers without an opener; close what stays open (UAX #9, BD9 and X6a)."""
    kept: list[str] = []
    closers: list[str] = []
    for char in line:
        if char in _OVERRIDES:
            _open(closers, "")
        elif char in _EMBEDDINGS:
            kept.append(char if _open(closers, _EMBEDDINGS[char]) else "")
        elif char in (_PDF, _PDI):
            kept.extend(_close(closers, char))
        else:
            kept.append(char)
    return "".join(kept + closers[::-1])


def _open(closers: list[str], closer: str) -> bool:
    if len(closers) == MAX_EMBEDDING:
        return False
    closers.append(closer)
    return True


def _close(closers: list[str], char: str) -> list[str]:
    """What to write for a closing control: an isolate ends the embeddings inside of it too."""
    if char == _PDF:
        return [closers.pop()] if closers and closers[-1] != _PDI else []
    if _PDI not in closers:
        return []
    written = []
    while (closer := closers.pop()) != _PDI:
        written.append(closer)
    return [*written, _PDI]
