"""Lists of words, found in texts of any script and never inside of longer words."""

from collections.abc import Iterable

from icu4py.breakers import WordBreaker

from i18n.folding import folded, normalised
from i18n.segment import is_word, whole

_ANY = "und"


class WordList:
    """Finds words and phrases whatever their case, width, accents and invisible characters.

    A word stands where ICU ends words before and after it. Between, a text may be cut in another
    way than the list's word by itself, as in Thai or Chinese. The time to look through a text
    does not grow with the list.

    Args:
        keys: what `key_of` made of the words.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = frozenset(keys)
        self._reach: dict[str, int] = {}
        for key in self._keys:
            self._reach[key[:2]] = max(len(key), self._reach.get(key[:2], 0))
        self._longest = max(map(len, self._keys), default=0)

    def found_in(self, text: str) -> set[str]:
        """The keys that stand in a text."""
        gaps, words = _cut(text)
        found = set()
        for at, word in enumerate(words):
            reach = self._reach.get(word[:2], 0) if len(word) > 1 else self._longest
            joined, next_ = word, at + 1
            while len(joined) <= reach:
                if joined in self._keys:
                    found.add(joined)
                if next_ == len(words):
                    break
                joined += gaps[next_] + words[next_]
                next_ += 1
        return found


def key_of(words: str) -> str:
    """What all spellings of a word or phrase have in common; empty if there is no word in it."""
    gaps, found = _cut(words)
    return "".join(gap + word for gap, word in zip(gaps, found, strict=True)).strip()


def _cut(text: str) -> tuple[list[str], list[str]]:
    """The words of a text, and before each of them a space if something parts it from the last."""
    gaps, words, gap = [], [], ""
    for piece in WordBreaker(normalised(whole(text)), _ANY):
        if piece.isalnum() or any(map(is_word, piece)):
            gaps.append(gap)
            words.append(folded(piece))
            gap = ""
        else:
            gap = " "
    return gaps, words
