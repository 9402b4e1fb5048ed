"""What was translated before that is much like a text: a suggestion to people, never an answer."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from i18n.translate.memory import Unit

LEAST = 75.0
"""Per cent of likeness from which a suggestion saves work."""


@dataclass(frozen=True, slots=True)
class Near:
    """A unit whose original is like the text, and how much: 75 to 100 per cent."""

    unit: Unit
    score: float


def near(
    text: str, units: Iterable[Unit], *, most: int = 3, least: float = LEAST
) -> Sequence[Near]:
    """The units most like `text`, the nearest first; of equal ones, people's before machines'.

    Likeness is 100 · 2m / n, with m the length of the longest common subsequence and n that of
    both texts together (normalised indel distance).
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (3 MiB that only reviewers need)

    candidates = sorted(units, key=lambda unit: unit.origin == "machine")
    found = process.extract(
        text,
        [unit.original for unit in candidates],
        scorer=fuzz.ratio,
        limit=most,
        score_cutoff=least,
    )
    return [Near(candidates[index], score) for _, score, index in found]


def lengths(text: str, least: float = LEAST) -> tuple[int, int]:
    """The shortest and the longest text that can be so much like `text`, in characters."""
    share = least / 100
    return math.ceil(len(text) * share / (2 - share)), math.floor(len(text) * (2 - share) / share)
