"""Where characters, words and sentences of any script end, by ICU, and the words of search."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from icu4py.breakers import CharacterBreaker, SentenceBreaker, WordBreaker

from i18n.folding import folded, normalised

_ANY = "und"  # ICU's rules and dictionaries for every script; a locale changes nothing here
_SURROGATE = re.compile("[\ud800-\udfff]")  # halves of characters, which ICU refuses
_ELLIPSIS = "…"

# Han and Kana: what ICU takes for a word there depends on what stands around it.
_UNSPACED = re.compile(
    "[\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003347f]+"
)
_WORD_CATEGORIES = frozenset("LNM")  # letters, numbers, and the marks that write vowels and tones
_LONGEST_TOKEN = 100  # characters; PostgreSQL refuses lexemes of 2 KB


def graphemes(text: str) -> Iterator[str]:
    """Yield what readers take for one character each (UAX 29 extended grapheme clusters).

    Halves of characters (lone surrogates) come out as U+FFFD, here and below.
    """
    return iter(CharacterBreaker(whole(text), _ANY))


def words(text: str) -> list[str]:
    """Return the words of `text` as written, without what stands between them.

    Thai, Lao, Khmer, Burmese, Chinese and Japanese are cut by ICU's dictionaries.
    """
    return [piece for piece in WordBreaker(whole(text), _ANY) if any(map(is_word, piece))]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `text[start:end]`."""

    start: int
    end: int
    text: str

    @property
    def folded(self) -> str:
        """The word without case."""
        return self.text.casefold()


def words_at(text: str) -> list[Word]:
    """Return the words of `text` with their places; see `words`."""
    found: list[Word] = []
    at = 0
    for piece in WordBreaker(whole(text), _ANY):
        if any(map(is_word, piece)):
            found.append(Word(at, at + len(piece), piece))
        at += len(piece)
    return found


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`, trimmed; Thai and Lao end them by spaces or not at all."""
    pieces = (piece.strip() for piece in SentenceBreaker(whole(text), _ANY))
    return [piece for piece in pieces if piece]


def grapheme_length(text: str) -> int:
    """Count what readers take for characters; limits on length are stated in these."""
    return sum(1 for _ in graphemes(text))


def truncate(text: str, limit: int) -> str:
    """Return `text` in at most `limit` graphemes, the last of them "…" if anything is left out.

    Raises:
        ValueError: `limit` is below 1.
    """
    if limit < 1:
        raise ValueError(f"a limit of {limit} graphemes")
    kept: list[str] = []
    for grapheme in graphemes(text):
        if len(kept) == limit:
            return "".join(kept[:-1]).rstrip() + _ELLIPSIS
        kept.append(grapheme)
    return "".join(kept)


def tokens(text: str, *, query: bool = False) -> list[str]:
    """Return the words under which `text` is found, in their order, for an index of any kind.

    Words by ICU, folded to what every keyboard has; Han and Kana as overlapping pairs of
    characters, because words there depend on their surroundings. A query finds a document if its
    tokens stand there side by side, the last one as the beginning of a token.

    Args:
        text: a document, or what somebody searches for.
        query: whether it is the latter; then the last character of a closing run of Han is not
            given once more by itself, as it is for documents so that one character can be found.
    """
    plain = normalised(whole(text))
    found: list[str] = []
    run, end = "", 0
    for match in _UNSPACED.finditer(plain):
        run = match.group()
        found += _spaced(plain[end : match.start()]) + _pairs(run)
        end = match.end()
    rest = _spaced(plain[end:])
    if query and not rest and len(run) > 1:
        found.pop()
    return found + rest


def whole(text: str) -> str:
    """`text` without halves of characters, which ICU refuses."""
    return _SURROGATE.sub("\ufffd", text)


def is_word(character: str) -> bool:
    """Whether words are made of this character: a letter, a number, or a mark on one."""
    return unicodedata.category(character)[0] in _WORD_CATEGORIES


def _pairs(run: str) -> list[str]:
    return [*(run[at : at + 2] for at in range(len(run) - 1)), run[-1]]


def _spaced(text: str) -> list[str]:
    """Tokens of a text without Han and Kana: letters, digits and marks only, as indexes want."""
    kept: list[str] = []
    for word in WordBreaker(text, _ANY):
        if word.isalnum():
            kept.append(word)
        elif not word.isspace():
            kept += "".join(c if is_word(c) else " " for c in word).split()
    found = folded(" ".join(kept)).split(" ")
    return [token[:_LONGEST_TOKEN] for token in found if token]
