"""Words that a space does not want: what they do to a text in which they stand."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.core.errors import N_, ForumError
from i18n.wordlists import WordList

LONGEST_WORD = 100
MOST_WORDS = 5_000
"""In the list of one space, and in the site's."""


class Consequence(StrEnum):
    """What becomes of a text in which a word stands."""

    HINT = "hint"
    """It is posted, and moderators are told."""
    HOLD = "hold"
    """It waits until a moderator has read it."""
    REFUSE = "refuse"
    """It is not taken; its author is told which word it is."""


STRICT = frozenset({Consequence.HOLD, Consequence.REFUSE})
"""Those that count before a text is posted."""


class WordRefused(ForumError):
    """A text has a word in it that its space does not take."""

    code, status = "word_refused", 422
    text = N_("The word “{word}” is not allowed here. Write it in another way.")


class WordTaken(ForumError):
    """The list has this word for this language already."""

    code, status = "word_taken", 409
    text = N_("The list has “{word}” already.")


class TooManyWords(ForumError):
    """The list is full."""

    code, status = "too_many_words", 409
    text = N_("A list has room for {most} words.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a list.

    Attributes:
        key: what all its spellings have in common; see `i18n.wordlists`.
        word: as it was written.
        language: BCP 47 tag of the texts in which it counts; empty for any.
    """

    key: str
    word: str
    language: str
    consequence: Consequence

    def counts_in(self, language: str) -> bool:
        """Whether it counts in texts of a language, whatever their script or region."""
        return self.language in {"", language, language.partition("-")[0]}


class Blocklist:
    """The words of a space, or of the whole site."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_key: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_key.setdefault(entry.key, []).append(entry)
        self._words = WordList(self._by_key)

    def found_in(self, text: str, language: str) -> Sequence[Entry]:
        """The words that stand in a text and count in its language, by the alphabet."""
        keys = sorted(self._words.found_in(text))
        return [one for key in keys for one in self._by_key[key] if one.counts_in(language)]


def digest(entries: Iterable[Entry]) -> str:
    """What a list is known by: it is another one as soon as a word changes; empty for none."""
    lines = sorted(f"{one.key}\0{one.word}\0{one.language}\0{one.consequence}" for one in entries)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""


def strict(entries: Iterable[Entry]) -> Sequence[Entry]:
    """Those that count before a text is posted."""
    return [one for one in entries if one.consequence in STRICT]
