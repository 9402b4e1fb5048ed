"""Passkeys: made, used to sign in and as a second factor, and those that are not good."""

import html
import json
import re
from typing import Any

import pytest
from httpx2 import Response

from tests.forum.accounts.authenticator import PRESENT, Device
from tests.forum.accounts.site import PASSWORD, Browser, Site

_OPTIONS = re.compile(r'data-options="([^"]+)"')
_CHALLENGE = re.compile(r'name="challenge" value="([^"]+)"')
NEW = "/settings/security/passkeys"


async def asked(browser: Browser, page: str) -> tuple[dict[str, Any], str]:
    """What a page asks a browser for, and the word to be sent back beside the answer."""
    text = (await browser.get(page)).text
    options, challenge = _OPTIONS.search(text), _CHALLENGE.search(text)
    assert options is not None
    assert challenge is not None
    return json.loads(html.unescape(options[1])), challenge[1]


async def add(browser: Browser, device: Device, label: str = "phone") -> Response:
    options, challenge = await asked(browser, NEW)
    return await browser.send(
        NEW, credential=device.create(options), challenge=challenge, label=label
    )


async def come_in(browser: Browser, device: Device, **more: Any) -> Response:
    options, challenge = await asked(browser, "/sign-in")
    return await browser.send(
        "/sign-in/passkey",
        form="/sign-in",
        credential=device.get(options, **more),
        challenge=challenge,
        next="/t/4",
    )


async def test_a_passkey_signs_in_without_a_password(site: Site) -> None:
    await site.member()
    device = Device()
    answer = await add(await site.signed_in(), device)
    assert "Your recovery codes" in answer.text
    browser = await site.browser()
    answer = await come_in(browser, device)
    assert answer.headers["location"] == "/t/4"
    assert await browser.who() == "maria"
    page = (await browser.get("/settings/security")).text
    assert "phone" in page
    assert "Last used" in page


async def test_a_passkey_is_a_second_factor_of_its_member_only(site: Site) -> None:
    await site.member()
    await site.member("nadja")
    phone, key = Device(), Device(id=b"nadja's")
    await add(await site.signed_in(), phone)
    await add(await site.signed_in("nadja"), key)
    browser = await site.browser()
    answer = await browser.send("/sign-in", email="maria@example.org", password=PASSWORD)
    assert answer.headers["location"].startswith("/sign-in/second")
    for device, status in ((key, 403), (phone, 303)):
        options, challenge = await asked(browser, "/sign-in/second")
        answer = await browser.send(
            "/sign-in/second/passkey",
            form="/sign-in/second",
            credential=device.get(options),
            challenge=challenge,
        )
        assert answer.status_code == status
    assert await browser.who() == "maria"


async def test_a_passkey_confirms_that_it_is_the_member(site: Site) -> None:
    await site.member()
    device, browser = Device(), await site.signed_in()
    await add(browser, device)
    site.clock.move(minutes=10)
    options, challenge = await asked(browser, "/confirm")
    answer = await browser.send(
        "/confirm/passkey",
        form="/confirm",
        credential=device.get(options),
        challenge=challenge,
        next=NEW,
    )
    assert answer.headers["location"] == NEW
    assert (await browser.get(NEW)).status_code == 200


async def test_an_answer_is_good_once_even_of_a_device_that_does_not_count(site: Site) -> None:
    await site.member()
    device = Device(counts=False)
    await add(await site.signed_in(), device)
    browser = await site.browser()
    options, challenge = await asked(browser, "/sign-in")
    sent = {"credential": device.get(options), "challenge": challenge, "form": "/sign-in"}
    word = browser.client.cookies.get("visitor")
    assert (await browser.send("/sign-in/passkey", **sent)).status_code == 303
    browser.client.cookies.clear()
    browser.client.cookies.set("visitor", word or "", domain="testserver.local", path="/")
    assert (await browser.send("/sign-in/passkey", **sent)).status_code == 403
    assert await browser.who() == ""


