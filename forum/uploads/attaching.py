"""A form for a post that brings a file: the file is stored, and its Markdown ends the text."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum.core.errors import Fault, ForumError, InvalidInput
from forum.core.limits import Act
from forum.core.permissions import Permission
from forum.runtime import runtime
from forum.uploads import actions
from forum.uploads.intake import FIELD, admit, deposit, sent_file
from forum.web import csrf
from forum.web.forms import REFUSED
from forum.web.identity import actor_of
from forum.web.limits import count, try_later

TEXT = "body"
"""Name of the field that the file's Markdown is put in."""


def with_files(routes: Sequence[Route]) -> list[Route]:
    """The same routes, of which those that take forms take files too."""
    return [_with_file(route) if "POST" in (route.methods or ()) else route for route in routes]


def _with_file(route: Route) -> Route:
    taken = [Middleware(FileField)]
    return Route(route.path, route.endpoint, methods=["POST"], name=route.name, middleware=taken)


class FileField:
    """Pure ASGI middleware: hands a form with a file on as one without.

    What comes behind it reads a plain form, whose text shows the file already. A file that is
    refused is told as a fault of its field, so that the form is shown again with what was typed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        request: Request[Any] = Request(scope, receive)
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            await self._app(scope, receive, send)
            return
        if actor_of(request).may(Permission.UPLOAD_ADD):
            admit(request)
        async with request.form(max_files=1, max_fields=200) as form:
            words = [pair for pair in form.multi_items() if isinstance(pair[1], str)]
            fields = [pair for pair in words if pair[0] != FIELD]
            fields = await _attached(request, form, fields)
        body = urlencode(fields, errors="replace").encode()
        await self._app(_as_plain_form(scope, body), _once(body, receive), send)


Fields = list[tuple[str, Any]]


async def _attached(request: Request[Any], form: FormData, fields: Fields) -> Fields:
    """The fields, with the file's Markdown at the end of the text."""
    sent, word = sent_file(form), form.get(csrf.FIELD, "")
    if sent is None or not actor_of(request).may(Permission.UPLOAD_ADD):
        return fields
    try:
        csrf.check(request, word if isinstance(word, str) else "")
        await count(request, Act.UPLOAD)
        deposited = await deposit(request, sent.file, sent.filename or "")
        async with runtime(request).unit(actor_of(request)) as unit:
            made = await actions.add_upload(unit, deposited.file, deposited.name)
    except ForumError as error:
        try_later(request, error)
        fault = Fault(FIELD, error.text, tuple(error.data.items()))
        request.scope[REFUSED] = InvalidInput([fault])
        return fields
    return [
        (name, _ending(value, made.markdown) if name == TEXT else value) for name, value in fields
    ]


def _ending(text: str, markdown: str) -> str:
    return f"{text.rstrip()}\n\n{markdown}".lstrip()


def _as_plain_form(scope: Scope, body: bytes) -> Scope:
    headers = MutableHeaders(raw=list(scope["headers"]))
    headers["content-type"] = "application/x-www-form-urlencoded"
    headers["content-length"] = str(len(body))
    return {**scope, "headers": headers.raw}


def _once(body: bytes, receive: Receive) -> Receive:
    """Give the body, then whatever the client says after it."""
    rest: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return rest.pop() if rest else await receive()

    return again
