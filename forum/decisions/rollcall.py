"""In what order voters are called: English alphabetical, from one drawn by lot.

Source: A/520/Rev.20, rules 87 (a) and 127 (a). The lot is one that everybody can check: the
`commitment` to a secret seed is published before the vote, the seed after the draw.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence

from forum.decisions.electorates import Elector

SEED_BYTES = 32
"""Length of a seed, from a source of randomness that nobody can foresee."""


def commitment(seed: bytes) -> str:
    """What is published before the draw: the SHA-256 of the seed, in hexadecimal."""
    return hashlib.sha256(seed).hexdigest()


def is_seed_of(seed: bytes, published: str) -> bool:
    """Whether a seed is the one that was published as a commitment."""
    return hmac.compare_digest(commitment(seed), published)


def drawn(seed: bytes, count: int) -> int:
    """An index from 0 to `count` - 1, each as likely, that follows from the seed alone.

    It is the remainder on division by `count` of the first 8 bytes of SHA-256(seed, n), where n, in
    4 bytes, is the first of 0, 1, … for which they are below the largest multiple of `count`; all
    numbers are big-endian. So no index is favoured.

    Raises:
        ValueError: `count` is not from 1 to 2^64.
    """
    space = 1 << 64
    if not 1 <= count <= space:
        raise ValueError(f"a draw among {count}")
    at, number = 0, space
    while number >= space - space % count:
        digest = hashlib.sha256(seed + at.to_bytes(4)).digest()
        at, number = at + 1, int.from_bytes(digest[:8])
    return number % count


def alphabetical(electors: Sequence[Elector]) -> tuple[Elector, ...]:
    """Electors by their English names; accents and case make no difference."""
    return tuple(sorted(electors, key=lambda one: (_plain(one.name), one.id)))


def roll_call(electors: Sequence[Elector], seed: bytes) -> tuple[Elector, ...]:
    """Electors in the order in which they are called, whatever order they come in."""
    if not electors:
        return ()
    ordered = alphabetical(electors)
    start = drawn(seed, len(ordered))
    return ordered[start:] + ordered[:start]


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in parts if not unicodedata.combining(char))
