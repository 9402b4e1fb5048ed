"""Which part of a text is shown as found, and what is marked in it: pure."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from markupsafe import Markup

from forum.search.rules import Phrase
from forum.text.excerpt import ELLIPSIS
from forum.text.pieces import first_graphemes, words_and_gaps
from i18n.folding import folded, normalised

LENGTH = 220
"""Characters of an excerpt."""
_LEAD = 60
"""Characters that stand before the first match."""
_CONTEXT = 60
"""Characters beyond a cut that ICU sees: it finds Thai or Chinese words by context."""
_VIRAMA = 9
"""Combining class of the signs that bind two letters into one."""
_JOINERS = "\u200c\u200d"
# Words of these scripts are not parted by spaces, and may begin anywhere.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    marked: bool = False


def as_html(pieces: Sequence[Piece]) -> Markup:
    """Pieces as HTML, the marked ones in `<mark>`."""
    mark = Markup("<mark>{}</mark>")
    return Markup("").join(
        mark.format(piece.text) if piece.marked else piece.text for piece in pieces
    )


def marked(text: str, phrases: Sequence[Phrase]) -> list[Piece]:
    """All of a text, with every phrase marked."""
    return list(_pieces(text, spans(text, phrases), 0, len(text)))


def excerpt(text: str, phrases: Sequence[Phrase], length: int = LENGTH) -> list[Piece]:
    """The part of a text in which the first phrase stands, cut between words of any script.

    Args:
        text: one line of plain text.
        phrases: what to mark; where none of them stands there, the text's beginning is given.
        length: most characters, besides "…" on either side.
    """
    found = spans(text, phrases)
    begin = _beginning(text, found[0][0]) if found else 0
    end = _end(text, begin, length)
    pieces = list(_pieces(text, found, begin, end))
    before = [Piece(ELLIPSIS)] if begin else []
    return [*before, *pieces, *([Piece(ELLIPSIS)] if end < len(text) else [])]


def spans(text: str, phrases: Sequence[Phrase]) -> list[Span]:
    """Where phrases stand in a text, in order, none touching another."""
    folds = list(map(_fold, text))
    plain = "".join(folds)
    standing = [span for phrase in phrases for span in _standing(plain, phrase)]
    if not standing:
        return []
    starts = list(accumulate(map(len, folds), initial=0))
    places = [(_place(starts, begin), _place(starts, end - 1)) for begin, end in standing]
    found = sorted(
        (begin, _grown(text, last + 1)) for begin, last in places if not _is_bound(text, begin)
    )
    apart: list[Span] = []
    for begin, end in found:
        if apart and begin <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((begin, end))
    return apart


def _place(starts: Sequence[int], at: int) -> int:
    """The character of a text from which a letter of its folded form was made."""
    return bisect_right(starts, at) - 1


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    """What search reads in the place of a character: letters, a space, or nothing."""
    plain = folded(normalised(character)) if not "\ud800" <= character <= "\udfff" else " "
    return "".join(one if unicodedata.category(one)[0] in "LNM" else " " for one in plain)


def _standing(plain: str, phrase: Phrase) -> Iterator[Span]:
    for found in _wanted(phrase.text).finditer(plain):
        begin, end = found.span(1)
        if _parted(plain, begin) and (phrase.is_open or _parted(plain, end)):
            yield begin, end


@lru_cache(maxsize=256)
def _wanted(text: str) -> re.Pattern[str]:
    """Finds a phrase, with as many spaces between its words as there may be."""
    parts = "".join(map(_fold, text)).split()
    # A look ahead takes nothing, so that the next match may begin inside of this one.
    return re.compile(f"(?=({' +'.join(map(re.escape, parts))}))" if parts else r"(?!)()")


def _parted(plain: str, at: int) -> bool:
    """Whether a word may begin, or have ended, at a place."""
    if at in (0, len(plain)) or " " in plain[at - 1 : at + 1]:
        return True
    return bool(_UNSPACED.match(plain[at - 1]) or _UNSPACED.match(plain[at]))


def _is_bound(text: str, at: int) -> bool:
    """Whether a letter is written as one with the letter before it."""
    return at > 0 and unicodedata.combining(text[at - 1]) == _VIRAMA


def _grown(text: str, end: int) -> int:
    """The end of what readers take for the last character (UAX 29, near enough)."""
    while end < len(text) and (
        unicodedata.category(text[end])[0] == "M"
        or text[end] in _JOINERS
        or _is_bound(text, end)
        or text[end - 1] == _JOINERS[1]
    ):
        end += 1
    return end


def _pieces(text: str, found: Sequence[Span], begin: int, end: int) -> Iterator[Piece]:
    at = begin
    for start, stop in found:
        if start >= end:
            break
        if start > at:
            yield Piece(text[at:start])
        at = min(stop, end)
        yield Piece(text[start:at], marked=True)
    if at < end:
        yield Piece(text[at:end])


def _beginning(text: str, match: int) -> int:
    """Where an excerpt begins that is to show what stands at `match`: with a word before it."""
    if match <= _LEAD:
        return 0
    fits = (cut for cut in _cuts(text, match - _LEAD - _CONTEXT, match) if cut >= match - _LEAD)
    begin = min(fits, default=match)
    return begin + (text[begin : begin + 1] == " ")


def _end(text: str, begin: int, length: int) -> int:
    last = begin + length
    if len(text) <= last:
        return len(text)
    fits = (cut for cut in _cuts(text, begin, last + _CONTEXT) if begin < cut <= last)
    return max(fits, default=begin + len(first_graphemes(text[begin:last], length)))


def _cuts(text: str, begin: int, end: int) -> Iterator[int]:
    """Where words begin or end in a part of a text."""
    begin = max(0, begin)
    return (begin + at for at in accumulate(map(len, words_and_gaps(text[begin:end]))))
