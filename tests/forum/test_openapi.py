"""The description of the API, held against the application that it describes."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bleach._vendor import html5lib
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from starlette.routing import Route

from forum.core.errors import InvalidInput, NotFound, ScopeTooNarrow, SignInRequired, refusals
from forum.core.permissions import Role, Scope
from forum.routes import API as API_FEATURES
from forum.web import description, openapi
from forum.web.openapi import ApiRoute, Operation
from forum.web.routing import every, routes_of
from i18n.catalogs import available
from tests.client import API, Client, running
from tests.factories import prepared
from tests.services.databases import SqliteDatabases

API_ROUTES = routes_of(API_FEATURES)
OPERATIONS = [route.operation for route in API_ROUTES if isinstance(route, ApiRoute)]
DESCRIBING = {f"{API}/openapi.json", f"{API}/docs"}
"""What describes the API is no operation of it."""

Document = dict[str, Any]


@pytest.fixture(scope="module")
def client(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """One application for all; what kind of database it has makes no difference here."""
    folder = tmp_path_factory.mktemp("described")
    with sqlite_databases.fresh(prepared) as url, running(url, folder) as found:
        yield found


@pytest.fixture(scope="module")
def document() -> Document:
    """The description of all operations; the application gives the same (tested below)."""
    return description.document(API_ROUTES, server="http://testserver")


def in_document(one: Operation, document: Document) -> Document:
    """An operation as the document describes it."""
    path = openapi.PREFIX + re.sub(r":\w+}", "}", one.path)
    found: Document = document["paths"][path][one.method.lower()]
    return found


def references(value: object) -> Iterator[str]:
    """Every `$ref` in a part of the document."""
    match value:
        case dict():
            if isinstance(ref := value.get("$ref"), str):
                yield ref
            for part in value.values():
                yield from references(part)
        case list():
            for part in value:
                yield from references(part)


def followed(ref: str, document: Document) -> object:
    """What a reference leads to; `None` if it leads nowhere."""
    found: Any = document
    for key in ref.removeprefix("#/").split("/"):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def test_the_application_gives_a_valid_document_of_the_operations_it_has(
    client: Client, document: Document
) -> None:
    answer = client.get(f"{API}/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    validate(answer.json(), cls=OpenAPIV31SpecValidator)
    assert answer.json() == document


def test_every_route_below_the_api_is_described(client: Client, document: Document) -> None:
    routes = every(client.app._app.routes)  # type: ignore[attr-defined]
    running = {
        (method.lower(), re.sub(r":\w+}", "}", route.path))
        for route in routes
        if isinstance(route, Route) and route.path.startswith(API) and route.path not in DESCRIBING
        for method in (route.methods or set()) - {"HEAD"}
    }
    described = {(method, path) for path, one in document["paths"].items() for method in one}
    assert described == running
    assert len(running) == len(OPERATIONS)


def test_every_reference_leads_somewhere(document: Document) -> None:
    lost = {ref for ref in references(document) if followed(ref, document) is None}
    assert lost == set()


def test_every_operation_has_a_name_of_its_own_and_a_summary(document: Document) -> None:
    described = [in_document(one, document) for one in OPERATIONS]
    names = [one["operationId"] for one in described]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Z].*\.", one["summary"]) for one in described)


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_an_operation_tells_its_answers(one: Operation, document: Document) -> None:
    answers = in_document(one, document)["responses"]
    told_of = one.answer is not None or bool(one.media)
    for status in description.statuses(one):
        has_body = told_of if status == one.status else one.also.get(status) is not None
        assert ("content" in answers[str(status)]) == has_body
    assert "application/problem+json" in answers["default"]["content"]
    for refusal in description.refusals_of(one):
        told = answers[str(refusal.status)]
        assert f"`{refusal.code}`: {refusal.text}" in told["description"]
        schema = told["content"]["application/problem+json"]["schema"]["$ref"]
        if refusal is InvalidInput:
            assert schema.endswith("/InputProblem")


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_an_operation_describes_what_it_takes(one: Operation, document: Document) -> None:
    described = in_document(one, document)
    taken = {(value["name"], value["in"]) for value in described["parameters"]}
    in_path = {(name, "path") for name in re.findall(r"{(\w+)", one.path)}
    in_query = {(name, "query") for name in (one.query.model_fields if one.query else ())}
    key = {("Idempotency-Key", "header")} if one.method == "POST" else set()
    assert taken == in_path | in_query | key
    assert ("requestBody" in described) == (one.body is not None)


@pytest.mark.parametrize(
    "one", [one for one in OPERATIONS if ":int}" in one.path], ids=lambda one: one.name
)
def test_an_operation_on_a_number_says_that_there_may_be_none(one: Operation) -> None:
    assert NotFound in description.refusals_of(one)


def parts(value: object, document: Document, known: frozenset[str] = frozenset()) -> Iterator[Any]:
    """A schema with all that it is made of."""
    match value:
        case dict():
            yield value
            ref = value.get("$ref")
            if isinstance(ref, str) and ref not in known:
                yield from parts(followed(ref, document), document, known | {ref})
            for part in value.values():
                yield from parts(part, document, known)
        case list():
            for part in value:
                yield from parts(part, document, known)


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_an_operation_says_how_large_the_numbers_may_be_that_it_takes(
    one: Operation, document: Document
) -> None:
    described = in_document(one, document)
    asked = [taken for taken in described["parameters"] if taken["in"] == "query"]
    found = parts([asked, described.get("requestBody", {})], document)
    numbers = [part for part in found if part.get("type") == "integer"]
    assert [part for part in numbers if not {"maximum", "exclusiveMaximum"} & part.keys()] == []


def scope_of(one: Operation, document: Document) -> Scope | None:
    """What a token needs for an operation, by the document; `None` if none is needed."""
    match in_document(one, document)["security"]:
        case [{"token": [scope]}]:
            return Scope(scope)
        case [{**nothing}, {"token": _}] if not nothing:
            return None
        case other:
            raise AssertionError(other)


def refused(client: Client, one: Operation, headers: dict[str, str]) -> str:
    """The code that refuses an operation on what there is not, with an empty body; "" for none."""
    path = API + re.sub(r"{\w+(:\w+)?}", "404", one.path)
    answer = client.request(one.method, path, headers=headers, json={} if one.body else None)
    code: str = answer.json()["code"] if answer.is_client_error else ""
    return code


def test_what_the_document_says_of_tokens_is_what_happens(
    client: Client, document: Document
) -> None:
    member = client.member(role=Role.ADMIN)
    tokens = {scope: client.token(member, scope) for scope in Scope}
    for one in OPERATIONS:
        needed = scope_of(one, document)
        without = refused(client, one, {})
        assert (without == SignInRequired.code) == (needed is not None), one.name
        for scope, headers in tokens.items():
            narrow = refused(client, one, headers) == ScopeTooNarrow.code
            assert narrow == (scope != (needed or Scope.READ)), (one.name, scope)


def page(client: Client) -> Any:
    """The page for people."""
    answer = client.get(f"{API}/docs")
    assert answer.status_code == 200
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def test_the_page_shows_every_operation_and_every_refusal(client: Client) -> None:
    shown = page(client)
    headings = {"".join(one.itertext()) for one in shown.iter("h3")}
    paths = {f"{one.method} {API}{re.sub(r':[a-z]+}', '}', one.path)}" for one in OPERATIONS}
    assert headings == paths
    rows = {one.get("id") for one in shown.iter("tr")} - {None}
    assert rows == {refusal.code for refusal in refusals()}


def test_places_on_the_page_are_where_its_links_lead(client: Client) -> None:
    shown = page(client)
    places = [one.get("id") for one in shown.iter() if one.get("id")]
    assert len(set(places)) == len(places)
    links = {one.get("href") for one in shown.iter("a")}
    assert {link[1:] for link in links if link.startswith("#")} <= set(places)


def test_a_problem_names_its_place_on_the_page(client: Client) -> None:
    problem = client.get(f"{API}/topics/1").json()
    path, _, place = problem["type"].partition("#")
    assert path == f"{API}/docs"
    assert place in {one.get("id") for one in page(client).iter("tr")}


def test_the_page_is_there_in_every_language(client: Client) -> None:
    for locale in available():
        # Taking this long page apart by the rules of HTML in each language takes a minute.
        shown = client.get(f"{API}/docs?ui={locale}").text
        assert f'<html lang="{locale}"' in shown
        assert shown.count('<p lang="en"') == len(OPERATIONS)