async def test_a_copied_device_that_counts_back_is_refused(site: Site) -> None:
    await site.member()
    device = Device(count=7)
    await add(await site.signed_in(), device)
    browser = await site.browser()
    device.count = 3
    assert (await come_in(browser, device)).status_code == 403
    device.count = 7
    site.clock.move(seconds=1)
    assert (await come_in(browser, device)).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"flags": PRESENT},
        {"id": b"unknown"},
        {"user": "bm9ib2R5"},
        {"key": Device().key},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
async def test_a_passkey_that_is_not_good_lets_nobody_in(site: Site, wrong: dict[str, Any]) -> None:
    await site.member()
    device = Device()
    await add(await site.signed_in(), device)
    for name, value in wrong.items():
        setattr(device, name, value)
    browser = await site.browser()
    answer = await come_in(browser, device)
    assert (answer.status_code, "could not be used" in answer.text) == (403, True)
    assert await browser.who() == ""


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "null", '{"id": 1}', '{"id": "\\u0000"}', '{"id": "é"}', "x" * 99]
)
async def test_strange_answers_are_refused_and_break_nothing(site: Site, sent: str) -> None:
    await site.member()
    browser = await site.signed_in()
    visitor = await site.browser()
    _, challenge = await asked(visitor, "/sign-in")
    more = {"credential": sent, "challenge": challenge, "form": "/sign-in"}
    assert (await visitor.send("/sign-in/passkey", **more)).status_code == 403
    _, challenge = await asked(browser, NEW)
    answer = await browser.send(NEW, credential=sent, challenge=challenge, label="x")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "word", ["", "1.x", "x", "12345678901234567890.AAAAAAAAAAAAAAAAAAAAAA", "é"]
)
async def test_a_page_of_ours_has_to_have_asked(site: Site, word: str) -> None:
    await site.member()
    device = Device()
    await add(await site.signed_in(), device)
    browser = await site.browser()
    options, _ = await asked(browser, "/sign-in")
    sent = {"credential": device.get(options), "challenge": word, "form": "/sign-in"}
    assert (await browser.send("/sign-in/passkey", **sent)).status_code == 403


async def test_what_was_asked_of_another_browser_or_long_ago_is_not_good(site: Site) -> None:
    await site.member()
    device = Device()
    await add(await site.signed_in(), device)
    here, there = await site.browser(), await site.browser()
    options, challenge = await asked(here, "/sign-in")
    sent = {"credential": device.get(options), "challenge": challenge, "form": "/sign-in"}
    assert (await there.send("/sign-in/passkey", **sent)).status_code == 403
    site.clock.move(minutes=10, seconds=1)
    assert (await here.send("/sign-in/passkey", **sent)).status_code == 403


async def test_a_removed_passkey_signs_nobody_in(site: Site) -> None:
    await site.member()
    device, browser = Device(), await site.signed_in()
    await add(browser, device)
    await browser.send("/settings/security/passkeys/1/remove", form="/settings/security")
    assert (await come_in(await site.browser(), device)).status_code == 403


async def test_nobody_removes_a_passkey_of_somebody_else(site: Site) -> None:
    await site.member()
    await site.member("nadja")
    device = Device()
    await add(await site.signed_in(), device)
    nadja = await site.signed_in("nadja")
    answer = await nadja.send("/settings/security/passkeys/1/remove", form="/settings")
    assert answer.status_code == 404
    assert (await come_in(await site.browser(), device)).status_code == 303


async def test_a_suspended_member_does_not_come_in_by_passkey(site: Site) -> None:
    member = await site.member()
    device = Device()
    await add(await site.signed_in(), device)
    async with site.runtime.database.writer() as db, db.begin():
        row = await db.get(type(member), member.id)
        assert row is not None
        row.state = "suspended"
    answer = await come_in(await site.browser(), device)
    assert "suspended" in answer.text


async def test_a_device_is_asked_for_no_second_passkey(site: Site) -> None:
    await site.member()
    device, browser = Device(), await site.signed_in()
    await add(browser, device)
    options, challenge = await asked(browser, NEW)
    assert len(options["excludeCredentials"]) == 1
    answer = await browser.send(
        NEW, credential=device.create(options), challenge=challenge, label="again"
    )
    assert answer.status_code == 403
