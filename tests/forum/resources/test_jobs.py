"""Checking addresses: politely, and saying on cards which are dead."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.resources.jobs import MOST_OF_A_HOST, Checker
from forum.resources.robots import Robots
from forum.runtime import Runtime
from forum.web.outside import Answer, Ask, Outside
from forum.web.places import NoAnswer, NotAllowedOutside
from tests import factories
from tests.client import API, Client
from tests.factories import Ticking


@dataclass
class Web(Outside):
    """Other sites, by what they answer: a status, text for `robots.txt`, or a failure."""

    answers: dict[str, int | str | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    async def ask(self, wanted: Ask, *, seconds: float = 20) -> Answer:
        self.asked.append(f"{wanted.method} {wanted.url}")
        known = self.answers.get(self.asked[-1], self.answers.get(wanted.url, 404))
        if isinstance(known, Exception):
            raise known
        body = known.encode() if isinstance(known, str) else b""
        status = known if isinstance(known, int) else 200
        return Answer(wanted.url, status, {}, body, is_cut=False)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def checker(self) -> Checker:
        return Checker(lambda _site: self, self.sleep)


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    return client.member("maria")


@pytest.fixture
def later(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock on by days."""
    clock = Ticking(client.runtime.clock())
    object.__setattr__(client.runtime, "clock", clock)

    def move(days: float) -> None:
        clock.now += timedelta(days=days)

    return move


def share(client: Client, who: Actor, url: str) -> TopicId:
    card = {"url": url, "type": "oer", "languages": ["en"], "licence": "CC0-1.0"}
    return client.do(factories.topic, who, kind="resource", resource=card | {"shared_again": True})


def card_of(client: Client, topic: TopicId) -> Any:
    return client.get(f"{API}/topics/{topic}").json()["resource"]


async def check(runtime: Runtime, checker: Checker) -> None:
    await checker.check(runtime, {})


A, B, C = "https://a.example/x", "https://b.example/x", "https://c.example/x"


def test_a_living_address_is_asked_for_once_a_week(
    client: Client, maria: Actor, later: Callable[[float], None]
) -> None:
    topic = share(client, maria, A)
    web = Web(answers={A: 200})
    client.do(check, web.checker())
    assert web.asked == []
    for days in (1, 1, 8):
        later(days)
        client.do(check, web.checker())
    assert web.asked == ["GET https://a.example/robots.txt", f"HEAD {A}"] * 2
    card = card_of(client, topic)
    assert card["checked_at"]
    assert card["unreachable_since"] is None


def test_a_dead_address_is_said_on_the_card_after_days(
    client: Client, maria: Actor, later: Callable[[float], None]
) -> None:
    topic = share(client, maria, A)
    web, page = Web(answers={A: 404}), f"/t/{topic}/open-courses"
    for _ in range(2):
        later(2.5)
        client.do(check, web.checker())
        assert card_of(client, topic)["unreachable_since"] is None
        assert "Not reachable since" not in client.get(page).text
    later(5)
    client.do(check, web.checker())
    assert card_of(client, topic)["unreachable_since"]
    assert "Not reachable since" in client.get(page).text
    assert "Not reachable" in client.get("/library").text
    web.answers[A] = 200
    later(30)
    client.do(check, web.checker())
    assert "Not reachable since" not in client.get(page).text


def test_another_address_begins_anew(
    client: Client, maria: Actor, later: Callable[[float], None]
) -> None:
    topic = share(client, maria, A)
    web = Web(answers={A: 404})
    for _ in range(3):
        later(5)
        client.do(check, web.checker())
    card = {"url": B, "type": "oer", "languages": ["en"], "licence": "CC0-1.0"}
    url, token = f"{API}/topics/{topic}", client.token(maria)
    same = client.patch(url, json={"resource": card | {"url": A}}, headers=token).json()["resource"]
    assert same["unreachable_since"]
    new = client.patch(url, json={"resource": card}, headers=token).json()["resource"]
    assert (new["unreachable_since"], new["checked_at"]) == (None, None)


def test_a_server_that_does_not_know_head_is_asked_for_one_byte(
    client: Client, maria: Actor, later: Callable[[float], None]
) -> None:
    topic = share(client, maria, A)
    web = Web(answers={f"HEAD {A}": 405, f"GET {A}": 206})
    later(1)
    client.do(check, web.checker())
    assert web.asked[1:] == [f"HEAD {A}", f"GET {A}"]
    assert card_of(client, topic)["checked_at"]


