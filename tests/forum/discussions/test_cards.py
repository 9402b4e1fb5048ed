"""Cards of resources, by the API."""

from typing import Any

import pytest
from httpx2 import Response

from forum.core.actor import Actor
from forum.core.permissions import Role
from tests import factories
from tests.client import API, Client

CARD = {
    "url": "https://Course.example/Sea?utm_source=mail",
    "type": "course",
    "languages": ["th", "en"],
    "licence": "CC-BY-4.0",
    "provider": "Open University of Thailand",
    "level": "higher",
    "subject": "science",
    "competences": ["Data", "mapping", "data"],
    "country": "TH",
}


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


def share(client: Client, who: Actor, space: str = "general", **more: Any) -> Response:
    card = CARD | more
    topic = {"space": space, "title": "The sea", "body": "Watch it.", "kind": "resource"}
    return client.post(f"{API}/topics", json=topic | {"resource": card}, headers=client.token(who))


def change(client: Client, who: Actor, topic: int, **what: Any) -> Response:
    return client.patch(f"{API}/topics/{topic}", json=what, headers=client.token(who))


def faults(answer: Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [one["pointer"] for one in answer.json()["errors"]]


def test_a_shared_resource_has_a_card(client: Client, maria: Actor) -> None:
    made = share(client, maria)
    assert made.status_code == 201, made.text
    card = made.json()["resource"]
    assert card.pop("changed_at")
    assert card == {
        "url": "https://Course.example/Sea?utm_source=mail",
        "host": "course.example",
        "type": "course",
        "languages": ["th", "en"],
        "licence": "CC-BY-4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "provider": "Open University of Thailand",
        "level": "higher",
        "subject": "science",
        "competences": ["data", "mapping"],
        "country": "TH",
        "unreachable_since": None,
        "checked_at": None,
    }
    again = client.get(f"{API}/topics/{made.json()['id']}").json()
    assert again == made.json()
    [listed] = client.get(f"{API}/topics?kind=resource").json()["items"]
    assert listed["resource"] == made.json()["resource"]


def test_other_topics_have_none(client: Client, maria: Actor) -> None:
    topic = client.do(factories.topic, maria)
    assert client.get(f"{API}/topics/{topic}").json()["resource"] is None


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"url": "course.example"}, "#/resource/url"),
        ({"url": "javascript:alert(1)"}, "#/resource/url"),
        ({"url": "http://localhost/"}, "#/resource/url"),
        ({"type": "film"}, "#/resource/type"),
        ({"languages": []}, "#/resource/languages"),
        ({"languages": ["klingon"]}, "#/resource/languages/0"),
        ({"licence": "CC-BY-9.0"}, "#/resource/licence"),
        ({"level": "kindergarten"}, "#/resource/level"),
        ({"subject": "magic"}, "#/resource/subject"),
        ({"country": "ZZ"}, "#/resource/country"),
        ({"competences": ["a"] * 1 + [f"{n}" for n in range(10)]}, "#/resource/competences"),
        ({"version_of": 0}, "#/resource/version_of"),
        ({"version_of": "/p/7"}, "#/resource/version_of"),
        ({"version_of": 10**18}, "#/version_of"),
        ({"provider": "x" * 121}, "#/resource/provider"),
        ({"views": 1}, "#/resource/views"),
    ],
)
def test_what_does_not_fit_is_named(
    client: Client, maria: Actor, wrong: dict[str, Any], fault: str
) -> None:
    assert faults(share(client, maria, **wrong)) == [fault]
    assert client.get(f"{API}/topics").json()["items"] == []


def test_a_resource_needs_a_card_and_nothing_else_has_one(client: Client, maria: Actor) -> None:
    token = client.token(maria)
    topic = {"space": "general", "title": "The sea", "body": "Watch it."}
    without = client.post(f"{API}/topics", json=topic | {"kind": "resource"}, headers=token)
    assert faults(without) == ["#/resource"]
    other = client.post(f"{API}/topics", json=topic | {"resource": CARD}, headers=token)
    assert faults(other) == ["#/resource"]


def test_a_card_is_replaced_whole_by_who_may_edit_the_topic(client: Client, maria: Actor) -> None:
    made = share(client, maria).json()
    new = {"url": "https://other.example/", "type": "webinar", "languages": ["km"]}
    new |= {"licence": "CC0-1.0"}
    stranger = client.member("stranger")
    assert change(client, stranger, made["id"], resource=new).status_code == 403
    changed = change(client, maria, made["id"], resource=new).json()
    card = changed["resource"]
    assert (card["type"], card["languages"], card["provider"]) == ("webinar", ["km"], "")
    assert (card["level"], card["competences"], card["country"]) == (None, [], "")
    assert card["changed_at"] > made["resource"]["changed_at"]
    assert changed["version"] == made["version"] + 1
    token = client.token(maria)
    late = {**token, "if-match": '"1"'}
    again = client.patch(f"{API}/topics/{made['id']}", json={"resource": CARD}, headers=late)
    assert again.status_code == 412


