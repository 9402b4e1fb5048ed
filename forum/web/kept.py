"""Pages that are the same for every visitor: made once a language, then sent as they are."""

import hashlib
import zlib
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.permissions import Role
from forum.runtime import Runtime, runtime
from forum.web.answers import gzipped
from forum.web.identity import SIGN_IN_COOKIE, actor_of
from forum.web.locale import locale_of

Channels = Callable[[Request[Any]], Awaitable[Sequence[str] | None]]
"""Names the channels that make an answer to a request stale; `None` where none tells of it all."""
Audience = Callable[[Request[Any]], Awaitable[Hashable]]
"""Gives one word to all who see the same."""
Handler = Callable[[Request[Any]], Awaitable[Response]]
Value = TypeVar("Value")
Headers = list[tuple[bytes, bytes]]

_DROPPED = {b"content-length", b"content-encoding"}


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A whole answer, ready to send: held gzipped, as nearly every client reads it."""

    packed: bytes
    etag: bytes
    plain_headers: Headers
    gzip_headers: Headers

    def __len__(self) -> int:
        return len(self.packed)

    async def send(self, scope: Scope, send: Send) -> None:
        """Send it as an ASGI answer; a client that has it already is told so (304)."""
        gzip = known = False
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                gzip = b"gzip" in value
            elif name == b"if-none-match":
                known = self.etag in value
        status = 304 if known else 200
        headers = self.gzip_headers if gzip else self.plain_headers
        body = self.packed if gzip else b""
        if known:
            headers = [pair for pair in headers if pair[0] not in _DROPPED]
            body = b""
        elif not gzip:
            body = zlib.decompress(self.packed, 31)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def key_of(scope: Scope) -> tuple[object, ...] | None:
    """What a visitor's answer depends on; `None` where it is for one person only."""
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return None
    cookie = language = accept = b""
    saving = False
    for name, value in scope["headers"]:
        match name:
            case b"authorization":
                return None
            case b"cookie":
                cookie = value
            case b"accept-language":
                language = value
            case b"accept":
                accept = value[:16]
            case b"save-data":
                saving = value == b"on"
    if cookie and f"{SIGN_IN_COOKIE}=".encode() in cookie:
        return None
    wanted = locale_of(HTTPConnection(scope), Actor()) if cookie else language
    return (scope["path"], scope["query_string"], wanted, accept == b"application/json", saving)


class KeptAnswers:
    """Pure ASGI middleware: sends what is kept for visitors before anything else is looked at."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        key = scope["kept_key"] = key_of(scope)
        if key is not None and scope["method"] == "GET":
            resources: Runtime = scope["state"]["runtime"]
            kept: KeptAnswer | None = resources.caches.pages.peek(key)
            if kept is not None:
                await kept.send(scope, send)
                return
        await self._app(scope, receive, send)


def kept_for_visitors(channels: Channels) -> Callable[[Handler], Handler]:
    """Keep a handler's answers to visitors until one of `channels` announces something.

    Only answers with status 200 and without cookies are kept; members always get their own.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def keep(request: Request[Any]) -> Response:
            key = request.scope.get("kept_key")
            if key is None or actor_of(request).member_id is not None:
                return await handler(request)
            if (names := await channels(request)) is None:
                return await handler(request)

            async def make() -> KeptAnswer:
                return _packed(
                    request, await handler(_without_encoding(request, actor_of(request)))
                )

            try:
                pages = runtime(request).caches.pages
                kept = await pages.get(key, names, make)
            except _NotKept as once:
                # Others may have waited for this making; what is in it is for its own asker only.
                return once.answer if once.request is request else await handler(request)
            return _AsResponse(kept)

        return keep

    return decorate


VISITOR = Actor()


