"""The beginning of a post in plain text, for lists, mails and the descriptions of pages."""

import re
from collections.abc import Iterable
from itertools import accumulate, takewhile
from typing import Final

from forum.text.parser import parser
from forum.text.pieces import first_graphemes, words_and_gaps
from forum.text.plain import block_texts

ELLIPSIS: Final = "…"

# How much text after the cut ICU sees, in characters: it finds Thai or Chinese words by context.
_CONTEXT = 60

_SPACES = re.compile(r"\s+")
# A cut may part the two halves of a direction control, so an excerpt has none.
_DIRECTION_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LOOSE_END = re.compile(r"[\s\-–—,.:;!?、。，；：！？।،؛؟…(\[{«„“‘「『（【]+$")


def excerpt(source: str, length: int = 200) -> str:
    """The first words of a post, on one line, without Markdown.

    Quotes are left out unless there is nothing else. The cut falls between two words in any script,
    and "…" marks it; a single word longer than `length` is cut between two grapheme clusters.

    Args:
        source: Markdown, as `forum.text.clean.clean_text` leaves it.
        length: most grapheme clusters of the result, the ellipsis among them; at least 2.
    """
    tokens = parser().parse(source)
    text = _line(block_texts(tokens, quotes=False)) or _line(block_texts(tokens))
    return shorten(text, length)


def shorten(text: str, length: int) -> str:
    """Plain text of one line, cut as `excerpt` says."""
    if first_graphemes(text, length) == text:
        return text
    head = first_graphemes(text, length - 1)
    whole = _whole_words(text, len(head))
    return (_LOOSE_END.sub("", whole) or head) + ELLIPSIS


def _whole_words(text: str, end: int) -> str:
    """The longest beginning of `text` up to `end` that ends with a word."""
    ends = accumulate(map(len, words_and_gaps(text[: end + _CONTEXT])))
    return text[: max(takewhile(lambda place: place <= end, ends), default=0)]


def _line(texts: Iterable[str]) -> str:
    return _SPACES.sub(" ", _DIRECTION_CONTROL.sub("", " ".join(texts))).strip()
