"""What every answer says to the browser about its own safety (OWASP Secure Headers)."""

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum.settings import LOOPBACK, Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{nonce}; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'{sockets}; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def content_policy(settings: Settings, nonce: str = "") -> str:
    """The Content-Security-Policy of a page; `nonce` admits its one style element."""
    # `'self'` does not cover ws: in every browser that people still use.
    sockets = settings.public_url.replace("http", "ws", 1)
    return POLICY.format(nonce=f" 'nonce-{nonce}'" if nonce else "", sockets=f" {sockets}")


REFUSED_FEATURES = (
    *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope"),
    *("hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb"),
)
"""What no page of ours asks of a browser; passkeys and clipboard keep the browser's own rule."""
A_YEAR = b"max-age=31536000"


class SafeHeaders:
    """Pure ASGI middleware: adds the headers that an answer does not set itself."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = [
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"x-frame-options", b"DENY"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"permissions-policy", ", ".join(f"{one}=()" for one in REFUSED_FEATURES).encode()),
            (b"content-security-policy", content_policy(settings).encode()),
        ]
        if settings.secure and urlsplit(settings.public_url).hostname not in LOOPBACK:
            self._headers.append((b"strict-transport-security", A_YEAR))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def safer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = list(message["headers"])
                present = {name for name, _ in headers}
                headers += [pair for pair in self._headers if pair[0] not in present]
            await send(message)

        await self._app(scope, receive, safer)
