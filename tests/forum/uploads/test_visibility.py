"""Who sees an uploaded file: its uploader, and whoever may read a post that shows it."""

import pytest

from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Role
from forum.discussions import actions
from forum.discussions.rules import TopicState
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client
from tests.forum.uploads import samples
from tests.forum.uploads.sending import Headers, Json, sent


@pytest.fixture
def picture(client: Client, hers: Headers) -> Json:
    return sent(client, hers, samples.picture())


def post(client: Client, who: Headers, topic: TopicId, body: str) -> int:
    answer = client.post(f"{API}/topics/{topic}/posts", json={"body": body}, headers=who)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def statuses(client: Client, url: str, *everybody: Headers) -> list[int]:
    return [client.get(url, headers=who).status_code for who in everybody]


def test_a_file_in_a_public_post_is_seen_by_everybody(
    client: Client, maria: Actor, hers: Headers, picture: Json
) -> None:
    topic = client.do(factories.topic, maria)
    assert statuses(client, picture["url"], {}) == [404]
    post(client, hers, topic, picture["markdown"])
    got = client.get(picture["url"])
    assert got.status_code == 200
    assert got.headers["cache-control"] == "public, max-age=86400, immutable"


def test_a_link_to_a_file_is_enough(
    client: Client, maria: Actor, hers: Headers, picture: Json
) -> None:
    client.do(factories.topic, maria, body=f"See http://testserver{picture['url']} for it.")
    assert statuses(client, picture["url"], {}) == [200]


def test_an_edit_can_bring_a_file_in(
    client: Client, maria: Actor, hers: Headers, picture: Json
) -> None:
    written = post(client, hers, client.do(factories.topic, maria), "soon")
    body = {"body": f"now {picture['markdown']}"}
    assert client.patch(f"{API}/posts/{written}", json=body, headers=hers).status_code == 200
    assert statuses(client, picture["url"], {}) == [200]
    again = {"body": f"still {picture['markdown']}"}
    assert client.patch(f"{API}/posts/{written}", json=again, headers=hers).status_code == 200


def test_a_file_stays_in_the_earlier_texts_of_a_post(
    client: Client, maria: Actor, hers: Headers, picture: Json
) -> None:
    written = post(client, hers, client.do(factories.topic, maria), picture["markdown"])
    client.patch(f"{API}/posts/{written}", json={"body": "nothing"}, headers=hers)
    assert statuses(client, picture["url"], {}) == [200]


def test_a_file_of_a_private_space_is_seen_by_those_who_belong_to_it(
    client: Client, maria: Actor, picture: Json
) -> None:
    boss = client.member("ada", Role.MODERATOR)
    client.do(factories.space, "closed", access="private")
    client.do(factories.topic, boss, "closed", body="in here")
    jun = client.token(client.member("jun"))
    theirs = sent(client, client.token(boss), b"minutes", "minutes.txt")
    client.do(factories.topic, boss, "closed", body=theirs["markdown"])
    other = client.token(client.member("eva", Role.MODERATOR))
    assert statuses(client, theirs["url"], {}, jun, other) == [404, 404, 200]
    assert client.get(theirs["url"], headers=other).headers["cache-control"] == "private, no-cache"


def test_a_members_space_shows_its_files_to_members_alone(
    client: Client, maria: Actor, picture: Json
) -> None:
    client.do(factories.space, "inside", access="members")
    client.do(factories.topic, maria, "inside", body=picture["markdown"])
    jun = client.token(client.member("jun"))
    assert statuses(client, picture["url"], {}, jun) == [404, 200]


async def hide_post(runtime: Runtime, who: Actor, post_id: int) -> None:
    async with runtime.unit(who) as unit:
        await actions.hide_post(unit, PostId(post_id), "off topic")


async def hide_topic(runtime: Runtime, who: Actor, topic: TopicId) -> None:
    async with runtime.unit(who) as unit:
        await actions.set_state(unit, topic, TopicState.HIDDEN)


def test_a_hidden_post_hides_its_files(
    client: Client, maria: Actor, hers: Headers, picture: Json
) -> None:
    boss = client.member("ada", Role.MODERATOR)
    written = post(client, hers, client.do(factories.topic, maria), picture["markdown"])
    client.do(hide_post, boss, written)
    jun = client.token(client.member("jun"))
    everybody = ({}, jun, hers, client.token(boss))
    assert statuses(client, picture["url"], *everybody) == [404, 404, 200, 200]


def test_a_hidden_topic_hides_its_files(client: Client, maria: Actor, picture: Json) -> None:
    boss = client.member("ada", Role.MODERATOR)
    topic = client.do(factories.topic, maria, body=picture["markdown"])
    client.do(hide_topic, boss, topic)
    assert statuses(client, picture["url"], {}, client.token(boss)) == [404, 200]


def test_a_deleted_post_shows_its_files_to_nobody_else(
    client: Client, maria: Actor, hers: Headers, picture: Json
) -> None:
    boss = client.token(client.member("ada", Role.MODERATOR))
    written = post(client, hers, client.do(factories.topic, maria), picture["markdown"])
    assert client.delete(f"{API}/posts/{written}", headers=hers).status_code == 204
    assert statuses(client, picture["url"], {}, boss, hers) == [404, 404, 200]


def test_nobody_publishes_the_files_of_others_by_guessing_their_numbers(
    client: Client, maria: Actor, picture: Json
) -> None:
    jun = client.member("jun")
    client.do(factories.topic, jun, body=f"Look: {picture['markdown']}")
    everybody = ({}, client.token(jun), client.token(client.member("ada", Role.MODERATOR)))
    assert statuses(client, picture["url"], *everybody) == [404, 404, 404]


def test_who_edits_a_post_of_others_can_add_a_file(client: Client, maria: Actor) -> None:
    boss = client.token(client.member("ada", Role.MODERATOR))
    theirs = sent(client, boss, b"minutes", "minutes.txt")
    topic = client.do(factories.topic, maria)
    first = client.get(f"{API}/topics/{topic}/posts").json()["items"][0]["id"]
    body = {"body": f"What do we know? {theirs['markdown']}"}
    assert client.patch(f"{API}/posts/{first}", json=body, headers=boss).status_code == 200
    assert statuses(client, theirs["url"], {}) == [200]


def test_a_file_in_use_is_not_removed(
    client: Client, maria: Actor, hers: Headers, picture: Json
) -> None:
    client.do(factories.topic, maria, body=picture["markdown"])
    answer = client.delete(f"{API}/uploads/{picture['id']}", headers=hers)
    assert (answer.status_code, answer.json()["code"]) == (409, "upload_in_use")
    jun = client.token(client.member("jun"))
    assert client.delete(f"{API}/uploads/{picture['id']}", headers=jun).status_code == 403


def test_numbers_that_no_row_has_are_not_found(client: Client) -> None:
    assert statuses(client, f"/u/{2**64}/a.png", {}) == [404]
    assert statuses(client, "/u/1/a.png", {}) == [404]
