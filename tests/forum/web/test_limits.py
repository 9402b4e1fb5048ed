"""Limits at the edge: counted once, refused before anything is done, with what was typed kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.routes import API as OPERATIONS
from forum.routes import PAGES
from forum.web.limits import ACTS
from forum.web.routing import routes_of
from tests import factories
from tests.client import API, Client, find_form, running
from tests.factories import prepared
from tests.services.databases import Databases

RATES = {
    "api": {"moderator": "20/hour"},
    "flag": {"member": "1/hour"},
    "post": {"member": "3/hour"},
    "preview": {"member": "2/hour"},
    "reaction": {"member": "2/hour"},
    "search": {"visitor": "2/hour", "member": "2/hour"},
    "suggestion": {"visitor": "1/hour"},
    "topic": {"member": "1/hour"},
    "translation": {"member": "1/hour"},
    "upload": {"member": "1/hour"},
    "write": {"member": "5/hour"},
}
LONG_AGO = factories.NOON.replace(year=2020)


@pytest.fixture
def client(databases: Databases, tmp_path: Path) -> Iterator[Client]:
    with (
        databases.fresh(prepared) as url,
        running(url, tmp_path, rate_limits=True, rates=RATES) as found,
    ):
        yield found


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria", created_at=LONG_AGO)


@pytest.fixture
def topic(client: Client, maria: Actor) -> int:
    return client.do(factories.topic, maria)


def test_every_route_that_is_counted_as_something_is_there() -> None:
    known = {
        (method, route.path)
        for route in routes_of([*PAGES, *OPERATIONS])
        for method in route.methods or ()
    }
    assert ACTS.keys() <= known


def test_a_program_is_refused_clearly_and_nothing_is_stored(
    client: Client, maria: Actor, topic: int
) -> None:
    url, hers = f"{API}/topics/{topic}/posts", client.token(maria)
    answers = [client.post(url, json={"body": "x"}, headers=hers) for _ in range(4)]
    assert [one.status_code for one in answers] == [201, 201, 201, 429]
    refused = client.post(url, json={"body": "x"}, headers=hers | {"accept-language": "fr"})
    problem = refused.json()
    assert (problem["code"], problem["status"]) == ("too_often", 429)
    assert 0 < int(refused.headers["retry-after"]) <= 3601
    assert "minutes" in problem["detail"]
    assert len(client.get(url).json()["items"]) == 4


def test_what_is_repeated_with_its_key_is_answered_and_not_counted(
    client: Client, maria: Actor, topic: int
) -> None:
    url, hers = f"{API}/topics/{topic}/posts", client.token(maria)
    keyed = hers | {"idempotency-key": "one"}
    first = [client.post(url, json={"body": "x"}, headers=keyed) for _ in range(5)]
    assert {one.status_code for one in first} == {201}
    for _ in range(2):
        assert client.post(url, json={"body": "y"}, headers=hers).status_code == 201
    late = hers | {"idempotency-key": "two"}
    assert client.post(url, json={"body": "z"}, headers=late).status_code == 429
    again = client.post(url, json={"body": "x"}, headers=keyed)
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    assert client.post(url, json={"body": "z"}, headers=late).status_code == 429


def test_a_page_keeps_what_was_typed_and_says_when_to_return(
    client: Client, maria: Actor, topic: int
) -> None:
    client.sign_in(maria)
    page = f"/t/{topic}/reply/new"
    for number in range(3):
        assert client.fill_in(page, {"body": f"Reply {number}"}).status_code == 303
    refused = client.fill_in(page, {"body": "This took me an hour."})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 3601
    form = find_form(refused.text, f"/t/{topic}/reply")
    assert form.fields["body"].strip() == "This took me an hour."
    assert "very often in a short time" in refused.text


def test_each_act_has_a_count_of_its_own(client: Client, maria: Actor, topic: int) -> None:
    hers, draft = client.token(maria), {"space": "general", "title": "Courses", "body": "What?"}
    starts = [client.post(f"{API}/topics", json=draft, headers=hers) for _ in range(2)]
    assert [one.status_code for one in starts] == [201, 429]
    post = client.post(f"{API}/topics/{topic}/posts", json={"body": "x"}, headers=hers)
    assert post.status_code == 201
    react = f"{API}/posts/1/reactions/thanks"
    nadja = client.token(client.member("nadja", created_at=LONG_AGO))
    asked = [client.put(react, headers=nadja).status_code for _ in range(3)]
    assert asked[2] == 429
    assert 429 not in asked[:2]
    flag = [
        client.post(f"{API}/posts/{number}/flags", json={"reason": "spam"}, headers=nadja)
        for number in (1, 2)
    ]
    assert flag[1].status_code == 429
    subscribe = f"{API}/topics/{topic}/subscription"
    writes = [client.delete(subscribe, headers=nadja).status_code for _ in range(6)]
    assert (429 in writes[:5], writes[5]) == (False, 429)


def test_previews_are_not_without_end(client: Client, maria: Actor) -> None:
    hers = client.token(maria)
    previews = [
        client.post(f"{API}/preview", json={"body": "x"}, headers=hers).status_code
        for _ in range(3)
    ]
    assert previews == [200, 200, 429]
    client.sign_in(maria)
    page = client.fill_in("/s/general/new", {"body": "kept", "press": "preview"})
    assert (page.status_code, "retry-after" in page.headers) == (429, True)
    assert find_form(page.text).fields["body"].strip() == "kept"


def test_visitors_are_counted_by_their_address(client: Client, topic: int) -> None:
    found = [client.get("/search?q=courses") for _ in range(3)]
    assert [one.status_code for one in found] == [200, 200, 429]
    assert 'value="courses"' in found[2].text
    assert client.get(f"{API}/search?q=courses").status_code == 429
    assert client.get(f"{API}/topics?q=courses").status_code == 429
    assert client.get("/search").status_code == 200
    assert client.get(f"/t/{topic}/").status_code in {200, 301, 307, 308}
    hints = [client.get(f"{API}/search/suggest?q=co").status_code for _ in range(2)]
    assert hints == [200, 429]


def test_a_token_is_called_so_often_and_another_one_goes_on(client: Client) -> None:
    olga = client.member("olga", Role.MODERATOR)
    one, other = client.token(olga), client.token(olga)
    calls = [client.get(f"{API}/me", headers=one).status_code for _ in range(21)]
    assert calls == [200] * 20 + [429]
    assert client.get(f"{API}/me", headers=other).status_code == 200
    client.sign_in(olga)
    assert client.get(f"{API}/me").status_code == 200


def test_files_are_refused_before_they_are_looked_at(client: Client, maria: Actor) -> None:
    hers = client.token(maria)
    files = {"file": ("a.txt", b"Hello, all of you.", "text/plain")}
    keyed = hers | {"idempotency-key": "file"}
    for _ in range(2):
        assert client.post(f"{API}/uploads", files=files, headers=hers | keyed).status_code in {
            201,
            429,
        }
    broken = {"file": ("a.png", b"no picture", "image/png")}
    assert client.post(f"{API}/uploads", files=broken, headers=hers).status_code == 429
    client.sign_in(maria)
    shown = client.get("/uploads/new")
    fields = find_form(shown.text).fields
    page = client.post("/uploads/new", data=fields, files=files)
    assert (page.status_code, "retry-after" in page.headers) == (429, True)


def test_administrators_have_no_limits(client: Client, topic: int) -> None:
    ada = client.token(client.member("ada", Role.ADMIN))
    url = f"{API}/topics/{topic}/posts"
    sent = [client.post(url, json={"body": "x"}, headers=ada).status_code for _ in range(8)]
    assert sent == [201] * 8


def test_new_members_may_do_less(client: Client, maria: Actor, topic: int) -> None:
    nadja = client.member("nadja", created_at=client.runtime.clock())
    hers, url = client.token(nadja), f"{API}/topics/{topic}/posts"
    sent = [client.post(url, json={"body": "x"}, headers=hers).status_code for _ in range(16)]
    assert sent == [201] * 15 + [429]
