"""How far members have read."""

import asyncio
from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.ids import MemberId, TopicId
from forum.discussions import actions, queries, seen
from forum.discussions.schemas import PostDraft
from forum.discussions.seen import Seen
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

SLUG = "open-courses"


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


@pytest.fixture
def jan(client: Client) -> Actor:
    return client.member("jan")


def reading(client: Client, who: Actor, topic: int) -> tuple[int, int]:
    found = client.get(f"{API}/topics/{topic}/reading", headers=client.token(who)).json()
    return found["last_read"], found["unread_count"]


def reply(client: Client, who: Actor, topic: TopicId, parent: int | None = None) -> int:
    async def write(runtime: Runtime) -> int:
        async with runtime.unit(who) as unit:
            draft = PostDraft(body="More", parent_id=parent)  # type: ignore[arg-type]
            return (await actions.reply(unit, topic, draft)).id

    return client.do(write)


def store(client: Client) -> None:
    async def act(_runtime: Runtime) -> None:
        await client.app_state["seen"].store()

    client.do(act)


def stored(client: Client, who: Actor, topic: TopicId) -> int:
    async def read(runtime: Runtime) -> int:
        async with runtime.database.reading() as db:
            return (await queries.progress_of(db, who.require_member(), [topic]))[topic].read

    return client.do(read)


def test_a_page_that_was_opened_is_read_and_stored_later(
    client: Client, maria: Actor, jan: Actor
) -> None:
    topic = client.do(factories.topic, maria, replies=["One"])
    assert reading(client, jan, topic) == (0, 2)
    client.sign_in(jan)
    client.get(f"/t/{topic}/{SLUG}")
    assert reading(client, jan, topic) == (2, 0)
    store(client)
    assert stored(client, jan, topic) == 2
    store(client)  # there is nothing to store
    reply(client, maria, topic)
    assert reading(client, jan, topic) == (2, 1)


def test_posts_on_later_pages_are_not_read(client: Client, maria: Actor, jan: Actor) -> None:
    topic = client.do(factories.topic, maria, replies=[f"Reply {n}" for n in range(24)])
    early = client.get(f"{API}/topics/{topic}/posts").json()["items"][1]["id"]
    reply(client, maria, topic, early)  # the newest stands on the first page of the tree
    client.sign_in(jan)
    client.get(f"/t/{topic}/{SLUG}")
    assert reading(client, jan, topic) == (19, 7)
    client.get(f"/t/{topic}/{SLUG}?order=flat")
    assert reading(client, jan, topic) == (20, 6)
    client.get(f"/t/{topic}/{SLUG}?before=end")
    assert reading(client, jan, topic) == (26, 0)


def test_lists_count_new_posts_of_topics_that_were_opened(
    client: Client, maria: Actor, jan: Actor
) -> None:
    opened = client.do(factories.topic, maria)
    client.do(factories.topic, maria, title="Not opened")
    client.sign_in(jan)
    client.get(f"/t/{opened}/{SLUG}")
    for page in ("/", "/s/general"):
        assert 'class="unread"' not in client.get(page).text
    reply(client, maria, opened)
    reply(client, maria, opened)
    for page in ("/", "/s/general"):
        shown = client.get(page).text
        assert shown.count('class="unread"') == 1
        assert f'href="/t/{opened}?at=unread">2 new</a>' in shown
    client.cookies.clear()
    assert 'class="unread"' not in client.get("/").text


