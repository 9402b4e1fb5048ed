from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role
from forum.discussions import actions
from forum.discussions.rules import TopicState
from forum.translations import queries, rules
from forum.translations.tables import Translation
from tests import factories
from tests.forum.translations.house import House

API = "/api/v1"
TWO = "First paragraph.\n\nSecond paragraph."


async def test_a_program_asks_waits_and_gets_a_translation(house: House, topic: TopicId) -> None:
    post = await house.post(topic, TWO)
    async with house.client() as client:
        path = f"{API}/posts/{post}/translations/de"
        first, second = await client.get(path), await client.get(path)
        assert [first.status_code, second.status_code] == [202, 202]
        assert int(first.headers["retry-after"]) > 0
        assert await house.work() == 1
        answer = await client.get(path)
        assert answer.status_code == 200
        found = answer.json()
        assert (found["language"], found["status"]) == ("de", "machine")
        assert found["engine"] == "pseudo"
        in_list = await client.get(f"{API}/topics/{topic}/posts?lang=de&view=flat")
        assert in_list.json()["items"][1]["translation"] == found
        assert (await client.get(f"{API}/posts/{post}?lang=de")).json()["translation"] == found
        assert (await client.get(f"{API}/posts/{post}")).json()["translation"] is None


async def test_what_is_stored_while_somebody_asks_is_not_asked_for_again(
    house: House, topic: TopicId, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = await house.post(topic, TWO)
    asked: list[str] = []

    def between(name: str) -> None:
        ask: Callable[..., Awaitable[object]] = getattr(queries, name)

        async def noted(*args: Any, **more: Any) -> object:
            asked.append(name)
            if len(asked) == 3:  # the first belongs to the post itself
                assert await house.work() == 1
            return await ask(*args, **more)

        monkeypatch.setattr(queries, name, noted)

    async with house.client() as client:
        path = f"{API}/posts/{post}/translations/de"
        assert (await client.get(path)).status_code == 202
        for name in ("known", "translations"):
            between(name)
        await client.get(path)
        assert len(asked) == 3
        assert await house.jobs() == []
        assert (await client.get(path)).status_code == 200


async def test_any_form_of_a_tag_means_the_same_language(house: House, topic: TopicId) -> None:
    post = await house.post(topic, TWO)
    async with house.client() as client:
        for tag in ("zh_TW", "zh-Hant"):
            await client.get(f"{API}/posts/{post}/translations/{tag}")
    assert len(await house.jobs()) == 1


async def code(house: House, path: str, who: Actor | None = None) -> tuple[int, str]:
    async with house.client(who) as client:
        answer = await client.get(API + path)
    return answer.status_code, answer.json()["code"]


async def test_what_cannot_be_had_is_refused_by_its_name(house: House, topic: TopicId) -> None:
    post = await house.post(topic, TWO)
    assert await code(house, f"/posts/{post}/translations/tlh") == (422, "invalid_input")
    assert await code(house, f"/posts/{post}/translations/en") == (422, "same_language")
    assert await code(house, "/posts/999/translations/de") == (404, "not_found")
    house.use(none=True)
    assert await code(house, f"/posts/{post}/translations/de") == (404, "no_translation")
    assert await house.jobs() == []


async def test_hidden_and_absent_look_the_same_whatever_was_translated(
    house: House, topic: TopicId
) -> None:
    moderator = await factories.member(house.runtime, "mod", Role.MODERATOR)
    post = await house.post(topic, TWO)
    await house.translated(post)
    await house.change(actions.hide_post, post, "spam")
    for who in (None, moderator):
        path = f"/posts/{post}/translations/de"
        assert await code(house, path, who) == (404, "not_found")
    await house.change(actions.restore_post, post)
    assert await house.shown(post) is not None
    await house.change(actions.set_state, topic, TopicState.HIDDEN)
    assert await code(house, f"/posts/{post}/translations/de") == (404, "not_found")


async def test_a_private_space_is_refused_where_only_an_outside_engine_could(
    house: House,
) -> None:
    house.use(inside=False)
    await factories.space(house.runtime, "closed", engines="inside")
    closed = await factories.topic(house.runtime, house.author, "closed", language="en")
    post = await house.post(closed, "Between us.")
    assert await code(house, f"/posts/{post}/translations/de") == (404, "no_translation")
    await house.work()
    assert house.engine.sent == []


async def test_what_was_found_impossible_is_refused_for_an_hour(
    house: House, topic: TopicId
) -> None:
    post = await house.post(topic, TWO)
    house.use(none=True)
    await house.ask(post)
    await house.work()
    house.use()
    assert await code(house, f"/posts/{post}/translations/de") == (404, "no_translation")
    house.later(hours=2)
    async with house.client() as client:
        answer = await client.get(f"{API}/posts/{post}/translations/de")
    assert answer.status_code == 202


ADDRESSES = [
    "/api/v1/topics/{topic}/posts?lang=de",
    "/api/v1/posts/{post}?lang=de",
    "/t/{topic}/open-courses?lang=de",
    "/t/{topic}/open-courses?lang=de&view=both",
    "/p/{post}?lang=de",
    "/p/{post}/fragment?lang=de&view=both",
]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_reading_in_a_language_has_what_is_missing_made(
    house: House, topic: TopicId, address: str
) -> None:
    post = await house.post(topic, TWO)
    async with house.client() as client:
        for _ in range(2):
            answer = await client.get(address.format(topic=topic, post=post))
            assert answer.status_code == 200
    await house.work()
    assert f"post:{post}" in {row.subject for row in await house.rows(Translation)}
    assert house.engine.sent.count("First paragraph.") == 1


async def test_a_title_comes_along_with_its_topic(house: House) -> None:
    topic = await factories.topic(house.runtime, house.author, title="Good news", language="en")
    async with house.client() as client:
        path = f"{API}/topics/{topic}?lang=de"
        first = await client.get(path)
        assert first.json()["translated_title"] is None
        await house.work()
        title = (await client.get(path)).json()["translated_title"]
        assert "⟦de Ĝõõđ" in title["text"]


@pytest.mark.parametrize("address", ADDRESSES[:3])
async def test_reading_writes_nothing_where_there_is_no_engine(
    house: House, topic: TopicId, address: str
) -> None:
    house.use(none=True)
    post = await house.post(topic, TWO)
    async with house.client() as client:
        await client.get(address.format(topic=topic, post=post))
    assert await house.jobs() == []


async def test_as_written_sets_off_nothing(house: House, topic: TopicId) -> None:
    async with house.client() as client:
        for path in (f"{API}/topics/{topic}", f"{API}/topics/{topic}/posts", f"/t/{topic}"):
            await client.get(path)
    assert await house.jobs() == []


async def test_a_program_corrects_a_translation(
    house: House, topic: TopicId, reader: Actor
) -> None:
    post = await house.post(topic, TWO)
    path = f"{API}/posts/{post}/translations/de"
    body: dict[str, Any] = {"body": "Eins.\n\nZwei.", "version": 1}
    async with house.client(reader) as client:
        answer = await client.put(path, json=body)
        assert answer.status_code == 202
        assert (answer.json()["state"], answer.json()["text"]) == ("waiting", body["body"])
        assert (await client.put(path, json={"body": " "})).status_code == 422
        assert (await client.put(path, json={**body, "version": 9})).status_code == 412
    async with house.client(house.author) as client:
        refused = await client.put(path, json=body)
        assert (refused.status_code, refused.json()["code"]) == (403, "language_not_declared")
    async with house.client() as client:
        assert (await client.put(path, json=body)).status_code == 401


async def test_what_was_asked_for_long_ago_is_asked_for_again(house: House, topic: TopicId) -> None:
    post = await house.post(topic, TWO)
    async with house.client() as client:
        await client.get(f"{API}/posts/{post}?lang=de")
        house.later(days=2)
        await client.get(f"{API}/posts/{post}?lang=de")
    assert len(await house.jobs()) == 2


async def test_readers_set_off_no_more_than_can_be_done(
    house: House, topic: TopicId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_WAITING", 1)
    posts = [await house.post(topic, text) for text in ("One.", "Two.")]
    async with house.client() as client:
        for post in posts:
            assert (await client.get(f"{API}/posts/{post}?lang=de")).status_code == 200
    assert len(await house.jobs()) == 1
    assert await code(house, f"/posts/{posts[1]}/translations/de") == (503, "not_available")
    await house.work()
    async with house.client() as client:
        answer = await client.get(f"{API}/posts/{posts[1]}/translations/de")
    assert answer.status_code == 202
