"""Operations of the JSON API, checked at the edge, and the document that describes them.

OpenAPI 3.1.1 (spec.openapis.org/oas/v3.1.1); schemas by pydantic (JSON Schema 2020-12).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import groupby
from typing import Any

from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from forum.core.errors import ForumError, InvalidInput, InvalidToken, ScopeTooNarrow
from forum.core.permissions import Scope
from forum.core.version import VERSION
from forum.db.unit import Unit
from forum.web import csrf
from forum.web.answers import compress
from forum.web.idempotency import change
from forum.web.identity import actor_of
from forum.web.inputs import json_body, query
from forum.web.kept import Audience, Channels, kept_for_all

PREFIX = "/api/v1"
REFS = "#/components/schemas/{model}"
Handler = Callable[..., Awaitable[Any]]
Answer = Callable[[Request[Any]], Awaitable[Response]]


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
            TypeAdapter(answer) if answer is not None else None,
            status,
            refuses,
            kept,
            audience,
            media,
        ),
    )


def _route(handler: Handler, described: Operation) -> ApiRoute:
    answer = (
        _reading(handler, described) if described.method == "GET" else _changing(handler, described)
    )

    async def endpoint(request: Request[Any]) -> Response:
        _admit(request, described)
        return await answer(request)

    route = ApiRoute(
        PREFIX + described.path, endpoint, methods=[described.method], name=described.name
    )
    route.operation = described
    return route


def _reading(handler: Handler, described: Operation) -> Answer:
    async def read(request: Request[Any]) -> Response:
        given = {"query": query(request, described.query)} if described.query else {}
        return _packed(request, write(described, await handler(request, **given)))

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

        return _packed(request, await change(request, act))

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
    if described.answer is None or reply.value is None:
        return Response(status_code=status, headers=headers)
    text = described.answer.dump_json(reply.value)
    return Response(text, status, headers, "application/json")


def _packed(request: Request[Any], answer: Response) -> Response:
    """Gzip what is worth it, and answer 304 to who has it already (RFC 9110 §13.1.2)."""
    if isinstance(answer, StreamingResponse):
        return answer
    etag = answer.headers.get("etag")
    if etag is not None and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"etag": etag})
    return compress(request, answer)


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str


class FieldProblem(BaseModel):
    """One thing wrong with an input; `pointer` is a JSON pointer as a fragment (RFC 6901 §6)."""

    pointer: str
    detail: str


class InputProblem(Problem):
    """A problem with the input itself."""

    errors: list[FieldProblem] = []


def document(routes: Iterable[BaseRoute], *, server: str) -> dict[str, object]:
    """The OpenAPI document of all operations among `routes`."""
    operations = [route.operation for route in routes if isinstance(route, ApiRoute)]
    schemas, components = _schemas(operations)
    paths: dict[str, dict[str, object]] = {}
    for one in operations:
        path = _template(one.path)
        paths.setdefault(PREFIX + path, {})[one.method.lower()] = _describe(one, path, schemas)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Stakeholders’ Forum",
            "version": VERSION,
            "description": "Threaded topics, live channels and translation.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _schemas(
    operations: Sequence[Operation],
) -> tuple[dict[tuple[str, str], Any], dict[str, Any]]:
    wanted: list[tuple[str, Any, TypeAdapter[Any]]] = [
        ("problem", "serialization", TypeAdapter(Problem)),
        ("input problem", "serialization", TypeAdapter(InputProblem)),
    ]
    for one in operations:
        if one.body is not None and not isinstance(one.body, RawBody):
            wanted.append((f"{one.name} body", "validation", TypeAdapter(one.body)))
        if one.query is not None:
            wanted.append((f"{one.name} query", "validation", TypeAdapter(one.query)))
        if one.answer is not None:
            wanted.append((f"{one.name} answer", "serialization", one.answer))
    refs, definitions = TypeAdapter.json_schemas(wanted, ref_template=REFS)
    named = {key: schema for (key, _mode), schema in refs.items()}
    return {(key, ""): schema for key, schema in named.items()}, definitions.get("$defs", {})


def _template(path: str) -> str:
    """Starlette's `{id:int}` as OpenAPI's `{id}`."""
    parts = path.split("{")
    return parts[0] + "".join(
        "{" + part.split("}")[0].split(":")[0] + "}" + part.split("}", 1)[1] for part in parts[1:]
    )


def _describe(one: Operation, path: str, schemas: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "tags": [path.strip("/").split("/")[0]],
        "parameters": [*_path_parameters(one.path), *_query_parameters(one)],
        "responses": _responses(one, schemas),
        "security": [{"token": [one.scope.value]}] if one.scope else [{}, {"token": []}],
    }
    if isinstance(one.body, RawBody):
        described["requestBody"] = {"required": True, "content": one.body.content}
    elif one.body is not None:
        schema = schemas[f"{one.name} body", ""]
        content = {"application/json": {"schema": schema}}
        described["requestBody"] = {"required": True, "content": content}
    if one.method == "POST":
        described["parameters"].append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "schema": {"type": "string", "maxLength": 200},
                "description": "The same key and body give the first answer again.",
            }
        )
    return described


def _path_parameters(path: str) -> list[dict[str, Any]]:
    found = []
    for part in path.split("{")[1:]:
        name, _, kind = part.split("}")[0].partition(":")
        schema = {"type": "integer", "minimum": 0} if kind == "int" else {"type": "string"}
        found.append({"name": name, "in": "path", "required": True, "schema": schema})
    return found


def _query_parameters(one: Operation) -> list[dict[str, Any]]:
    if one.query is None:
        return []
    schema = one.query.model_json_schema(ref_template=REFS)
    needed = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": shape}
        for name, shape in schema.get("properties", {}).items()
    ]


def _responses(one: Operation, schemas: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": HTTPStatus(one.status).phrase}
    if one.answer is not None:
        schema = schemas[f"{one.name} answer", ""]
        success["content"] = {"application/json": {"schema": schema}}
    elif one.media:
        success["content"] = {kind: {"schema": {"type": "string"}} for kind in one.media}
    answers = {str(one.status): success}
    for status, alike in groupby(sorted(one.refuses, key=_status), _status):
        told = {refusal.code: refusal.text for refusal in alike}
        shape = "input problem" if InvalidInput.code in told else "problem"
        text = "\n".join(f"`{code}`: {text}" for code, text in told.items())
        answers[str(status)] = _problem(text, schemas[shape, ""])
    answers["default"] = _problem("A problem document.", schemas["input problem", ""])
    return answers


def _status(refusal: type[ForumError]) -> int:
    return refusal.status


def _problem(text: str, schema: Any) -> dict[str, Any]:
    return {"description": text, "content": {"application/problem+json": {"schema": schema}}}
