"""Codes of an authenticator app (RFC 6238): six digits, others every thirty seconds."""

import hmac
import io
from datetime import datetime
from typing import TYPE_CHECKING

import pyotp

from forum.core.late import late

if TYPE_CHECKING:
    import segno
else:
    segno = late("segno")

STEP = 30
"""Seconds that a code lasts; the one before and the one after count too (RFC 6238 §5.2)."""
DIGITS = 6


def fresh_secret() -> str:
    """160 random bits in base 32 (RFC 4226 §4, R6)."""
    return pyotp.random_base32()


def address(secret: str, account: str, site: str) -> str:
    """What an app reads from the picture: an `otpauth:` address."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=site)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The number of the step that `code` belongs to; `None` if it is of no step about now."""
    here, app = int(now.timestamp()) // STEP, pyotp.TOTP(secret)
    near = (here, here - 1, here + 1)
    return next((step for step in near if _same(app.generate_otp(step), code)), None)


def _same(made: str, typed: str) -> bool:
    return hmac.compare_digest(made.encode(), typed.encode())


def picture(text: str) -> str:
    """A QR code as an SVG element, dark on light in every scheme, as cameras want it."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, dark="#000",
        light="#fff", svgclass="qr", lineclass=None,
    )  # fmt: skip
    return out.getvalue().decode()
