"""Operations of the JSON API, checked at the edge; `description.py` describes them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from forum.core.errors import ForumError, InvalidToken, ScopeTooNarrow
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.web import csrf
from forum.web.answers import compress
from forum.web.idempotency import change
from forum.web.identity import actor_of
from forum.web.inputs import json_body, query
from forum.web.kept import Audience, Channels, kept_for_all
from forum.web.limits import count_call

PREFIX = "/api/v1"
Handler = Callable[..., Awaitable[Any]]
Answer = Callable[[Request[Any]], Awaitable[Response]]
Together = Callable[[Request[Any], Any], str]
"""Names what a request and its body change; see `Runtime.change`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is more than its body.

    Attributes:
        value: what is written as JSON; `None` for no body.
        status: HTTP status; `None` takes the operation's own.
        headers: besides those that every answer has.
    """

    value: object = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawBody:
    """A body other than JSON.

    Attributes:
        read: takes it from the request, before the unit is opened; what it gives is the handler's
            `body`.
        content: what the document says of it, by media type.
    """

    read: Callable[[Request[Any]], Awaitable[Any]]
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path, and all that a client needs to know of it."""

    method: str
    path: str
    name: str
    summary: str
    scope: Scope | None
    body: type[BaseModel] | RawBody | None
    query: type[BaseModel] | None
    answer: TypeAdapter[Any] | None
    status: int
    refuses: Sequence[type[ForumError]]
    kept: Channels | None
    audience: Audience | None
    media: Sequence[str]
    also: Mapping[int, TypeAdapter[Any] | None]
    together: Together | None


class ApiRoute(Route):
    """A route that knows its operation."""

    operation: Operation


def operation(
    method: str,
    path: str,
    *,
    body: type[BaseModel] | RawBody | None = None,
    query: type[BaseModel] | None = None,
    answer: Any = None,
    status: int = 200,
    scope: Scope | None = None,
    refuses: Sequence[type[ForumError]] = (),
    kept: Channels | None = None,
    audience: Audience | None = None,
    media: Sequence[str] = (),
    also: Mapping[int, Any] | None = None,
    together: Together | None = None,
) -> Callable[[Handler], ApiRoute]:
    """Make a handler into a route of the API.

    The handler takes the request, for other methods than GET the open unit (committed afterwards,
    with the answer to an `Idempotency-Key`), then `body` and `query` as keywords where they are
    declared; it gives a value of `answer`'s type or a `Reply`. Its docstring's first line is the
    summary.

    Args:
        method: HTTP method.
        path: below `/api/v1`, in Starlette's form.
        body: shape of the JSON body, or what reads another one.
        query: shape of the query string.
        answer: type of the JSON answer; none for an empty one.
        status: HTTP status of success.
        scope: what a token needs to carry; none: anyone may ask.
        refuses: refusals beyond those that every operation may give.
        kept: for a GET that says nothing of who asks: the channels that make its answer stale.
        audience: with `kept`: who is given the same answer, where not everybody sees the same.
        media: types of an answer other than JSON, which the handler gives as a `Response`.
        also: further statuses that are no refusals, with the type of the JSON answer; none for
            an empty one. A GET whose answer has an ETag needs 304, unless it is `kept`.
        together: names what is changed, where changes of it share a transaction; "" for one that
            goes alone.
    """
    return lambda handler: _route(
        handler,
        Operation(
            method,
            path,
            handler.__name__,
            (handler.__doc__ or "").strip().splitlines()[0],
            scope,
            body,
            query,
            _adapter(answer),
            status,
            refuses,
            kept,
            audience,
            media,
            {other: _adapter(shape) for other, shape in (also or {}).items()},
            together,
        ),
    )


def _adapter(shape: Any) -> TypeAdapter[Any] | None:
    return TypeAdapter(shape) if shape is not None else None


def _route(handler: Handler, described: Operation) -> ApiRoute:
    answer = (
        _reading(handler, described) if described.method == "GET" else _changing(handler, described)
    )

    async def endpoint(request: Request[Any]) -> Response:
        _admit(request, described)
        await count_call(request)
        return await answer(request)

    route = ApiRoute(
        PREFIX + described.path, endpoint, methods=[described.method], name=described.name
    )
    route.operation = described
    return route


def _reading(handler: Handler, described: Operation) -> Answer:
    async def read(request: Request[Any]) -> Response:
        given = {"query": query(request, described.query)} if described.query else {}
        answer = write(described, await handler(request, **given))
        return answer if isinstance(answer, StreamingResponse) else _newer(request, answer)

    if described.kept is None:
        return read
    return kept_for_all(described.kept, described.audience)(read)


def _changing(handler: Handler, described: Operation) -> Answer:
    async def make_change(request: Request[Any]) -> Response:
        given: dict[str, object] = {}
        if isinstance(described.body, RawBody):
            given["body"] = await described.body.read(request)
        elif described.body is not None:
            given["body"] = await json_body(request, described.body)
        if described.query is not None:
            given["query"] = query(request, described.query)

        async def act(unit: Unit) -> Response:
            return write(described, await handler(request, unit, **given))

        thing = described.together(request, given.get("body")) if described.together else ""
        return compress(request, await change(request, act, together=thing))

    return make_change


def _admit(request: Request[Any], described: Operation) -> None:
    """Refuse tokens that are no good or too narrow, and cookies without the word of our pages."""
    if request.scope.get("bad_token"):
        raise InvalidToken
    actor = actor_of(request)
    if described.scope is not None:
        actor.require_member()
    if actor.scopes is not None and (described.scope or Scope.READ) not in actor.scopes:
        raise ScopeTooNarrow(scope=described.scope or Scope.READ)
    if actor.scopes is None and described.method != "GET":
        csrf.check(request, request.headers.get(csrf.HEADER, ""))


def write(described: Operation, result: object) -> Response:
    """Write what a handler gave as its operation says."""
    if isinstance(result, Response):
        return result
    reply = result if isinstance(result, Reply) else Reply(result)
    status = reply.status or described.status
    headers = {"cache-control": "private, no-cache", **reply.headers}
    if "location" in headers:
        headers["location"] = _written(headers["location"])
    shape = described.also.get(status, described.answer)
    if shape is None or reply.value is None:
        return Response(status_code=status, headers=headers)
    text = shape.dump_json(reply.value)
    return Response(text, status, headers, "application/json")


def _written(address: str) -> str:
    """An address that holds letters of any script, as headers carry it (RFC 3987 §3.1)."""
    return quote(address, safe="/:?#[]@!$&'()*+,;=%")


def _newer(request: Request[Any], answer: Response) -> Response:
    """An answer to a GET, or 304 to who has it already (RFC 9110 §13.1.2)."""
    etag = answer.headers.get("etag")
    if etag is not None and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"etag": etag})
    return compress(request, answer)
