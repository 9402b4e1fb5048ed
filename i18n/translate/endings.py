"""How far a word of a language may differ from its dictionary form and still be taken for it.

No grammar: only how many letters may follow a stem. It is better to find a term too often than to
miss it, since what is found is shown to people; whoever wants one form alone enters it in capitals
or as part of a longer term.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_VOWELS = frozenset("aeiouyàáâäãåèéêëìíîïòóôöõùúûüýąęėįųūāēīőűаеёийоуыьэюяіїєαεηιουωάέήίόύώ")
_LONG_ENOUGH = 5
"""Letters of a word whose last vowel may be an ending itself, as in `сессия`, `сессии`."""


@dataclass(frozen=True, slots=True)
class Endings:
    """What may stand at the end of words.

    Attributes:
        most: letters that may follow a stem.
        among: the only endings there are; empty for any of so many letters.
        shortest: letters that a stem has to have more than its ending.
        vowel: whether a closing vowel gives way to an ending.
    """

    most: int = 0
    among: frozenset[str] = frozenset()
    shortest: int = 2
    vowel: bool = False

    def stem(self, word: str) -> str:
        """What all forms of `word` begin with; both in lower case."""
        gives_way = self.vowel and len(word) >= _LONG_ENOUGH and word[-1] in _VOWELS
        return word[:-1] if gives_way else word

    def stems(self, word: str) -> Iterator[str]:
        """All stems that `word` may be a form of, the longest first."""
        for ending in range(min(self.most, len(word) - 1) + 1):
            yield word[: len(word) - ending]

    def fits(self, ending: str, stem: str) -> bool:
        """Whether `ending` may follow `stem`."""
        if not ending:
            return True
        if self.among:
            return ending in self.among
        return len(ending) <= min(self.most, len(stem) - self.shortest)

    def is_form(self, word: str, wanted: str) -> bool:
        """Whether `word` is `wanted` with or without an ending; both in lower case."""
        stem = self.stem(wanted)
        if word == wanted:
            return True
        return word.startswith(stem) and self.fits(word[len(stem) :], stem)


_NONE = Endings()
_ENGLISH = Endings(3, frozenset({"s", "es"}))
_FEW = Endings(2)
_SOME = Endings(3)
_ROMANCE = Endings(3, vowel=True)
_SLAVIC = Endings(3, vowel=True)
_MANY = Endings(5, vowel=True)
_KOREAN = Endings(3, shortest=0)

_BY_LANGUAGE: Mapping[str, Endings] = {
    "en": _ENGLISH,
    **dict.fromkeys(
        ("da", "de", "fy", "ga", "hi", "lb", "mt", "nb", "nl", "nn", "sv", "ur"), _SOME
    ),
    **dict.fromkeys(("ca", "es", "fr", "gl", "it", "pt-PT", "rm", "ro"), _ROMANCE),
    **dict.fromkeys(("bg", "cs", "el", "hr", "lt", "lv", "pl", "ru", "sk", "sl"), _SLAVIC),
    **dict.fromkeys(("et", "eu", "fi", "hu", "kk", "mn", "se", "ta", "tr", "ug"), _MANY),
    **dict.fromkeys(("bn", "fil", "id", "ms", "tet"), _FEW),
    "ko": _KOREAN,
}


def endings_of(language: str) -> Endings:
    """The endings of a language by its BCP 47 tag; none where words do not change."""
    return _BY_LANGUAGE.get(language, _NONE)
