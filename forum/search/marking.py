"""Which part of a text is shown as found, and what is marked in it: pure."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import accumulate, chain

from markupsafe import Markup, escape

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
_LONG = 60
"""Characters of a word that is cut through where it would go beyond an excerpt's end."""
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
    # By hand: putting Markup together takes longer than finding what to mark.
    written = (
        f"<mark>{escape(piece.text)}</mark>" if piece.marked else escape(piece.text)
        for piece in pieces
    )
    return Markup("".join(written))  # noqa: S704 (every piece is escaped)


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
    first = next(found, None)
    begin = _beginning(text, first[0]) if first else 0
    end = _end(text, begin, length)
    pieces = list(_pieces(text, chain([first], found) if first else (), begin, end))
    before = [Piece(ELLIPSIS)] if begin else []
    return [*before, *pieces, *([Piece(ELLIPSIS)] if end < len(text) else [])]


def spans(text: str, phrases: Sequence[Phrase]) -> Iterator[Span]:
    """Where phrases stand in a text, in order, none touching another; looked for as asked for."""
    folds = list(map(_FOLDS.__getitem__, text))
    plain = "".join(folds)
    starts = range(len(text)) if text.isascii() else list(accumulate(map(len, folds), initial=0))
    standing = merge(*(_standing(plain, phrase) for phrase in phrases))
    places = ((_place(starts, begin), _place(starts, end - 1)) for begin, end in standing)
    found = (
        (begin, _grown(text, last + 1)) for begin, last in places if not _is_bound(text, begin)
    )
    if (span := next(found, None)) is None:
        return
    for begin, end in found:
        if begin <= span[1]:
            span = (span[0], max(end, span[1]))
        else:
            yield span
            span = (begin, end)
    yield span


def _place(starts: Sequence[int], at: int) -> int:
    """The character of a text from which a letter of its folded form was made."""
    return bisect_right(starts, at) - 1


class _Folds(dict[str, str]):
    """What search reads in the place of each character: letters, a space, or nothing."""

    def __missing__(self, character: str) -> str:
        if len(self) >= _FOLDS_KEPT:
            self.clear()
        plain = folded(normalised(character)) if not "\ud800" <= character <= "\udfff" else " "
        self[character] = "".join(
            one if unicodedata.category(one)[0] in "LNM" else " " for one in plain
        )
        return self[character]


_FOLDS_KEPT = 8192
_FOLDS = _Folds()


def _standing(plain: str, phrase: Phrase) -> Iterator[Span]:
    for found in _wanted(phrase.text).finditer(plain):
        begin, end = found.span(1)
        if _parted(plain, begin) and (phrase.is_open or _parted(plain, end)):
            yield begin, end


@lru_cache(maxsize=256)
def _wanted(text: str) -> re.Pattern[str]:
    """Finds a phrase, with as many spaces between its words as there may be."""
    parts = "".join(map(_FOLDS.__getitem__, text)).split()
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


def _pieces(text: str, found: Iterable[Span], begin: int, end: int) -> Iterator[Piece]:
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
    near = max(begin, last - _LONG - _CONTEXT)
    fits = (cut for cut in _cuts(text, near, last + _CONTEXT) if last - _LONG <= cut <= last)
    return max(fits, default=begin + len(first_graphemes(text[begin:last], length)))


def _cuts(text: str, begin: int, end: int) -> Iterator[int]:
    """Where words begin or end in a part of a text."""
    begin = max(0, begin)
    return (begin + at for at in accumulate(map(len, words_and_gaps(text[begin:end]))))
