"""Identifiers of mails (RFC 5322 §3.6.4)."""

import hashlib
import re

_ID = re.compile(r"<([^<>\s]{3,900})>")
_BARE = re.compile(r"^[^<>\s]+@[^<>\s]+$")
_MOST = 100


def identifiers(text: str) -> tuple[str, ...]:
    """Return the identifiers in a field, in order, each once, without brackets.

    Old mailers put words around them ("Your message of …"); those are left out. Of a very long
    list the last hundred are kept, as a reply is nearer to its last ancestors.
    """
    found = _ID.findall(text) or ([text.strip()] if _BARE.match(text.strip()) else [])
    return tuple(dict.fromkeys(found[-_MOST:]))


def digest(*parts: str) -> str:
    """Hash what makes the content of a mail: SHA-256 over its parts, 32 hexadecimal digits."""
    joined = "\0".join(parts).encode("utf-8", "replace")
    return hashlib.sha256(joined).hexdigest()[:32]


def derived(content: str) -> str:
    """Make an identifier for a mail that has none, or one that another mail has already."""
    return f"{content}@derived.invalid"
