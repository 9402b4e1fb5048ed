"""What in a line of Markdown must not be translated: where each such piece begins and ends."""

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "mark", "term", "emphasis", "ticks", "open", "close", "bracket"]

Place: TypeAlias = tuple[int, int]
"""Where something begins in a text, and where it ends."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text.

    Attributes:
        kind: `text` is translated, everything else is kept. `open` and `close` are the halves of a
            link or an image, always in pairs.
        text: as it stands in the source.
        start: where it begins.
    """

    kind: Kind
    text: str
    start: int


# Python's \w leaves out vowel signs and tone marks, which words of many Asian languages need.
_LETTER = (
    r"[\w\u0300-\u036f\u0610-\u06dc\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece"
    r"\u102b-\u1049\u1056-\u109d\u1780-\u17d3\u200c\u200d]"
)
# Scripts whose words touch: beside them a word of another script is whole.
_UNSPACED = (
    r"\u0e01-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    r"\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af"
)
_SPACED = rf"[^\W{_UNSPACED}]"
_NUMBER = r"[-+±−]?\d+(?:[.,:'’\u00a0\u202f]\d+|\ \d{3}(?!\d))*"
_CURRENCY = r"[€$£¥₩₹₫฿₱₽₺]"
_UNIT = (
    r"(?:km/h|m/s|[kcm]?m[²³]?|[kcm]?g|t|ha|[mc]?l|°[CF]?|[kMGT]?Wh?|[km]?V|[kMG]?Hz|[kKMGT]i?B"
    rf"|[kMG]bit/s|[kMG]bps|h|min|ms|(?<!\d)s|px|%|‰|{_CURRENCY}"
    r"|EUR|USD|GBP|CHF|JPY|CNY|KRW|INR|IDR|THB|VND|SGD|AUD|NZD|RUB)"
)
_IN_URL = r"[!#-'+-;=?-Z\\^_a-~]"
_URL = (
    rf"(?:(?i:https?)://|(?<!{_SPACED})www\.)(?:{_IN_URL}|\({_IN_URL}*\)|\*+(?=[A-Za-z0-9]))+"
    r"(?<![.,:;!?'~_|\\&])"
)
_MAIL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_MENTION = r"(?<![A-Za-z0-9.%+@/&=-])@[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?"
_TITLE = r"""(?:\s++(?:"[^"]*"|'[^']*'|\([^()]*\)))?"""

# Nothing begins elsewhere, or inside a word but an address: most places of a text are passed over
# by this, and the rest is not tried there.
BEGINNING = rf"""
(?= (?<![A-Za-z0-9])[A-Za-z0-9] | [\\`<&@\#\[\]!*_~.%+±−-] | [ ][ ] | \d | {_CURRENCY}
  | (?i:http) | TERMS )
"""

# The order decides: what is first at a place wins.
PATTERN = rf"""
(?:
  (?P<ticks>    `+ )
| (?P<mark>
      \\[!-/:-@\[-`{{-~\n]                                          # escape, hard break
    | (?<![ ])[ ]{{2,}}\n                                           # hard break
    | <[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]*>                     # autolinks
    | <[^\s<>@]+@[^\s<>@]+>
    | </?[A-Za-z][\w-]*(?:\s+[\w:-]+=(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))*\s*/?>
    | &(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});
    | {_URL}
    | {_MAIL}
    | {_MENTION}
    | (?<!{_SPACED})(?<![/&\#])\#{_LETTER}+                         # tag
  )
| (?P<term>     TERMS )
| (?P<number>
      (?<!{_SPACED})(?<![.,:]){_NUMBER}[\ \u00a0\u202f]?{_UNIT}(?!{_SPACED})
    | (?<!{_SPACED}){_CURRENCY}[\ \u00a0\u202f]?{_NUMBER}
    | (?<![A-Za-z0-9])[A-Za-z0-9]+(?:_+[A-Za-z0-9]+)+                # an identifier, as in code
  )
| (?P<close>
      \]\(\s*+(?:<[^<>\n]*>|(?:[^\s()<>]|\([^\s()<>]*\))*){_TITLE}\s*\)
    | \]\[[^\[\]]*\]
  )
| (?P<open>     !?\[ )
| (?P<bracket>  \] )
| (?P<emphasis> \*+ | _+ | ~~+ )
)
"""


