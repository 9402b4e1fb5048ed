"""Secret ballots: how a voter finds their ballot counted without anybody learning what it says.

A receipt is a random number that the voter alone is given. Its hash is stored beside the ballot,
and all hashes are published, in order of their value, when the vote is closed. A receipt proves
that a ballot was counted; it does not say which one, so it cannot be sold.
"""

import base64
import binascii
import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence

RECEIPT_BYTES = 16
"""128 bits, from a source of randomness that nobody can foresee."""
_GROUP = 4
_WRITTEN = 26
"""Characters of a receipt, without what stands between its groups."""


def receipt(random: bytes) -> str:
    """A receipt as people read and copy it: base32 (RFC 4648 §6) in groups of four.

    Raises:
        ValueError: `random` is not `RECEIPT_BYTES` long.
    """
    if len(random) != RECEIPT_BYTES:
        raise ValueError(f"a receipt of {len(random)} bytes")
    written = base64.b32encode(random).decode().rstrip("=")
    return "-".join(written[at : at + _GROUP] for at in range(0, len(written), _GROUP))


def receipt_hash(written: str) -> str:
    """SHA-256 of the random number of a receipt, in hexadecimal; case and hyphens do not matter.

    Raises:
        ValueError: this is not a receipt.
    """
    plain = "".join(char for char in written.upper() if char.isalnum())
    if len(plain) != _WRITTEN:
        raise ValueError("not a receipt")
    try:
        random = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except binascii.Error as error:
        raise ValueError("not a receipt") from error
    return hashlib.sha256(random).hexdigest()


def published(hashes: Iterable[str]) -> tuple[str, ...]:
    """The hashes in the order of publishing, which tells nothing about their voters."""
    return tuple(sorted(hashes))


def is_counted(written: str, hashes: Sequence[str]) -> bool:
    """Whether a receipt is of one of the ballots whose hashes were `published`.

    Raises:
        ValueError: this is not a receipt.
    """
    wanted = receipt_hash(written)
    at = bisect_left(hashes, wanted)
    return at < len(hashes) and hashes[at] == wanted
