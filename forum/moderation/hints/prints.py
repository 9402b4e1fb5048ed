"""Texts that say much the same, in any script: shingles, and min-hashes to find them by.

A text is the set of its runs of three tokens; how alike two are is what they share of all that
either has (Jaccard). Min-hashes agree as often as texts are alike, and are looked up in pairs:
Broder, "On the resemblance and containment of documents" (1997); Leskovec, Rajaraman, Ullman,
"Mining of Massive Datasets", chapter 3. They are taken from one hash of each run, the first from
each of eight points on: Shrivastava, Li, "Densifying One Permutation Hashing via Rotation" (2014).
"""

from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b
from zlib import crc32

from i18n.segment import tokens

ALIKE = 0.7
"""From which likeness on two texts are said to be much the same."""
FEWEST_TOKENS = 8
"""Shorter texts are alike by chance: everybody says thank you."""
_MOST_TOKENS = 1_000
_RUN = 3
_PAIRS = 4
_POINTS = tuple((n << 32) // (2 * _PAIRS) for n in range(2 * _PAIRS))


def shingles(text: str) -> frozenset[int]:
    """The runs of a text, hashed; empty for a text that is too short to tell."""
    found = tokens(text)[:_MOST_TOKENS]
    if len(found) < FEWEST_TOKENS:
        return frozenset()
    runs = zip(*(found[start:] for start in range(_RUN)), strict=False)
    return frozenset(crc32(" ".join(run).encode()) for run in runs)


def keys(runs: frozenset[int]) -> Sequence[int]:
    """Numbers of which texts share one that are `ALIKE`, in 19 cases of 20; none of no runs.

    They fit a signed column of 64 bits.
    """
    if not runs:
        return []
    around = sorted(runs)
    least = [around[bisect_left(around, point) % len(around)] for point in _POINTS]
    pairs = zip(range(_PAIRS), least[::2], least[1::2], strict=True)
    return [_key(b"%d %d %d" % pair) for pair in pairs]


def _key(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=7).digest())


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """What two texts share of all that either has: 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0