def test_what_is_new_is_marked_when_it_is_first_seen_and_a_link_leads_there(
    client: Client, maria: Actor, jan: Actor
) -> None:
    topic = client.do(factories.topic, maria)
    client.sign_in(jan)
    url = f"/t/{topic}/{SLUG}"
    assert "::before" not in client.get(url).text
    new = [reply(client, maria, topic), reply(client, maria, topic)]
    own = reply(client, jan, topic)
    led = client.get(f"/t/{topic}?at=unread")
    assert led.headers["location"] == f"{url}?at=unread"
    led = client.get(f"{url}?at=unread")
    assert (led.status_code, led.headers["location"]) == (303, f"{url}?at={new[0]}#p{new[0]}")
    page = client.get(led.headers["location"]).text
    assert f'#p{new[0]}::before,#p{new[1]}::before{{content:"New"}}' in page
    assert f"#p{own}::before" not in page
    assert "::before" not in client.get(url).text
    assert client.get(f"{url}?at=unread").headers["location"] == f"{url}?before=end"
    client.cookies.clear()
    assert client.get(f"{url}?at=unread").status_code == 200


def test_only_ones_own_posts_are_not_marked_as_new(
    client: Client, maria: Actor, jan: Actor
) -> None:
    topic = client.do(factories.topic, maria)
    client.sign_in(jan)
    client.get(f"/t/{topic}/{SLUG}")
    reply(client, jan, topic)
    assert "::before" not in client.get(f"/t/{topic}/{SLUG}").text


def test_programs_say_how_far_they_have_read(client: Client, maria: Actor, jan: Actor) -> None:
    topic = client.do(factories.topic, maria, replies=["One", "Two"])
    url, headers = f"{API}/topics/{topic}/reading", client.token(jan)

    def say(number: Any) -> Any:
        return client.put(url, json={"last_read": number}, headers=headers)

    assert say(2).json() == {"last_read": 2, "unread_count": 1}
    assert say(1).json() == {"last_read": 2, "unread_count": 1}
    assert say(99).json() == {"last_read": 3, "unread_count": 0}
    assert say(-1).status_code == 422
    assert client.get(url).status_code == 401
    assert client.get(f"{API}/topics/999/reading", headers=headers).status_code == 404


def test_a_page_read_by_a_program_is_not_read_by_its_member(
    client: Client, maria: Actor, jan: Actor
) -> None:
    topic = client.do(factories.topic, maria)
    client.get(f"/t/{topic}/{SLUG}", headers=client.token(jan))
    assert reading(client, jan, topic) == (0, 1)


def test_marks_of_a_member_who_is_gone_are_passed_over(client: Client, maria: Actor) -> None:
    topic = client.do(factories.topic, maria)
    client.app_state["seen"].note(MemberId(999), topic, 1)
    client.app_state["seen"].note(maria.require_member(), topic, 1)
    store(client)
    assert stored(client, maria, topic) == 1
    client.app_state["seen"].note(MemberId(999), topic, 1)
    store(client)
    assert client.app_state["seen"].waiting(MemberId(999), topic) == 0


def test_marks_wait_while_they_cannot_be_stored(
    client: Client, maria: Actor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    topic = client.do(factories.topic, maria)
    member = maria.require_member()

    async def act(runtime: Runtime) -> None:
        noted, tried_again = Seen(runtime, seconds=0.0), asyncio.Event()
        tries = 0

        async def fail(_db: object, _marks: object) -> None:
            nonlocal tries
            tries += 1
            if tries > 1:
                tried_again.set()
            raise OSError("away")

        with monkeypatch.context() as away:
            away.setattr(queries, "keep_marks", fail)
            noted.note(member, topic, 1)
            running = asyncio.create_task(noted.run())
            await tried_again.wait()
            assert noted.waiting(member, topic) == 1
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert noted.waiting(member, topic) == 0  # stored at the end

    client.do(act)
    assert stored(client, maria, topic) == 1
    assert "Seen.store failed" in caplog.text


def test_memory_for_what_waits_is_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "MOST_WAITING", 1)
    noted = Seen(client.runtime)
    noted.note(MemberId(1), TopicId(1), 5)
    noted.note(MemberId(2), TopicId(1), 5)
    noted.note(MemberId(1), TopicId(1), 7)
    noted.note(MemberId(1), TopicId(1), 6)
    assert noted.waiting(MemberId(2), TopicId(1)) == 0
    assert noted.waiting(MemberId(1), TopicId(1)) == 7
