"""In which direction a text reads.

`dir="auto"` looks at the first letter alone, so an Urdu paragraph that begins with "ASEM" would be
laid out from the left, and it does not look into blocks that have a `dir` of their own. Counting
words does better. Latin names and terms are common in right-to-left text and the reverse is rare,
hence a threshold below one half; it is the one of `goog.i18n.bidi` in Google's Closure library.
"""

import re
from typing import Literal, NamedTuple, Self
from unicodedata import bidirectional

Direction = Literal["ltr", "rtl", "auto"]

_RIGHT_TO_LEFT_SHARE = 0.4
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"https?://\S*")


class Words(NamedTuple):
    """How many words of a text read in each direction."""

    left_to_right: int = 0
    right_to_left: int = 0

    @classmethod
    def of(cls, text: str) -> Self:
        """Count the words of `text` that have a strong direction (UAX #9), addresses left out."""
        text = _ADDRESS.sub(" ", text)
        if not _RIGHT_TO_LEFT.search(text):
            return cls(left_to_right=len(_WORD.findall(text)))
        strong = [_strong(word) for word in text.split()]
        return cls(strong.count("L"), strong.count("R"))

    def plus(self, other: "Words") -> "Words":
        """The counts of two texts together."""
        return Words(
            self.left_to_right + other.left_to_right, self.right_to_left + other.right_to_left
        )

    @property
    def direction(self) -> Direction:
        """The value for the `dir` attribute; `auto` where no word has a direction."""
        total = self.left_to_right + self.right_to_left
        if not total:
            return "auto"
        return "rtl" if self.right_to_left > _RIGHT_TO_LEFT_SHARE * total else "ltr"


def _strong(word: str) -> str:
    for char in word:
        match bidirectional(char):
            case "L":
                return "L"
            case "R" | "AL":
                return "R"
    return ""
