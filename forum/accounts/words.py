"""Secret words: how sign-ins, tokens and mail links are written, and what is stored of them."""

import hashlib
import re
import secrets
from dataclasses import dataclass

from forum.core.ids import MemberId

_RANDOM = r"[A-Za-z0-9_-]{43}"
_COOKIE = re.compile(rf"([1-9]\d{{0,17}})\.({_RANDOM})", re.ASCII)
_TOKEN = re.compile(rf"sf_([1-9]\d{{0,17}})_({_RANDOM})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody shows: whose it says it is, and the hash to look for."""

    member_id: MemberId
    hash: str


def fresh() -> str:
    """256 random bits as 43 characters."""
    return secrets.token_urlsafe(32)


def digest(random: str) -> str:
    """SHA-256 in hexadecimal: enough for 256 random bits, and finding one by it leaks nothing."""
    return hashlib.sha256(random.encode()).hexdigest()


def cookie(member_id: MemberId, random: str) -> str:
    """The word of a sign-in, which names its member so that their channel is known at once."""
    return f"{member_id}.{random}"


def token(member_id: MemberId, random: str) -> str:
    """The word of an access token; its beginning lets secret scanners recognise it."""
    return f"sf_{member_id}_{random}"


def read_cookie(word: str) -> Shown | None:
    """Take a sign-in's word apart; `None` where it cannot be one."""
    return _read(_COOKIE.fullmatch(word))


def read_token(word: str) -> Shown | None:
    """Take an access token apart; `None` where it cannot be one."""
    return _read(_TOKEN.fullmatch(word))


def _read(parts: re.Match[str] | None) -> Shown | None:
    return Shown(MemberId(int(parts[1])), digest(parts[2])) if parts else None
