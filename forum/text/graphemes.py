"""Lengths as people count them: in grapheme clusters (UAX #29), by ICU.

ICU gives offsets in UTF-16 units, so the pieces themselves are used here, never their offsets.
"""

from itertools import islice

from icu4py.breakers import CharacterBreaker, WordBreaker

# ICU chooses its dictionaries (Thai, Lao, Khmer, Burmese, Chinese, Japanese) by script, not locale.
_LOCALE = "und"


def first(text: str, count: int) -> str:
    """The first `count` grapheme clusters of `text`, or all of it if it has fewer."""
    return text if len(text) <= count else "".join(islice(CharacterBreaker(text, _LOCALE), count))


def words(text: str) -> list[str]:
    """Words, spaces and signs of `text` in order; joined again they are the text."""
    return list(WordBreaker(text, _LOCALE))
