"""Finding a route by the first words of an address."""

import sys
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from forum.web.routing import Feature, RouteIndex, every, routes_of


def answering(word: str) -> Route:
    async def answer(request: Request) -> Response:
        return PlainTextResponse(f"{word} {request.path_params}")

    path, _, method = word.partition(" ")
    return Route(path, answer, methods=[method or "GET"])


ROUTES = [
    answering(word)
    for word in (
        "/",
        "/t/{topic:int}",
        "/t/{topic:int}/{slug}",
        "/t/{topic:int} POST",
        "/s/{slug}",
        "/s/{slug}/new",
        "/settings",
        "/api/v1/topics",
        "/api/v1/topics/{topic:int}",
        "/api/v1/topics/{topic:int}/posts POST",
        "/api/v1/docs",
    )
]
WORDS = st.sampled_from(["t", "s", "12", "new", "settings", "api", "v1", "topics", "posts", "docs"])


@pytest.fixture(scope="module")
def sites() -> tuple[TestClient, TestClient]:
    return TestClient(Starlette(routes=[RouteIndex(ROUTES)])), TestClient(Starlette(routes=ROUTES))


@given(
    st.lists(st.one_of(WORDS, st.text("a1{}%", max_size=3)), max_size=5),
    st.sampled_from(["GET", "POST", "DELETE"]),
)
def test_an_index_answers_as_the_routes_one_after_the_other_do(
    sites: tuple[TestClient, TestClient], words: list[str], method: str
) -> None:
    path = "/" + "/".join(words).lstrip("/")
    ours, theirs = (site.request(method, path, follow_redirects=False) for site in sites)
    assert (ours.status_code, ours.text) == (theirs.status_code, theirs.text)
    assert ours.headers.get("allow") == theirs.headers.get("allow")
    assert ours.headers.get("location") == theirs.headers.get("location")


def test_a_route_whose_first_word_is_not_fixed_is_refused() -> None:
    with pytest.raises(ValueError, match="not fixed"):
        RouteIndex([answering("/{word}/more")])


def test_every_route_of_an_index_can_be_told() -> None:
    single = answering("/alone")
    assert list(every([RouteIndex(ROUTES), single])) == [*ROUTES, single]


@pytest.fixture
def feature(monkeypatch: pytest.MonkeyPatch) -> Feature:
    """A feature with two words, whose module can be imported."""
    module = ModuleType("feature")
    module.ROUTES = [answering("/t/{topic:int}/more"), answering("/sessions")]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "feature", module)
    return Feature("feature", frozenset({"/t", "/sessions"}))


def test_routes_of_a_feature_follow_those_that_are_there(feature: Feature) -> None:
    whole = [*ROUTES, *feature.routes()]
    ours = TestClient(Starlette(routes=[RouteIndex(ROUTES, [feature])]))
    theirs = TestClient(Starlette(routes=whole))
    for path in ("/t/1/more", "/t/1", "/sessions", "/sessions/1", "/s/word", "/t/1/more"):
        answer, expected = ours.get(path), theirs.get(path)
        assert (answer.status_code, answer.text) == (expected.status_code, expected.text)
    assert list(every([RouteIndex(ROUTES, [feature])])) == whole


def test_a_feature_is_imported_with_the_first_request_for_one_of_its_words() -> None:
    missing = Feature("no_such_module", frozenset({"/sessions"}))
    site = TestClient(Starlette(routes=[RouteIndex(ROUTES, [missing])]))
    assert site.get("/settings").status_code == 200
    for _ in range(2):
        with pytest.raises(ModuleNotFoundError, match="no_such_module"):
            site.get("/sessions")


def test_a_feature_is_not_imported_where_one_before_it_answers(feature: Feature) -> None:
    missing = Feature("no_such_module", frozenset({"/t"}))
    site = TestClient(Starlette(routes=[RouteIndex(ROUTES, [feature, missing])]))
    for path in ("/t/1", "/t/1/more", "/t/1"):
        assert site.get(path).status_code == 200
    for method, path in (("GET", "/t"), ("DELETE", "/t/1")):
        with pytest.raises(ModuleNotFoundError, match="no_such_module"):
            site.request(method, path)


def test_words_that_are_not_those_of_the_routes_are_refused(feature: Feature) -> None:
    with pytest.raises(ValueError, match=r"first words of feature: \['/s'\]"):
        routes_of([Feature("feature", feature.words | {"/s"})])
