"""Access tokens, on pages and by the API."""

import re
from datetime import timedelta

import pytest

from forum.accounts import actions, queries, rules
from forum.accounts.identity import by_sign_in, by_token
from forum.core.actor import SYSTEM
from forum.core.ids import MemberId
from tests.forum.accounts.site import NOON, Browser, Site

_TOKEN = re.compile(r"sf_\d+_[A-Za-z0-9_-]{43}")


def bearer(word: str) -> dict[str, str]:
    return {"authorization": f"Bearer {word}"}


async def make(browser: Browser, *scopes: str, label: str = "reader") -> str:
    answer = await browser.send(
        "/settings/tokens", form="/settings", label=label, scopes=list(scopes)
    )
    found = _TOKEN.search(answer.text)
    assert found is not None
    assert answer.headers["cache-control"] == "no-store"
    return found[0]


async def test_a_token_is_made_shown_once_and_used(site: Site) -> None:
    await site.member()
    browser, program = await site.signed_in(), await site.browser()
    word = await make(browser, "read", "write", label="Nightly <b>import</b>")
    page = (await browser.get("/settings")).text
    assert word not in page
    assert "Nightly &lt;b&gt;import&lt;/b&gt;" in page
    who = (await program.get("/who", headers=bearer(word))).json()
    assert who == {"handle": "maria", "scopes": ["read", "write"]}


async def test_a_revoked_token_is_worth_nothing_at_once(site: Site) -> None:
    await site.member()
    browser, program = await site.signed_in(), await site.browser()
    word = await make(browser, "read")
    assert (await program.get("/api/v1/me", headers=bearer(word))).status_code == 200
    answer = await browser.send("/settings/tokens/1/revoke", form="/settings")
    assert answer.headers["location"] == "/settings?done=revoked#tokens"
    answer = await program.get("/api/v1/me", headers=bearer(word))
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


async def test_a_token_needs_a_name_and_a_scope(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    answer = await browser.send("/settings/tokens", form="/settings", label="import")
    assert answer.status_code == 422
    assert 'value="import"' in answer.text
    async with site.runtime.database.reading() as db:
        assert await queries.tokens(db, MemberId(1)) == []


async def test_scopes_are_offered_as_far_as_the_role_carries_them(site: Site) -> None:
    await site.member()
    await site.member("mod", role="moderator")
    member, moderator = await site.signed_in(), await site.signed_in("mod")
    assert 'value="moderate"' not in (await member.get("/settings")).text
    page = (await moderator.get("/settings")).text
    assert 'value="moderate"' in page
    assert 'value="admin"' not in page


async def test_nobody_revokes_a_token_of_somebody_else(site: Site) -> None:
    await site.member()
    await site.member("nadja")
    maria, nadja = await site.signed_in(), await site.signed_in("nadja")
    word = await make(maria, "read")
    answer = await nadja.send("/settings/tokens/1/revoke", form="/settings")
    assert answer.status_code == 404
    assert await by_token(site.runtime, word) is not None


async def test_nobody_has_tokens_without_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_TOKENS", 2)
    await site.member()
    browser = await site.signed_in()
    for _ in range(2):
        await make(browser, "read")
    answer = await browser.send("/settings/tokens", form="/settings", label="x", scopes="read")
    assert answer.status_code == 409
    assert "You have 2 access tokens" in answer.text


async def test_a_token_ends_when_it_was_made_to(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    word = await make(browser, "write")
    end = (NOON + timedelta(hours=2)).isoformat()
    answer = await browser.client.post(
        "/api/v1/me/tokens",
        json={"name": "short", "scopes": ["write"], "expires_at": end},
        headers=bearer(word),
    )
    assert answer.status_code == 201
    short = answer.json()["token"]
    site.clock.move(hours=1, minutes=59, seconds=59)
    assert await by_token(site.runtime, short)
    site.clock.move(seconds=1)
    assert await by_token(site.runtime, short) is None
    assert await by_token(site.runtime, word)


async def test_the_last_use_is_noted_to_the_hour(site: Site) -> None:
    await site.member()
    word = await make(await site.signed_in(), "read")

    async def used() -> object:
        await by_token(site.runtime, word)
        async with site.runtime.database.reading() as db:
            (row,) = await queries.tokens(db, MemberId(1))
        return row.last_used_at

    assert await used() == NOON
    site.clock.move(minutes=59)
    assert await used() == NOON
    site.clock.move(minutes=1)
    assert await used() == NOON + timedelta(hours=1)


async def test_a_cookie_is_no_token_and_a_token_no_cookie(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    word = await make(browser, "read")
    assert await by_token(site.runtime, word) is not None
    random = word.split("_", 2)[2]
    cookie_random = (browser.cookie or "").partition(".")[2]
    assert await by_sign_in(site.runtime, f"1.{random}") is None
    assert await by_token(site.runtime, f"sf_1_{cookie_random}") is None


async def test_a_narrow_token_changes_nothing_by_way_of_pages(site: Site) -> None:
    await site.member()
    word = await make(await site.signed_in(), "read")
    program = await site.browser(**bearer(word))
    answer = await program.send("/settings", name="Eve", locale="en", zone="UTC")
    assert answer.status_code == 422
    assert "scope" in answer.text
    answer = await program.send(
        "/settings/tokens", form="/settings", label="x", scopes=["read", "admin"]
    )
    assert answer.status_code == 403
    for path in ("/settings/tokens/1/revoke", "/settings/sign-ins/end-others"):
        assert (await program.send(path, form="/settings")).status_code == 403
    assert (await program.get("/api/v1/me")).json()["name"] == "Maria"


async def test_tokens_rest_while_their_member_is_suspended(site: Site) -> None:
    await site.member()
    word = await make(await site.signed_in(), "read")
    assert await by_token(site.runtime, word)
    async with site.runtime.unit(SYSTEM) as unit:
        await actions.suspend(unit, MemberId(1))
    assert await by_token(site.runtime, word) is None
    async with site.runtime.unit(SYSTEM) as unit:
        await actions.restore(unit, MemberId(1))
    assert await by_token(site.runtime, word)


@pytest.mark.parametrize(("days", "lasts"), [("30", 30), ("", None)])
async def test_a_token_of_the_page_ends_when_it_is_chosen_to(
    site: Site, days: str, lasts: int | None
) -> None:
    await site.member()
    browser = await site.signed_in()
    await browser.send("/settings/tokens", form="/settings", label="x", scopes="read", days=days)
    async with site.runtime.database.reading() as db:
        (row,) = await queries.tokens(db, MemberId(1))
    assert row.expires_at == (NOON + timedelta(days=lasts) if lasts else None)
