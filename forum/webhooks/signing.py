"""How messages are signed: Standard Webhooks 1.0, symmetric (standardwebhooks.com)."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime


def secret_of(key: bytes, word: str) -> bytes:
    """The secret of a webhook: made of the site's own and the webhook's word, stored nowhere."""
    return hmac.digest(key, f"webhook\0{word}".encode(), hashlib.sha256)


def secret_text(secret: bytes) -> str:
    """A secret as receivers are given it."""
    return f"whsec_{base64.b64encode(secret).decode()}"


def signed(
    secrets: Iterable[bytes], message_id: str, moment: datetime, body: bytes
) -> Mapping[str, str]:
    """The headers of one attempt; the id is the same in every attempt, the moment is not.

    Each of `secrets` signs: while a secret is being replaced, receivers know one or the other.
    """
    timestamp = str(int(moment.timestamp()))
    content = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_mac(one, content)}" for one in secrets),
        "content-type": "application/json",
    }


def _mac(secret: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode()
