"""A cookie lasts a day, a sign-in thirty days without a visit."""

import asyncio
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from forum.accounts.identity import by_sign_in, by_token
from forum.accounts.renewal import SignInCare
from forum.web.identity import Identity
from tests.forum.accounts.site import Site


async def test_a_cookie_is_renewed_once_a_day_and_the_old_one_lasts_a_minute_more(
    site: Site,
) -> None:
    await site.member()
    browser, late = await site.signed_in(), await site.browser()
    first = browser.cookie
    assert first is not None
    site.clock.move(hours=23)
    assert await browser.who() == "maria"
    assert browser.cookie == first
    site.clock.move(hours=1)
    assert await browser.who() == "maria"
    second = browser.cookie
    assert second not in {first, None}
    late.cookie = first
    assert await late.who() == "maria"
    assert await browser.who() == "maria"  # the new cookie has arrived: now the minute runs
    site.clock.move(seconds=59)
    late.cookie = first
    assert await late.who() == "maria"
    site.clock.move(seconds=1)
    late.cookie = first
    assert await late.who() == ""
    assert await browser.who() == "maria"
    assert browser.cookie == second


async def test_a_renewed_cookie_that_never_arrives_is_sent_again(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    first = browser.cookie
    assert first is not None
    site.clock.move(days=1)
    assert await browser.who() == "maria"
    lost = browser.cookie
    assert lost is not None
    browser.cookie = first
    site.clock.move(minutes=2)
    assert await browser.who() == "maria"
    assert browser.cookie not in {first, lost}
    third = browser.cookie
    site.clock.move(minutes=2)
    assert await browser.who() == "maria"
    assert browser.cookie == third
    site.clock.move(minutes=2)
    browser.cookie = first
    assert await browser.who() == ""
    browser.cookie = lost
    assert await browser.who() == ""


@pytest.mark.racing
async def test_of_many_requests_at_once_one_renews(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    first = browser.cookie or ""
    site.clock.move(days=1)
    others = [await site.browser() for _ in range(5)]
    for other in others:
        other.cookie = first
    assert await asyncio.gather(*(other.who() for other in others)) == ["maria"] * 5
    assert sum(other.cookie != first for other in others) == 1


async def test_a_form_that_lay_open_over_a_renewal_can_be_sent(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    page = (await browser.get("/settings")).text
    word = page.split('name="csrf" value="')[1].split('"')[0]
    site.clock.move(days=2)
    await browser.who()
    await browser.who()
    answer = await browser.client.post("/sign-out", data={"csrf": word})
    assert answer.status_code == 303


@pytest.mark.parametrize(("days", "expected"), [(29, "maria"), (30, "")])
async def test_a_sign_in_ends_after_thirty_days_without_a_visit(
    site: Site, days: int, expected: str
) -> None:
    await site.member()
    browser = await site.signed_in()
    for _ in range(2):
        site.clock.move(days=29)
        assert await browser.who() == "maria"
        assert await browser.who() == "maria"
    site.clock.move(days=days)
    assert await browser.who() == expected


async def test_a_cookie_that_is_no_longer_good_is_taken_away(site: Site) -> None:
    browser = await site.browser()
    browser.cookie = "7." + "A" * 43
    await browser.who()
    assert browser.cookie is None


async def test_a_token_beside_a_bad_cookie_leaves_the_cookie_alone(site: Site) -> None:
    browser = await site.browser()
    browser.cookie = "7." + "A" * 43
    await browser.get("/who", headers={"authorization": "Bearer sf_7_" + "A" * 43})
    assert browser.cookie is not None


async def test_answers_that_caches_keep_carry_no_cookie(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    site.clock.move(days=1)
    assert "set-cookie" not in (await browser.get("/public")).headers
    assert "set-cookie" in (await browser.get("/who")).headers


async def test_an_answer_is_given_even_if_the_cookie_cannot_be_renewed(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await site.member()
    browser = await site.signed_in()
    first = browser.cookie
    site.clock.move(days=1)

    async def away(*_args: object) -> None:
        raise OSError("the database is away")

    monkeypatch.setattr("forum.accounts.actions.renew", away)
    assert await browser.who() == "maria"
    assert browser.cookie == first
    assert "could not renew" in caplog.text


@pytest.mark.racing
async def test_of_many_requests_with_a_new_cookie_one_settles(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    site.clock.move(days=1)
    await browser.who()
    site.runtime.caches.clear()
    assert await asyncio.gather(*(browser.who() for _ in range(5))) == ["maria"] * 5
    entries = (await site.runtime.log.read("member:1", after=0)).entries
    assert len(entries) == 2


async def test_what_is_no_request_passes_through() -> None:
    passed = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        passed.append(scope["type"])

    async def nothing(*_message: Any) -> Any:
        return {}

    await SignInCare(app)({"type": "lifespan"}, nothing, nothing)
    assert passed == ["lifespan"]


async def test_a_socket_is_known_by_its_sign_in_and_gets_no_cookie(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    seen: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope)

    async def nothing(*_message: Any) -> Any:
        return {}

    scope = {
        "type": "websocket",
        "headers": [(b"cookie", f"sign_in={browser.cookie}".encode())],
        "state": {"runtime": site.runtime},
        "query_string": b"",
        "path": "/",
    }
    found = Identity(SignInCare(app), by_sign_in=by_sign_in, by_token=by_token)
    await found(scope, nothing, nothing)
    assert seen[0]["sign_in"] == "1"
    assert seen[0]["user"].handle == "maria"