def kept_for_all(
    channels: Channels, audience: Audience | None = None
) -> Callable[[Handler], Handler]:
    """Keep a handler's answers for everybody who may see the same.

    Without `audience`, as `shared` does; with it, for all whom it gives the same word. Only for
    handlers whose answer says nothing of who asks.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def keep(request: Request[Any]) -> Response:
            if (names := await channels(request)) is None:
                return await handler(request)

            async def make(actor: Actor) -> KeptAnswer:
                return _packed(request, await handler(_without_encoding(request, actor)))

            key = (request.url.path, request.url.query, "answer")
            try:
                if audience is None:
                    found = await shared(request, key, names, make)
                else:
                    who = await audience(request)
                    found = await runtime(request).caches.parts.get(
                        (*key, who), names, lambda: make(actor_of(request))
                    )
            except _NotKept:
                return await handler(request)
            return _AsResponse(found)

        return keep

    return decorate


async def shared(
    request: Request[Any],
    key: tuple[object, ...],
    channels: Sequence[str],
    make: Callable[[Actor], Awaitable[Value]],
) -> Value:
    """What all who may see the same are given: visitors and members, or moderators.

    `make` is called for somebody with no more rights than any of them. What visitors do not see
    is made for the member who asks alone, and not kept.

    Raises:
        NotFound: the one who asks does not see it either.
    """
    actor = actor_of(request)
    # Some moderate by what they were given, which what is kept for all who do must not depend on.
    moderator = Actor(actor.member_id, role=Role.MODERATOR)
    audience = moderator if actor.is_moderator else VISITOR
    parts = runtime(request).caches.parts
    if actor.grants and not actor.is_moderator:
        return await _for_granted(request, actor, key, channels, make)
    try:
        found: Value = await parts.get(
            (*key, actor.is_moderator),
            channels,
            lambda: make(replace(audience, locale=actor.locale)),
        )
    except NotFound:
        if actor.member_id is None or actor.is_moderator:
            raise
        return await make(actor)
    return found


async def _for_granted(
    request: Request[Any],
    actor: Actor,
    key: tuple[object, ...],
    channels: Sequence[str],
    make: Callable[[Actor], Awaitable[Value]],
) -> Value:
    """What one who looks after a space or a language is given: nobody else sees the same."""
    mine = (*key, actor.member_id, actor.grants, actor.scopes)
    own = [*channels, f"member:{actor.member_id}"]
    found: Value = await runtime(request).caches.parts.get(mine, own, lambda: make(actor))
    return found


class _NotKept(Exception):
    def __init__(self, request: Request[Any], answer: Response) -> None:
        super().__init__()
        self.request, self.answer = request, answer


_PERSONAL = {b"accept-encoding", b"if-none-match", b"authorization", b"cookie"}


def _without_encoding(request: Request[Any], actor: Actor) -> Request[Any]:
    """The same request from somebody of whom nothing but `actor` is known.

    What is kept is compressed once, and compared with what a client has when it is sent.
    """
    headers = [pair for pair in request.scope["headers"] if pair[0] not in _PERSONAL]
    scope = {**request.scope, "headers": headers, "user": actor}
    for name in ("sign_in", "page", "_cookies"):
        scope.pop(name, None)
    return Request(scope, request.receive)


def _packed(request: Request[Any], answer: Response) -> KeptAnswer:
    headers = answer.raw_headers
    if answer.status_code != 200 or any(name == b"set-cookie" for name, _ in headers):  # noqa: PLR2004
        raise _NotKept(request, answer)
    plain = bytes(answer.body)
    packed = gzipped(plain)
    given = answer.headers.get("etag")
    etag = (given or f'"{hashlib.sha256(plain).hexdigest()[:20]}"').encode()
    bare = [pair for pair in headers if pair[0] not in {*_DROPPED, b"etag"}]
    bare.append((b"etag", etag))
    return KeptAnswer(
        packed,
        etag,
        [*bare, (b"content-length", str(len(plain)).encode())],
        [
            *bare,
            (b"content-length", str(len(packed)).encode()),
            (b"content-encoding", b"gzip"),
        ],
    )


class _AsResponse(Response):
    def __init__(self, kept: KeptAnswer) -> None:
        self.kept = kept
        self.background = None
        self.status_code = 200
        self.raw_headers = kept.plain_headers

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """See ASGI."""
        await self.kept.send(scope, send)
