"""The readable part of an address, made of a title in any script."""

import re
import unicodedata
from collections.abc import Container, Iterator
from typing import Final

from forum.text.pieces import first_graphemes

#: Most grapheme clusters of a slug.
MAX_LENGTH: Final = 60

#: The slug of a title without letters or digits.
EMPTY: Final = "topic"

# Unseen characters inside of words: they join, hint or vary, and do not part.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]"
)


def slug(title: str, taken: Container[str] = ()) -> str:
    """Letters and digits of any script, in lower case, in words joined by `-`.

    `Ömsesidigt erkännande?` gives `ömsesidigt-erkännande`: nothing is transliterated, and whoever
    writes the address percent-encodes it. The result is in normal form C, never empty, at most
    `MAX_LENGTH` long, holds no other signs, and is its own slug.

    Args:
        title: what it is made of.
        taken: words that mean something else in the same place; one of them gets `-topic` after it.
    """
    folded = unicodedata.normalize("NFC", _UNSEEN.sub("", title).lower())
    words = "".join(_kept(folded)).split()
    found = _cut("-".join(words)) or EMPTY
    return f"{found}-{EMPTY}" if found in taken else found


def _kept(text: str) -> Iterator[str]:
    """Letters and digits with the marks on them; a space for everything else."""
    inside = False
    for char in text:
        kind = unicodedata.category(char)[0]
        inside = kind in "LN" or (inside and kind == "M")
        yield char if inside else " "


def _cut(words: str) -> str:
    """Cut after a whole word, unless that would lose more than half."""
    head = first_graphemes(words, MAX_LENGTH)
    if head == words or words[len(head)] == "-":
        return head
    whole = head.rpartition("-")[0]
    return whole if len(whole) * 2 >= len(head) else head