def test_one_host_is_asked_slowly_and_little_at_a_time(
    client: Client, maria: Actor, later: Callable[[float], None]
) -> None:
    for number in range(MOST_OF_A_HOST + 2):
        share(client, maria, f"https://a.example/{number}")
    web = Web(answers={f"https://a.example/{number}": 200 for number in range(9)})
    later(1)
    checker = web.checker()
    client.do(check, checker)
    assert len(web.asked) == 1 + MOST_OF_A_HOST
    assert len(web.slept) == MOST_OF_A_HOST - 1
    client.do(check, checker)
    assert len(web.asked) == 1 + MOST_OF_A_HOST + 2  # its robots.txt is known


def test_where_nobody_answers_nothing_is_held_against_anybody(
    client: Client, maria: Actor, later: Callable[[float], None]
) -> None:
    topics = [share(client, maria, url) for url in (A, B, C)]
    web = Web(answers=dict.fromkeys((A, B, C), NoAnswer()))
    for _ in range(4):
        later(3)
        client.do(check, web.checker())
    assert [card_of(client, one)["checked_at"] for one in topics] == [None] * 3
    web.answers[C] = 200
    for _ in range(4):
        later(9)
        client.do(check, web.checker())
    assert [bool(card_of(client, one)["unreachable_since"]) for one in topics] == [
        True,
        True,
        False,
    ]


def test_an_address_that_is_not_for_us_counts_as_dead(
    client: Client, maria: Actor, later: Callable[[float], None]
) -> None:
    topic = share(client, maria, "http://10.0.0.1/")
    web = Web(answers={"http://10.0.0.1/": NotAllowedOutside()})
    for _ in range(3):
        later(5)
        client.do(check, web.checker())
    assert card_of(client, topic)["unreachable_since"]


def test_where_nothing_is_due_nothing_is_opened(client: Client) -> None:
    opened: list[str] = []

    def opening(site: str) -> Web:
        opened.append(site)
        return Web(site)

    client.do(check, Checker(opening))
    assert not opened


def test_our_own_files_are_not_asked_for(
    client: Client, maria: Actor, later: Callable[[float], None]
) -> None:
    object.__setattr__(client.runtime.settings, "url", "https://forum.example")
    topic = share(client, maria, "https://forum.example/u/7/guide.pdf")
    web = Web()
    later(1)
    client.do(check, web.checker())
    assert web.asked == []
    assert card_of(client, topic)["checked_at"]


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (404, True),
        (403, True),
        (503, False),
        (NoAnswer(), True),
        (NotAllowedOutside(), True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: StakeholdersForum\nDisallow: /x\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: StakeholdersForum\nAllow: /", True),
        ("<html>no robots here</html>", True),
    ],
)
async def test_we_do_what_a_site_asks_of_automatic_visitors(
    robots: int | str | Exception, allowed: bool
) -> None:
    web = Web(answers={"https://a.example/robots.txt": robots})
    assert await Robots(web, Ticking()).allow(A) is allowed


async def test_what_sites_ask_for_is_kept_for_a_day() -> None:
    web, clock = Web(), Ticking()
    robots = Robots(web, clock)
    await robots.allow(A)
    await robots.allow("https://a.example/y")
    assert len(web.asked) == 1
    clock.now += timedelta(days=1)
    await robots.allow(A)
    assert len(web.asked) == 2


async def test_what_is_kept_of_sites_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.resources.robots.MOST_KEPT", 2)
    web = Web()
    robots = Robots(web, Ticking())
    for url in (A, B, C, C, A):
        await robots.allow(url)
    assert len(web.asked) == 4


def test_a_site_that_wants_no_visits_is_not_asked(
    client: Client, maria: Actor, later: Callable[[float], None]
) -> None:
    topic = share(client, maria, A)
    web = Web(answers={"https://a.example/robots.txt": "User-agent: *\nDisallow: /"})
    later(1)
    client.do(check, web.checker())
    assert web.asked == ["GET https://a.example/robots.txt"]
    assert card_of(client, topic)["unreachable_since"] is None
