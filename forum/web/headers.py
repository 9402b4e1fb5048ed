"""What every answer says to the browser about its own safety (OWASP Secure Headers)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum.settings import Settings

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


class SafeHeaders:
    """Pure ASGI middleware: adds the headers that an answer does not set itself."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = [
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
            (b"content-security-policy", content_policy(settings).encode()),
        ]
        if settings.secure:
            self._headers.append((b"strict-transport-security", b"max-age=31536000"))

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
