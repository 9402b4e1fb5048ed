"""A device that keeps passkeys, in software: answers as browsers hand them on (WebAuthn §6)."""

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One device of one person; `origin` is what its browser says the page is of."""

    origin: str = "http://testserver"
    counts: bool = True
    flags: int = PRESENT | VERIFIED
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = b"a passkey of this device"
    user: str | None = None
    count: int = 0

    def create(self, options: dict[str, Any]) -> str:
        """Make a passkey as a page asks for one."""
        self.user = options["user"]["id"]
        data = self._data(options["rp"]["id"], WITH_KEY) + self._key_data()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=self._client("webauthn.create", options),
            attestationObject=attestation,
            transports=["internal"],
        )

    def get(self, options: dict[str, Any], **more: Any) -> str:
        """Prove to have it."""
        self.count += self.counts
        client = self._client("webauthn.get", options)
        data = self._data(options["rpId"])
        signed = data + hashlib.sha256(client).digest()
        return self._answer(
            **{
                "clientDataJSON": client,
                "authenticatorData": data,
                "signature": self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
                "userHandle": self.user,
                **more,
            }
        )

    def _data(self, host: str, more: int = 0) -> bytes:
        rp = hashlib.sha256(host.encode()).digest()
        return rp + struct.pack(">BI", self.flags | more, self.count)

    def _key_data(self) -> bytes:
        point = self.key.public_key().public_numbers()
        cose = {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
        return b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(cose)

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, **response: Any) -> str:
        words = {
            name: bytes_to_base64url(value) if isinstance(value, bytes) else value
            for name, value in response.items()
        }
        name = bytes_to_base64url(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": words})


__all__ = ["PRESENT", "Device"]
