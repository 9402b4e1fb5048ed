"""What the lines of a plain text are: items of a list, preformatted lines, wrapped words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_BULLET = re.compile(r"(?P<indent> {0,8})(?P<mark>[-*+•·‣◦])[ \t]+(?P<text>\S.*)")
_NUMBER = re.compile(r"(?P<indent> {0,8})(?P<mark>\d{1,3})(?P<end>[.)])[ \t]+(?P<text>\S.*)")
_GAP = re.compile(r"\S(?: {3,}|\t)\S")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)")
_CHANGE = re.compile(r"diff --git |@@ -\d")
_NARROW, _WIDE = 60, 80
_FULL = 0.8
_FIRST_WIDE = "\u1100"


def list_items(texts: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Find the lines that are items of a list, as index → (Markdown mark, text).

    One line that begins with a dash or a number is no list; two of a kind are, and so are
    numbers that follow one another.
    """
    bullets = {i: found for i, text in enumerate(texts) if (found := _BULLET.fullmatch(text))}
    marks = Counter(found["mark"] for found in bullets.values())
    items = {i: ("- ", found["text"]) for i, found in bullets.items() if marks[found["mark"]] > 1}
    numbers = [(i, found) for i, text in enumerate(texts) if (found := _NUMBER.fullmatch(text))]
    for (i, one), (j, two) in pairwise(numbers):
        if int(two["mark"]) == int(one["mark"]) + 1 and one["end"] == two["end"]:
            items |= {
                k: (f"{found['mark']}{found['end']} ", found["text"])
                for k, found in ((i, one), (j, two))
            }
    return items


def is_preformatted(texts: Sequence[str]) -> bool:
    """Tell whether lines are code, a table in columns, or a change of code, whose spaces matter."""
    if len(texts) < 2:  # noqa: PLR2004 (one line has no columns)
        return False
    columns = sum(_GAP.search(text) is not None for text in texts)
    return (
        all(_INDENTED.match(text) for text in texts)
        or (columns > 1 and columns * 2 >= len(texts))
        or any(_CHANGE.match(text) for text in texts)
    )


def room_of(texts: Sequence[str]) -> int:
    """Return the width, in columns, at which a text was wrapped: that of its longest line."""
    return max(_NARROW, min(_WIDE, max(map(width, texts), default=0)))


def breaks_after(texts: Sequence[str], room: int) -> list[bool]:
    """Tell for each line but the last whether its author ended it on purpose.

    A wrapped line ends because the next word found no room in it. A line that had plenty of room
    left ended on purpose, as in an address or a poem.
    """
    firsts = [text.lstrip().split(" ", 1)[0] for text in texts[1:]]
    return [
        width(text.rstrip()) + 1 + width(first) <= room * _FULL
        for text, first in zip(texts, firsts, strict=False)
    ]


def width(text: str) -> int:
    """Return how many columns a text fills; characters of East Asia fill two."""
    if text.isascii() or max(text) < _FIRST_WIDE:
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)
