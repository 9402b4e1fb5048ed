"""What only the whole application shows: that features find what they need in it."""

from collections.abc import Iterator

from forum.accounts import passwords
from forum.delegations.rules import RESERVED_SLUGS
from forum.discussions.rules import TAKEN_SLUGS
from forum.roles.rules import is_word
from forum.routes import API, PAGES
from forum.runtime import Runtime
from forum.text.address import is_slug
from forum.text.slug import slug
from forum.web.identity import SIGN_IN_COOKIE
from forum.web.routing import routes_of
from tests.addresses import ADMINISTRATORS, EXAMPLES, NOT_PAGES, VISITORS, page_routes
from tests.client import Client

PASSWORD = "seven small boats"  # noqa: S105


def test_a_member_signs_in_by_the_form(client: Client) -> None:
    async def hashed(_runtime: Runtime) -> str:
        return await passwords.hashed(PASSWORD)

    client.member("maria", password_hash=client.do(hashed))
    typed = {"email": "maria@example.org", "password": PASSWORD}
    answer = client.fill_in("/sign-in", typed)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert SIGN_IN_COOKIE in answer.cookies


def test_a_visitor_asks_for_another_password_by_the_form(client: Client) -> None:
    assert client.fill_in("/reset", {"email": "maria@example.org"}).status_code == 200


def test_every_page_has_an_example_in_the_list_of_addresses() -> None:
    told = "add it to tests/addresses.py"
    assert set(page_routes()) == EXAMPLES.keys() | NOT_PAGES.keys(), told
    assert EXAMPLES.keys().isdisjoint(NOT_PAGES)
    assert EXAMPLES.keys() >= VISITORS | ADMINISTRATORS


def _ambiguous() -> Iterator[tuple[str, str]]:
    """Routes that end with a word of somebody's choice, each with a fixed word in its place."""
    paths = {route.path for route in routes_of([*PAGES, *API])}
    for path in paths:
        place, _, end = path.rpartition("/")
        for other in paths if end.startswith("{") and ":" not in end else ():
            if other.startswith(f"{place}/") and "{" not in (word := other[len(place) + 1 :]):
                yield path, word


def test_nothing_can_be_named_like_an_address_in_its_place() -> None:
    named = {
        "/t/{topic_id:int}/{slug}": lambda word: slug(word, TAKEN_SLUGS) == word,
        "/admin/roles/{word}": is_word,
        "/delegations/{slug}": lambda word: is_slug(word) and word not in RESERVED_SLUGS,
    }
    found = sorted(_ambiguous())
    assert ("/t/{topic_id:int}/{slug}", "moderate") in found
    assert [(path, word) for path, word in found if path not in named or named[path](word)] == []
