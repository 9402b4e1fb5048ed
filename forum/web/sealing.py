"""Secrets that have to be read back: stored so that this site alone can (JWE, RFC 7516)."""

import hashlib
import hmac
from typing import TYPE_CHECKING

from forum.core.late import late

if TYPE_CHECKING:
    from joserfc import errors, jwe, jwk
else:
    errors, jwe, jwk = map(late, ("joserfc.errors", "joserfc.jwe", "joserfc.jwk"))

_HEADER = {"alg": "dir", "enc": "A256GCM"}


class NotSealedHere(Exception):
    """The text was sealed for another purpose, with another key, or was changed since."""


def seal(key: bytes, purpose: str, text: str) -> str:
    """`text` in a form that tells nothing without `key`, and cannot be changed unnoticed."""
    return jwe.encrypt_compact(_HEADER, text.encode(), _key(key, purpose))


def unseal(key: bytes, purpose: str, sealed: str) -> str:
    """What `seal` was given.

    Raises:
        NotSealedHere: it was not sealed with this key for this purpose.
    """
    try:
        plain = jwe.decrypt_compact(sealed, _key(key, purpose)).plaintext
    except (errors.JoseError, ValueError) as error:
        raise NotSealedHere from error
    return (plain or b"").decode()


def _key(key: bytes, purpose: str) -> "jwk.OctKey":
    return jwk.OctKey.import_key(hmac.digest(key, f"seal\0{purpose}".encode(), hashlib.sha256))
