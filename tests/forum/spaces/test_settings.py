"""Settings of a space beyond its name: who starts topics, further languages, the archive."""

from typing import Any

import pytest
from httpx2 import Response

from forum.core.actor import Actor
from forum.discussions.rules import TopicState, state_in
from forum.spaces.rules import ModeratorsStart, SpaceArchived, Starters, check_start, is_startable
from tests.client import API
from tests.forum.spaces.club import Club

TOPIC = {"space": "general", "title": "Open courses", "body": "What do we know?"}
SPACE = f"{API}/spaces/general"
SETTINGS = "/s/general/settings"


def change(club: Club, **more: Any) -> Response:
    headers = club.client.token(club.ada) | more.pop("headers", {})
    return club.client.patch(SPACE, json=more, headers=headers)


def start(club: Club, who: Actor) -> Response:
    return club.client.post(f"{API}/topics", json=TOPIC, headers=club.client.token(who))


@pytest.mark.parametrize(
    ("starters", "archived", "moderates", "startable"),
    [
        (Starters.MEMBERS, False, False, True),
        (Starters.MEMBERS, True, True, False),
        (Starters.MODERATORS, False, False, False),
        (Starters.MODERATORS, False, True, True),
    ],
)
def test_who_starts_topics(
    starters: Starters, archived: bool, moderates: bool, startable: bool
) -> None:
    assert is_startable(starters, archived=archived, moderates=moderates) is startable
    if startable:
        check_start(starters, archived=archived, moderates=moderates)
    else:
        with pytest.raises(SpaceArchived if archived else ModeratorsStart):
            check_start(starters, archived=archived, moderates=moderates)


@pytest.mark.parametrize("state", TopicState)
def test_an_archived_space_archives_what_is_not_hidden(state: TopicState) -> None:
    assert state_in(state, archived=False) == state
    hidden = state == TopicState.HIDDEN
    assert state_in(state, archived=True) == (state if hidden else TopicState.ARCHIVED)


def test_where_moderators_start_members_reply(club: Club) -> None:
    client = club.client
    assert change(club, starters="moderators").json()["starters"] == "moderators"
    refused = start(club, club.linh)
    assert (refused.status_code, refused.json()["code"]) == (403, "moderators_start")
    number = start(club, club.olga).json()["id"]
    headers = client.token(club.linh)
    replied = client.post(f"{API}/topics/{number}/posts", json={"body": "We."}, headers=headers)
    assert replied.status_code == 201
    client.sign_in(club.linh)
    assert "/s/general/new" not in client.get("/s/general").text
    client.sign_in(club.olga)
    assert "/s/general/new" in client.get("/s/general").text


def test_nothing_is_added_to_an_archived_space(club: Club) -> None:
    client = club.client
    number = start(club, club.linh).json()["id"]
    assert change(club, archived=True).json()["archived"] is True
    for who in (club.linh, club.olga, club.ada):
        assert start(club, who).json()["code"] == "space_archived"
        url, headers = f"{API}/topics/{number}/posts", client.token(who)
        replied = client.post(url, json={"body": "Late."}, headers=headers)
        assert (replied.status_code, replied.json()["code"]) == (409, "topic_archived")
    client.sign_in(club.linh)
    page = client.get(f"/t/{number}/open-courses").text
    assert "This topic is archived" in page
    assert f"/t/{number}/reply" not in page.partition("<main")[2]
    assert "This space is archived" in client.get("/s/general").text
    assert change(club, archived=False).json()["archived"] is False
    assert start(club, club.linh).status_code == 201


def test_readers_get_name_and_description_in_their_language(club: Club) -> None:
    client, headers = club.client, club.client.token(club.ada)
    french = {"name": "Le général", "description": "Pour tout."}
    found = client.put(f"{SPACE}/texts/fr", json=french, headers=headers).json()
    assert found["texts"] == {"fr": french}
    assert found["name"] == "General"
    for page in ("/", "/s/general"):
        assert '<bdi lang="fr">Le général</bdi>' in client.get(f"{page}?ui=fr").text
        assert '<bdi lang="en">General</bdi>' in client.get(f"{page}?ui=th").text
    assert client.delete(f"{SPACE}/texts/fr", headers=headers).status_code == 204
    assert "Le général" not in client.get("/?ui=fr").text
    assert client.delete(f"{SPACE}/texts/fr", headers=headers).status_code == 404
    assert client.put(f"{SPACE}/texts/xx", json=french, headers=headers).status_code == 404


