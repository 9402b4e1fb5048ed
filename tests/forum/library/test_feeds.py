"""The library as a feed, for whoever may see what stands in it."""

from typing import Any

import pytest

from forum.core.permissions import Role
from forum.library import feeds
from tests import factories
from tests.client import Client
from tests.forum.library.test_library import share

FEED = "/library/feed.json"


def read(client: Client, address: str = FEED, **more: Any) -> Any:
    answer = client.get(address, **more)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/feed+json"
    return answer.json()


def test_the_feed_holds_cards_with_their_licence_and_languages(client: Client) -> None:
    client.do(factories.space)
    maria = client.member("maria")
    for number in range(2):
        client.do(share, maria, "general", number)
    feed = read(client)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == "http://testserver/library"
    assert feed["feed_url"] == f"http://testserver{FEED}"
    newest, oldest = feed["items"]
    assert newest["id"] == newest["url"] == "http://testserver/t/2/resource-1"
    assert newest["external_url"] == "https://n1.example/"
    assert (newest["title"], newest["language"]) == ("Resource 1", "en")
    assert newest["content_html"] == '<p dir="ltr">What do we know?</p>\n'
    assert newest["authors"] == [{"name": "Maria", "url": "http://testserver/m/maria"}]
    assert newest["_resource"] == {
        "type": "course",
        "languages": ["km", "fr"],
        "licence": "CC0-1.0",
        "licence_url": "https://creativecommons.org/publicdomain/zero/1.0/",
        "provider": "Provider 1",
        "level": "higher",
        "subject": None,
        "competences": ["data"],
        "country": "KH",
    }
    assert oldest["_resource"]["licence"] == "CC-BY-4.0"


def test_the_feed_is_narrowed_like_the_library_and_goes_on(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "PER_PAGE", 2)
    client.do(factories.space)
    maria = client.member("maria")
    for number in range(6):
        client.do(share, maria, "general", number)
    address = f"{FEED}?licence=CC-BY-4.0"
    assert f'href="{address}"' in client.get("/library?licence=CC-BY-4.0").text
    first = read(client, address)
    assert [one["title"] for one in first["items"]] == ["Resource 4", "Resource 2"]
    rest = read(client, first["next_url"])
    assert [one["title"] for one in rest["items"]] == ["Resource 0"]
    assert "next_url" not in rest


def test_the_feed_holds_nothing_that_its_reader_may_not_see(client: Client) -> None:
    client.do(factories.space, "board", access="private")
    boss = client.member("boss", Role.MODERATOR)
    client.do(share, boss, "board", 0)
    assert read(client)["items"] == []
    assert len(read(client, headers=client.token(boss))["items"]) == 1
    assert client.get(f"{FEED}?licence=none-of-ours").status_code == 422
    assert client.get(f"{FEED}?after=nonsense").status_code == 422
