"""Codes for who has lost every other second factor: written down, each good once."""

import re
import secrets

COUNT = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""What is not mistaken for another letter when it is read from paper."""
_GROUPS = (4, 4, 4, 4)
_NOT_LETTERS = re.compile(r"[^0-9a-z]")


def fresh_codes() -> list[str]:
    """Ten codes of 79 bits: enough that a plain hash of each may be stored."""
    return [_code() for _ in range(COUNT)]


def _code() -> str:
    return "-".join("".join(map(secrets.choice, [_LETTERS] * size)) for size in _GROUPS)


def normal(typed: str) -> str:
    """A code as it is hashed: without the hyphens, blanks and capitals that people add."""
    return _NOT_LETTERS.sub("", typed.lower())