def scan(text: str, words: Collection[str], places: Iterable[Place] = ()) -> list[Piece]:
    """Take `text` apart; the pieces together are `text` again.

    Args:
        text: the inline content of one Markdown block.
        words: are terms wherever they stand as whole words.
        places: where further terms begin and end, in order; no two overlap.
    """
    pattern = _compiled(tuple(sorted(words, key=len, reverse=True)))
    return _paired(list(_raw(text, pattern, places)))


@lru_cache(maxsize=256)
def _compiled(terms: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(_whole_word(term) for term in terms if term) or r"(?!)"
    return re.compile((BEGINNING + PATTERN).replace("TERMS", f"(?:{words})"), re.VERBOSE)


def _whole_word(term: str) -> str:
    before = f"(?<!{_SPACED})" if re.match(_SPACED, term) else ""
    after = f"(?!{_SPACED})" if re.match(_SPACED, term[-1]) else ""
    # A bracketed term is a link by its label alone; with a target it is a common link.
    return before + re.escape(term) + (r"(?![(\[])" if term[-1] == "]" else after)


def _raw(text: str, pattern: re.Pattern[str], places: Iterable[Place]) -> Iterator[Piece]:
    """Find marks from left to right, the text between them, and brackets not yet in pairs."""
    closing = _closing_runs(text)
    waiting = deque(places)
    mark = _next_mark(text, 0, pattern, closing)
    position = 0
    while mark or waiting:
        if waiting and (mark is None or waiting[0][0] < mark.start):
            start, end = waiting.popleft()
            piece = Piece("term", text[start:end], start)
        elif mark is not None:
            piece = mark
        if piece.start >= position:
            yield from _between(text, position, piece.start)
            yield piece
            position = piece.start + len(piece.text)
        if mark is not None and mark.start < position:
            mark = _next_mark(text, position, pattern, closing)
    yield from _between(text, position, len(text))


def _between(text: str, start: int, end: int) -> Iterator[Piece]:
    if start < end:
        yield Piece("text", text[start:end], start)


def _next_mark(
    text: str, position: int, pattern: re.Pattern[str], closing: Mapping[int, int]
) -> Piece | None:
    found = pattern.search(text, position)
    if found is None:
        return None
    start, end = found.span()
    kind: Kind
    match found.lastgroup:
        case "ticks":
            kind, end = "mark", closing.get(start, end)
        case "term" | "close" | "open" | "bracket" | "emphasis" as group:
            kind = group
        case _:
            kind = "mark"
    return Piece(kind, text[start:end], start)


def _closing_runs(text: str) -> dict[int, int]:
    """Where the code span ends that a run of backticks opens (CommonMark 0.31, 6.1)."""
    ends: dict[int, int] = {}
    waiting: dict[int, tuple[int, int]] = {}
    for run in reversed(list(re.finditer(r"`+", text))):
        length = run.end() - run.start()
        if length in waiting:
            ends[run.start()] = waiting[length][1]
        waiting[length] = run.span()
    return ends


def _paired(pieces: list[Piece]) -> list[Piece]:
    """Leave `open` and `close` only where a link has both; a bracket alone is text."""
    partners = dict(_pairs(pieces))
    result: list[Piece] = []
    begins: dict[int, int] = {}
    for index, piece in enumerate(pieces):
        if piece.kind == "open" and index in partners:
            begins[index] = len(result)
            result.append(piece)
        elif piece.kind == "close" and piece.text == "][]" and index in partners:
            # The text of such a link is its label: translated, it would point nowhere.
            whole = result[begins[partners[index]] :]
            del result[begins[partners[index]] :]
            result.append(Piece("mark", _joined([*whole, piece]), whole[0].start))
        else:
            result.append(piece if index in partners else _alone(piece))
    return result


def _pairs(pieces: Iterable[Piece]) -> Iterator[tuple[int, int]]:
    """Both ways: the index of each half of a link to the index of the other."""
    opened: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.kind == "open":
            opened.append(index)
        elif piece.kind in ("close", "bracket") and opened:
            other = opened.pop()
            if piece.kind == "close":
                yield other, index
                yield index, other


def _alone(piece: Piece) -> Piece:
    match piece.kind:
        case "open" | "bracket":
            return Piece("text", piece.text, piece.start)
        case "close":
            return Piece("mark", piece.text, piece.start)
        case _:
            return piece


def _joined(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