def test_the_card_goes_when_the_topic_is_of_another_kind(client: Client, maria: Actor) -> None:
    made = share(client, maria).json()
    plain = change(client, maria, made["id"], kind="discussion").json()
    assert plain["resource"] is None
    assert faults(change(client, maria, made["id"], kind="resource")) == ["#/resource"]
    assert faults(change(client, maria, made["id"], resource=CARD)) == ["#/resource"]
    back = change(client, maria, made["id"], kind="resource", resource=CARD).json()
    assert back["resource"]["url"] == CARD["url"]
    kept = change(client, maria, made["id"], kind="resource", title="Seas").json()
    assert kept["resource"]["url"] == CARD["url"]


def test_the_same_address_is_shared_again_only_on_purpose(client: Client, maria: Actor) -> None:
    made = share(client, maria).json()
    same = "http://course.example/Sea/#part"
    refused = share(client, maria, url=same)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_shared")
    [known] = client.get(f"{API}/topics", params={"address": same}).json()["items"]
    assert known["id"] == made["id"]
    second = share(client, maria, url=same, shared_again=True)
    assert second.status_code == 201
    edited = change(client, maria, second.json()["id"], resource=CARD | {"url": same})
    assert edited.status_code == 200
    assert client.get(f"{API}/topics?address=nowhere").status_code == 422
    none = client.get(f"{API}/topics", params={"address": "https://course.example/sea"}).json()
    assert none["items"] == []


def test_what_is_out_of_sight_is_not_said_to_be_shared(client: Client, maria: Actor) -> None:
    client.do(factories.space, "board", access="private")
    boss = client.member("boss", Role.MODERATOR)
    hidden = share(client, boss, "board").json()
    assert share(client, maria).status_code == 201
    found = client.get(f"{API}/topics", params={"address": CARD["url"]}).json()["items"]
    assert hidden["id"] not in {one["id"] for one in found}
    missing = share(client, maria, url="https://b.example/", version_of=hidden["id"])
    assert faults(missing) == ["#/version_of"]


def shared(client: Client, who: Actor, language: str, **more: Any) -> Any:
    url = f"https://{language}.example/"
    made = share(client, who, **{"url": url, "languages": [language]} | more)
    assert made.status_code == 201, made.text
    return made.json()


def versions(client: Client, topic: int, **headers: str) -> list[int]:
    found = client.get(f"{API}/topics/{topic}", headers=headers).json()
    return [one["topic_id"] for one in found["language_versions"]]


def test_language_versions_know_each_other(client: Client, maria: Actor) -> None:
    thai = shared(client, maria, "th")
    khmer = shared(client, maria, "km", version_of=f"/t/{thai['id']}/the-sea")
    lao = shared(client, maria, "lo", version_of=khmer["id"])
    ids = [thai["id"], khmer["id"], lao["id"]]
    for one in ids:
        assert versions(client, one) == [other for other in ids if other != one]
    [first, _] = client.get(f"{API}/topics/{lao['id']}").json()["language_versions"]
    assert first == {
        "topic_id": thai["id"],
        "url": f"/t/{thai['id']}/the-sea",
        "title": "The sea",
        "title_language": "en",
        "languages": ["th"],
    }
    card = {name: CARD[name] for name in ("type", "licence")}
    alone = card | {"url": "https://th.example/", "languages": ["th"]}
    assert change(client, maria, thai["id"], resource=alone).status_code == 200
    assert versions(client, thai["id"]) == []
    assert versions(client, khmer["id"]) == [lao["id"]]
    beside = alone | {"version_of": lao["id"]}
    assert change(client, maria, thai["id"], resource=beside).status_code == 200
    assert versions(client, khmer["id"]) == [thai["id"], lao["id"]]
    assert change(client, maria, thai["id"], resource=beside).status_code == 200
    assert change(client, maria, khmer["id"], kind="discussion").status_code == 200
    assert versions(client, thai["id"]) == [lao["id"]]


def test_nothing_is_a_version_of_itself_or_of_what_is_no_resource(
    client: Client, maria: Actor
) -> None:
    thai = shared(client, maria, "th")
    card = {name: thai["resource"][name] for name in ("url", "type", "languages", "licence")}
    itself = change(client, maria, thai["id"], resource=card | {"version_of": thai["id"]})
    assert faults(itself) == ["#/version_of"]
    plain = client.do(factories.topic, maria)
    other = change(client, maria, thai["id"], resource=card | {"version_of": plain})
    assert faults(other) == ["#/version_of"]


def test_versions_in_closed_spaces_are_for_those_who_see_them(client: Client, maria: Actor) -> None:
    client.do(factories.space, "board", access="private")
    boss = client.member("boss", Role.MODERATOR)
    thai = shared(client, maria, "th")
    hidden = share(
        client, boss, "board", url="https://x.example/", languages=["km"], version_of=thai["id"]
    ).json()
    assert versions(client, thai["id"], **client.token(boss)) == [hidden["id"]]
    assert versions(client, thai["id"]) == []
    assert versions(client, thai["id"], **client.token(maria)) == []


def test_a_member_s_page_lists_what_they_shared(client: Client, maria: Actor) -> None:
    assert "Resources shared" not in client.get("/m/maria").text
    made = share(client, maria).json()
    page = client.get("/m/maria").text
    shared = page.partition("Resources shared")[2].partition("Topics started")[0]
    assert f"/t/{made['id']}" in shared
