"""Which script a letter belongs to."""

from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import chain

# First and last code point of the blocks that hold letters (Unicode 17, Blocks.txt), by ISO 15924
# code. `Kana` stands for Hiragana and Katakana together, `Hani` for Han of any country.
_BLOCKS = (
    (0x0041, 0x02AF, "Latn"), (0x0370, 0x03E1, "Grek"), (0x0400, 0x052F, "Cyrl"),
    (0x0600, 0x06FF, "Arab"), (0x0750, 0x077F, "Arab"), (0x0870, 0x08FF, "Arab"),
    (0x0900, 0x097F, "Deva"), (0x0980, 0x09FF, "Beng"), (0x0A00, 0x0A7F, "Guru"),
    (0x0A80, 0x0AFF, "Gujr"), (0x0B00, 0x0B7F, "Orya"), (0x0B80, 0x0BFF, "Taml"),
    (0x0C00, 0x0C7F, "Telu"), (0x0C80, 0x0CFF, "Knda"), (0x0D00, 0x0D7F, "Mlym"),
    (0x0E00, 0x0E7F, "Thai"), (0x0E80, 0x0EFF, "Laoo"), (0x0F00, 0x0FFF, "Tibt"),
    (0x1000, 0x109F, "Mymr"), (0x1100, 0x11FF, "Hang"), (0x1780, 0x17FF, "Khmr"),
    (0x1800, 0x18AF, "Mong"), (0x1C50, 0x1C7F, "Olck"), (0x1C80, 0x1C8F, "Cyrl"),
    (0x1E00, 0x1EFF, "Latn"), (0x1F00, 0x1FFF, "Grek"),
    (0x2C60, 0x2C7F, "Latn"), (0x3005, 0x3007, "Hani"), (0x3040, 0x30FF, "Kana"),
    (0x3130, 0x318F, "Hang"), (0x31F0, 0x31FF, "Kana"), (0x3400, 0x4DBF, "Hani"),
    (0x4E00, 0x9FFF, "Hani"), (0xA640, 0xA69F, "Cyrl"), (0xA720, 0xA7FF, "Latn"),
    (0xA8E0, 0xA8FF, "Deva"), (0xA960, 0xA97F, "Hang"), (0xA9E0, 0xA9FF, "Mymr"),
    (0xAA60, 0xAA7F, "Mymr"), (0xAC00, 0xD7FF, "Hang"), (0xF900, 0xFAFF, "Hani"),
    (0xFB00, 0xFB06, "Latn"), (0xFB50, 0xFDFF, "Arab"), (0xFE70, 0xFEFF, "Arab"),
    (0xFF21, 0xFF5A, "Latn"), (0xFF66, 0xFF9D, "Kana"), (0xFFA0, 0xFFDC, "Hang"),
    (0x20000, 0x3347F, "Hani"),
)  # fmt: skip

LETTERS_OF = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani", "Kore": "Hang"}
"""The script of most of their letters, by ISO 15924 codes of writing systems that have others."""

_EDGES = list(chain.from_iterable((first, last + 1) for first, last, _ in _BLOCKS))


@lru_cache(maxsize=8192)
def script_of(letter: str) -> str | None:
    """Return the ISO 15924 code of one character, or None.

    None means: not a letter, or of a script in which none of the forum's languages is written.
    """
    place = bisect_right(_EDGES, ord(letter))
    return _BLOCKS[place // 2][2] if place % 2 and letter.isalpha() else None


def scripts(text: str) -> Counter[str]:
    """Count the letters of `text` by script."""
    found: Counter[str] = Counter()
    for letter, count in Counter(text).items():
        if (script := script_of(letter)) is not None:
            found[script] += count
    return found
