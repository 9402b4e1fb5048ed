"""Pages that are made once and filled in for each member."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.web.own import _SALT, mark
from forum.web.shells import Shell
from tests import factories
from tests.client import API, Client

texts = st.text(max_size=300)
names = st.sampled_from(["id", "name", "csrf"])


@given(st.lists(st.tuples(texts, names)), texts, st.dictionaries(names, texts, min_size=3))
def test_the_gzip_of_a_filled_page_is_the_filled_page(
    parts: list[tuple[str, str]], end: str, values: dict[str, str]
) -> None:
    page = "".join(text + str(mark(name)) for text, name in parts) + end
    shell = Shell.of(page)
    expected = "".join(text + values[name] for text, name in parts) + end
    assert shell.filled(values).decode() == expected
    assert zlib.decompress(shell.filled_gzip(values), 31).decode() == expected


@pytest.mark.parametrize("length", [0, 0xFFFF, 0x10000, 200_000])
def test_a_word_of_any_length_goes_into_a_packed_page(length: int) -> None:
    shell = Shell.of(f"<p>{mark('name')}</p>")
    packed = shell.filled_gzip({"name": "a" * length})
    assert zlib.decompress(packed, 31).decode() == f"<p>{'a' * length}</p>"


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria", name="Maria <b>&")


PAGES = ["/", "/s/general", "/t/1/open-courses"]


@pytest.mark.parametrize("url", PAGES)
def test_members_of_one_kind_are_given_one_page_each_with_their_own_words(
    client: Client, maria: Actor, url: str
) -> None:
    client.do(factories.topic, maria)
    client.sign_in(maria)
    first = client.get(url)
    again = client.get(url, headers={"accept-encoding": "identity"})
    client.sign_in(client.member("li", name="Li"))
    other = client.get(url)
    assert "Maria &lt;b&gt;&amp;" in first.text
    assert "Maria" in again.text
    assert "<bdi>Li</bdi>" in other.text
    assert "@maria" not in other.text
    assert 'href="/m/li"' in other.text
    assert 'href="/m/maria"' not in other.text.partition("<main")[0]
    assert _SALT not in first.text + again.text + other.text
    tokens = [page.text.split('name="csrf" value="')[1].split('"')[0] for page in (first, other)]
    assert tokens[0].partition(".")[2] != tokens[1].partition(".")[2]
    nonces = [
        page.headers["content-security-policy"].split("'nonce-")[1] for page in (first, other)
    ]
    assert nonces[0] != nonces[1]


@pytest.mark.parametrize("url", PAGES)
def test_a_page_that_a_member_looks_at_again_asks_the_database_nothing(
    client: Client, maria: Actor, url: str
) -> None:
    client.do(factories.topic, maria)
    client.sign_in(maria)
    for _ in range(2):  # the first look moves the mark of how far maria has read
        client.get(url)
    client.do(lambda _: client.app_state["seen"].store())
    client.get(url)  # what was stored made its words stale once more
    with statements(client) as asked:
        client.get(url)
    assert asked == []


@contextmanager
def statements(client: Client) -> Iterator[list[str]]:
    """What a database is asked meanwhile, but for what is asked from time to time anyway."""
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "log_head" not in statement and "job" not in statement:
            asked.append(statement)

    engines = client.runtime.database.engines
    for engine in engines:
        event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine.sync_engine, "before_cursor_execute", note)


def test_own_words_follow_what_a_member_says_elsewhere(client: Client, maria: Actor) -> None:
    topic = client.do(factories.topic, maria, replies=["One", "Two"])
    li = client.member("li")
    client.sign_in(li)
    program = client.token(li)
    cookies = dict(client.cookies)

    def say(path: str, body: dict[str, Any]) -> None:
        client.cookies.clear()
        assert client.put(f"{API}/topics/{topic}/{path}", json=body, headers=program).is_success
        client.cookies.update(cookies)

    url = f"/t/{topic}/open-courses"
    say("reading", {"last_read": 1})
    assert "2 new" in client.get("/").text
    assert "You watch this" not in client.get(url).text
    say("subscription", {"level": "watch"})
    assert "You watch this" in client.get(url).text
    assert "You watch this" in client.get(url).text


def test_a_role_changes_the_page(client: Client, maria: Actor) -> None:
    client.sign_in(maria)
    assert "/moderation" not in client.get("/").text
    client.sign_in(client.member("mod", Role.MODERATOR))
    assert "/moderation" in client.get("/").text


def test_lists_of_members_follow_what_they_belong_to(client: Client, maria: Actor) -> None:
    from forum.core.actor import SYSTEM
    from forum.spaces.events import SpaceChanged
    from forum.spaces.tables import SpaceMember

    moderator = client.member("mod", Role.MODERATOR)
    client.do(factories.space, "closed", access="private")
    client.do(factories.space, "inside", access="members")
    client.do(factories.topic, moderator, "closed", title="Closed topic")
    client.do(factories.topic, moderator, "inside", title="Inside topic")

    def seen(who: Actor | None) -> tuple[bool, bool]:
        client.cookies.clear()
        headers = {}
        if who is not None:
            client.sign_in(who)
            headers = client.token(who)
        page = client.get("/").text
        cookies = dict(client.cookies)
        client.cookies.clear()
        listed = client.get(f"{API}/topics", headers=headers).text
        client.cookies.update(cookies)
        both = [("Closed topic" in text, "Inside topic" in text) for text in (page, listed)]
        assert both[0] == both[1]
        return both[0]

    li = client.member("li")
    assert seen(None) == (False, False)
    assert seen(maria) == seen(li) == (False, True)
    assert seen(moderator) == (True, True)

    async def add(runtime: object) -> None:
        async with runtime.unit(SYSTEM) as unit:  # type: ignore[attr-defined]
            unit.db.add(SpaceMember(space_id=2, member_id=li.member_id, added_at=unit.now))
            unit.emit(SpaceChanged("closed"))

    client.do(add)
    assert seen(li) == (True, True)
    assert seen(maria) == (False, True)
