"""What only the whole application shows: that features find what they need in it."""

from forum.accounts import passwords
from forum.runtime import Runtime
from forum.web.identity import SIGN_IN_COOKIE
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
