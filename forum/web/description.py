"""The OpenAPI document of the operations: all that a client needs to know of them, as JSON.

OpenAPI 3.1.1 (spec.openapis.org/oas/v3.1.1); schemas by pydantic (JSON Schema 2020-12).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from itertools import groupby
from typing import Any

from pydantic import BaseModel, TypeAdapter
from starlette.routing import BaseRoute

from forum.core.errors import (
    Forbidden,
    FormExpired,
    ForumError,
    IdempotencyKeyReused,
    InvalidCursor,
    InvalidInput,
    InvalidToken,
    RequestInProgress,
    ScopeTooNarrow,
    SecondFactorRequired,
    SignInRequired,
    Silenced,
    TooLarge,
    UnsupportedMediaType,
    refusals,
)
from forum.core.version import VERSION
from forum.limits.keeping import TooOften
from forum.web.openapi import PREFIX, ApiRoute, Operation, RawBody

REFS = "#/components/schemas/{model}"


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
        asked = _query_parameters(one, schemas, components)
        paths.setdefault(PREFIX + path, {})[one.method.lower()] = _describe(
            one, path, schemas, asked
        )
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
        for status, shape in one.also.items():
            if shape is not None:
                wanted.append((f"{one.name} {status}", "serialization", shape))
    refs, definitions = TypeAdapter.json_schemas(wanted, ref_template=REFS)
    named = {key: schema for (key, _mode), schema in refs.items()}
    return {(key, ""): schema for key, schema in named.items()}, definitions.get("$defs", {})


def _template(path: str) -> str:
    """Starlette's `{id:int}` as OpenAPI's `{id}`."""
    parts = path.split("{")
    return parts[0] + "".join(
        "{" + part.split("}")[0].split(":")[0] + "}" + part.split("}", 1)[1] for part in parts[1:]
    )


def _describe(
    one: Operation,
    path: str,
    schemas: Mapping[tuple[str, str], Any],
    asked: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "tags": [path.strip("/").split("/")[0]],
        "parameters": [*_path_parameters(one.path), *asked],
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


def _query_parameters(
    one: Operation, schemas: Mapping[tuple[str, str], Any], components: Mapping[str, Any]
) -> list[dict[str, Any]]:
    if one.query is None:
        return []
    name = schemas[f"{one.name} query", ""]["$ref"].rpartition("/")[2]
    schema = components[name]
    needed = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": shape}
        for name, shape in schema.get("properties", {}).items()
    ]


def _responses(one: Operation, schemas: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    answers = {str(status): _answer(one, status, schemas) for status in statuses(one)}
    for status, alike in groupby(sorted(refusals_of(one), key=_status), _status):
        told = {refusal.code: refusal.text for refusal in alike}
        shape = "input problem" if InvalidInput.code in told else "problem"
        text = "\n".join(f"`{code}`: {text}" for code, text in told.items())
        answers[str(status)] = _problem(text, schemas[shape, ""])
    answers["default"] = _problem("A problem document.", schemas["input problem", ""])
    return answers


def _answer(one: Operation, status: int, schemas: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    described: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    key = f"{one.name} {'answer' if status == one.status else status}", ""
    if key in schemas:
        described["content"] = {"application/json": {"schema": schemas[key]}}
    elif status == one.status and one.media:
        described["content"] = {kind: {"schema": {"type": "string"}} for kind in one.media}
    return described


def statuses(one: Operation) -> Sequence[int]:
    """The statuses of an operation's answers other than refusals, in order."""
    kept = {HTTPStatus.NOT_MODIFIED.value} if one.kept is not None else set()
    return sorted({one.status, *one.also, *kept})


def refusals_of(one: Operation) -> Iterator[type[ForumError]]:
    """The refusals that an operation declares, their kinds, and those that its shape brings."""
    for declared in one.refuses:
        yield from refusals(declared)
    yield from (InvalidToken, ScopeTooNarrow, TooOften)
    if one.scope is not None:
        yield SignInRequired
    if Forbidden in one.refuses:
        yield SecondFactorRequired
        yield from refusals(Silenced)
    yield from _of_query(one) if one.query is not None else ()
    yield from _of_change(one) if one.method != "GET" else ()


def _of_query(one: Operation) -> Iterator[type[ForumError]]:
    yield InvalidInput
    if one.query is not None and "cursor" in one.query.model_fields:
        yield InvalidCursor


def _of_change(one: Operation) -> Iterator[type[ForumError]]:
    yield FormExpired
    if one.body is not None:
        yield from (InvalidInput, TooLarge)
    if one.body is not None and not isinstance(one.body, RawBody):
        yield UnsupportedMediaType
    if one.method == "POST":
        yield from (InvalidInput, RequestInProgress, IdempotencyKeyReused)  # of its key


def _status(refusal: type[ForumError]) -> int:
    return refusal.status


def _problem(text: str, schema: Any) -> dict[str, Any]:
    return {"description": text, "content": {"application/problem+json": {"schema": schema}}}