def test_an_older_version_changes_nothing(club: Club) -> None:
    first = change(club, name="First")
    late = change(club, name="Late", headers={"if-match": '"v1"'})
    assert (late.status_code, late.json()["code"]) == (412, "edited_meanwhile")
    again = change(club, name="Second", headers={"if-match": first.headers["etag"]})
    assert (again.json()["name"], again.json()["version"]) == ("Second", 3)


def test_only_who_manages_the_space_changes_it(club: Club) -> None:
    client, body = club.client, {"name": "Mine"}
    for who in (club.linh, club.olga):
        headers = client.token(who)
        assert client.patch(SPACE, json={"archived": True}, headers=headers).status_code == 403
        assert client.put(f"{SPACE}/texts/fr", json=body, headers=headers).status_code == 403
    client.sign_in(club.olga)
    assert client.get(f"{SETTINGS}/texts/fr").status_code == 403
    hidden = client.put(f"{API}/spaces/club/texts/fr", json=body, headers=client.token(club.linh))
    assert hidden.status_code == 404


def test_the_pages_do_the_same(club: Club) -> None:
    client = club.client
    client.sign_in(club.ada)
    texts = f"{SETTINGS}/texts/ur"
    chosen = client.get(f"{SETTINGS}/texts", params={"language": "ur"})
    assert chosen.headers["location"] == texts
    assert client.fill_in(texts, {"name": "عام", "description": ""}).status_code == 303
    assert "عام" in client.get(SETTINGS).text
    assert client.fill_in(texts, {"name": ""}).status_code == 303
    assert "عام" not in client.get(SETTINGS).text
    more = {"access": "public", "starters": "moderators", "archived": "true"}
    assert client.fill_in(SETTINGS, more).status_code == 303
    space = client.get(SPACE).json()
    assert (space["starters"], space["archived"], space["access"]) == ("moderators", True, "public")


def test_who_is_overtaken_is_told_and_may_save_again(club: Club) -> None:
    client = club.client
    client.sign_in(club.ada)
    change(club, name="Theirs")
    mine = {"name": "Mine", "access": "public", "version": "1"}
    shown = client.fill_in(SETTINGS, mine)
    assert shown.status_code == 422
    assert "its name is now Theirs" in shown.text
    assert 'value="Mine"' in shown.text
    assert client.fill_in(SETTINGS, mine | {"version": "2"}).status_code == 303
    late = client.fill_in(f"{SETTINGS}/texts/fr", {"name": "Tard", "version": "1"})
    assert late.status_code == 422
    assert "Somebody changed this space" in late.text


def test_administrators_decide_what_is_translated(club: Club) -> None:
    client, headers = club.client, club.client.token(club.ada)
    client.sign_in(club.ada)
    wanted = {"access": "public", "engines": "none", "translation_budget": "5000"}
    sent = client.fill_in(SETTINGS, wanted | {"translated_into": ["th", "fr"]})
    assert sent.status_code == 303
    said = client.get(f"{SPACE}/translation", headers=headers).json()
    assert said == {
        "engines": "none",
        "translated_into": ["th", "fr"],
        "translation_budget": 5000,
        "spent_today": 0,
    }
    shown = client.get(SETTINGS).text
    assert 'value="5000"' in shown
    assert shown.count(" checked") == 3  # who sees it, and two languages
    assert client.fill_in(SETTINGS, wanted | {"translation_budget": "-1"}).status_code == 422
    assert change(club, translated_into=["xx-no"]).status_code == 422
    blank = wanted | {"engines": "any", "translation_budget": ""}
    assert client.fill_in(SETTINGS, blank).status_code == 303
    said = client.get(f"{SPACE}/translation", headers=headers).json()
    assert (said["engines"], said["translated_into"]) == ("any", [])
    assert said["translation_budget"] is None
    assert change(club, translation_budget=7).status_code == 200
    assert change(club, name="Another").status_code == 200
    said = client.get(f"{SPACE}/translation", headers=headers).json()
    assert said["translation_budget"] == 7
