"""Text cut where its readers would cut it, in any script."""

from itertools import islice

from icu4py.breakers import WordBreaker

from i18n.segment import graphemes


def first_graphemes(text: str, count: int) -> str:
    """The first `count` grapheme clusters (UAX #29) of `text`, or all of it if it has fewer."""
    return text if len(text) <= count else "".join(islice(graphemes(text), count))


def words_and_gaps(text: str) -> list[str]:
    """The words of `text` and what stands between them, in order; joined again they are `text`."""
    # The pieces, not the offsets: those count UTF-16 units. ICU chooses its dictionaries by script.
    return list(WordBreaker(text, "und"))
