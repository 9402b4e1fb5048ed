"""Signing in with an account elsewhere, at a provider that listens on this machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from forum.accounts import queries
from forum.accounts.tables import Member
from forum.accounts.vouching import COOKIE, PATH, vouch
from forum.settings import Settings
from tests.fakes.oidc import CLIENT, SECRET, OidcProvider
from tests.forum.accounts.site import PASSWORD, WRONG, Browser, Site, open_site
from tests.realtime.harness import serving

CLAIMS = {
    "sub": "248289761001",
    "email": "ploy@example.org",
    "email_verified": True,
    "name": "พลอย",
    "org": "Thai MOOC",
    "country": "THA",
}


@pytest_asyncio.fixture
async def provider() -> AsyncIterator[OidcProvider]:
    found = OidcProvider(claims=dict(CLAIMS))
    async with serving(found.app, lifespan="off") as address:
        found.issuer = f"http://{address}"
        yield found


@pytest_asyncio.fixture
async def site(url: str, tmp_path: Path, provider: OidcProvider) -> AsyncIterator[Site]:
    async with opened(url, tmp_path, provider) as found:
        yield found


@asynccontextmanager
async def opened(
    url: str, folder: Path, provider: OidcProvider, **more: Any
) -> AsyncIterator[Site]:
    told = {
        "label": "Thai MOOC",
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "organisation_claim": "org",
        "partner_claim": "country",
        "partners": {"THA": "TH"},
        "inside": True,
    }
    async with open_site(url, folder, oidc={"thai": told}, **more) as site:
        provider.now = lambda: site.clock().timestamp()
        yield site


TRUST = httpx2.create_ssl_context()


async def there_and_back(browser: Browser, path: str = "/sign-in/with/thai?next=/t/4") -> Any:
    """Go to the provider, and come back with what it gives."""
    out = await browser.get(path)
    assert out.status_code == 303, out.text
    async with httpx2.AsyncClient(verify=TRUST) as client:
        back = (await client.get(out.headers["location"])).headers["location"]
    return await browser.get(back.removeprefix("http://testserver"))


async def row(site: Site, handle_or_email: str) -> Member | None:
    async with site.runtime.database.reading() as db:
        return await queries.find_by_email(db, handle_or_email)


async def test_somebody_new_comes_in_with_what_the_provider_knows_of_them(site: Site) -> None:
    browser = await site.browser()
    assert "Sign in with Thai MOOC" in (await browser.get("/sign-in")).text
    answer = await there_and_back(browser)
    assert answer.headers["location"] == "/t/4"
    ploy = await row(site, "ploy@example.org")
    assert ploy is not None
    assert (ploy.name, ploy.organisation, ploy.partner) == ("พลอย", "Thai MOOC", "TH")
    assert await browser.who() == ploy.handle


async def test_who_came_before_is_known_again_whatever_the_address(
    site: Site, provider: OidcProvider
) -> None:
    first, second = await site.browser(), await site.browser()
    await there_and_back(first)
    provider.claims = {"sub": CLAIMS["sub"]}
    await there_and_back(second)
    assert await first.who() == await second.who() != ""


async def test_an_address_that_is_not_confirmed_makes_and_opens_no_account(
    site: Site, provider: OidcProvider
) -> None:
    await site.member("ploy")
    for claims in ({"email_verified": False}, {"email_verified": "true"}, {"email": "x"}):
        provider.claims = CLAIMS | claims
        browser = await site.browser()
        answer = await there_and_back(browser)
        assert (answer.status_code, "address_unconfirmed" in answer.text) == (403, True)
        assert await browser.who() == ""


async def test_an_account_that_is_here_opens_only_to_its_owner_who_then_links_the_two(
    site: Site,
) -> None:
    await site.member("ploy")
    browser = await site.browser()
    answer = await there_and_back(browser)
    onward = "/settings/security/with/thai"
    assert answer.headers["location"] == f"/sign-in?done=link&next={onward}"
    assert await browser.who() == ""
    wrong = await browser.send("/sign-in", email="ploy@example.org", password=WRONG, next=onward)
    assert wrong.status_code == 403
    sent = await browser.send("/sign-in", email="ploy@example.org", password=PASSWORD, next=onward)
    assert sent.headers["location"] == onward
    linked = await there_and_back(browser, onward)
    assert linked.headers["location"] == "/settings/security?done=linked"
    another = await site.browser()
    await there_and_back(another)
    assert await another.who() == "ploy"


async def test_a_strangers_registration_with_the_address_is_forgotten(site: Site) -> None:
    await site.member("ploy", email_verified_at=None)
    browser = await site.browser()
    await there_and_back(browser)
    assert await browser.who() != ""
    stranger = await site.browser()
    answer = await stranger.send("/sign-in", email="ploy@example.org", password=PASSWORD)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        "nonce", "audience", "several", "expired", "issuer", "subject", "unsigned", "shared",
        "key", "refused", "named",
    ],
)  # fmt: skip
async def test_a_token_that_is_not_good_lets_nobody_in(
    site: Site, provider: OidcProvider, wrong: str
) -> None:
    provider.wrong = wrong
    browser = await site.browser()
    answer = await there_and_back(browser)
    assert (answer.status_code, "provider_refused" in answer.text) == (403, True)
    assert await browser.who() == ""
    assert await row(site, "ploy@example.org") is None


async def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    site: Site, provider: OidcProvider
) -> None:
    provider.wrong = "metadata"
    answer = await (await site.browser()).get("/sign-in/with/thai")
    assert answer.status_code == 503


async def test_a_code_is_good_in_the_browser_that_set_out_only_once_and_soon(
    site: Site, provider: OidcProvider
) -> None:
    here, there = await site.browser(), await site.browser()
    out = await here.get("/sign-in/with/thai")
    async with httpx2.AsyncClient(verify=TRUST) as client:
        back = (await client.get(out.headers["location"])).headers["location"]
    path = back.removeprefix("http://testserver")
    assert (await there.get(path)).status_code == 403
    assert (await here.get(path.replace("state=", "state=x"))).status_code == 403
    cookie = here.client.cookies.get("elsewhere")
    assert (await here.get(path)).status_code == 303
    here.client.cookies.set("elsewhere", cookie or "", domain="testserver.local", path="/")
    assert (await here.get(path)).status_code == 403
    late = await site.browser()
    out = await late.get("/sign-in/with/thai")
    async with httpx2.AsyncClient(verify=TRUST) as client:
        back = (await client.get(out.headers["location"])).headers["location"]
    site.clock.move(minutes=10)
    assert (await late.get(back.removeprefix("http://testserver"))).status_code == 403


async def test_keys_that_changed_are_asked_for_again_but_not_by_every_wrong_token(
    site: Site, provider: OidcProvider
) -> None:
    await there_and_back(await site.browser())
    provider.rotate()
    site.clock.move(minutes=1)
    browser = await site.browser()
    await there_and_back(browser)
    assert await browser.who() != ""
    assert provider.asked == 2
    provider.wrong = "key"
    for _ in range(3):
        await there_and_back(await site.browser())
    assert provider.asked == 2


async def test_a_second_factor_here_is_asked_for_all_the_same(site: Site) -> None:
    await there_and_back(await site.browser())
    async with site.runtime.database.writer() as db, db.begin():
        found = await queries.find_by_email(db, "ploy@example.org")
        assert found is not None
        found.second_factor_at = site.clock()
    browser = await site.browser()
    answer = await there_and_back(browser)
    assert answer.headers["location"] == "/sign-in/second?next=/t/4"
    assert await browser.who() == ""


async def test_an_account_elsewhere_is_of_one_member_and_can_be_unlinked(site: Site) -> None:
    await site.member()
    await there_and_back(await site.browser())
    maria = await site.signed_in()
    answer = await there_and_back(maria, "/settings/security/with/thai")
    assert (answer.status_code, "identity_taken" in answer.text) == (409, True)
    ploy = await site.browser()
    await there_and_back(ploy)
    removed = "/settings/security/identities/1/remove"
    gone = await maria.send(removed, form="/settings/security/app")
    assert gone.status_code == 404
    assert "Thai MOOC" in (await ploy.get("/settings/security")).text
    await ploy.send(removed, form="/settings/security/app")
    answer = await there_and_back(maria, "/settings/security/with/thai")
    assert answer.headers["location"] == "/settings/security?done=linked"


async def test_a_provider_on_this_machine_is_asked_only_if_it_is_said_to_be_inside(
    url: str, tmp_path: Path
) -> None:
    told = {"label": "X", "issuer": "https://localhost", "client_id": "x"}
    async with open_site(url, tmp_path, oidc={"x": told}) as site:
        assert (await (await site.browser()).get("/sign-in/with/x")).status_code == 503
    with pytest.raises(ValidationError):
        Settings(oidc={"x": told | {"issuer": "http://localhost"}})  # type: ignore[dict-item]


async def test_a_provider_that_nobody_named_is_not_there(site: Site) -> None:
    browser = await site.browser()
    assert (await browser.get("/sign-in/with/other")).status_code == 404
    assert (await browser.get("/sign-in/with/thai/back")).status_code == 403


@pytest.mark.parametrize("mode", ["approval", "invitation"])
async def test_who_comes_from_elsewhere_joins_by_the_same_rules(
    url: str, tmp_path: Path, provider: OidcProvider, mode: str
) -> None:
    more = {"registration": mode, "registration_domains": "example.org"}
    async with opened(url, tmp_path, provider, **more) as site:
        listed, other = await site.browser(), await site.browser()
        provider.claims = CLAIMS | {"email": "ploy@elsewhere.test"}
        answer = await there_and_back(other)
        assert await other.who() == ""
        if mode == "invitation":
            assert (answer.status_code, "by invitation here" in answer.text) == (403, True)
            assert await row(site, "ploy@elsewhere.test") is None
        else:
            assert answer.headers["location"] == "/registration"
            assert (await there_and_back(other)).headers["location"] == "/registration"
            assert "ploy@elsewhere.test" in (await other.get("/registration")).text
        provider.claims = CLAIMS | {"sub": "2", "name": "Ploy"}
        await there_and_back(listed)
        assert await listed.who() == "ploy"


async def test_who_opened_an_invitation_comes_in_with_its_address_alone(
    url: str, tmp_path: Path, provider: OidcProvider
) -> None:
    async with opened(url, tmp_path, provider, registration="invitation") as site:
        for email, minutes, who in (
            ("other@example.org", 0, ""),
            ("PLOY@example.org", 11, ""),
            ("PLOY@example.org", 0, "ploy"),
        ):
            browser = await site.browser()
            provider.claims = CLAIMS | {"name": "Ploy"}
            request: Request[Any] = Request({"type": "http", "state": {"runtime": site.runtime}})
            answer = Response()
            vouch(request, answer, email)
            told = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
            site.clock.move(minutes=minutes)
            browser.client.cookies.set(COOKIE, told, domain="testserver.local", path=PATH)
            await there_and_back(browser)
            assert await browser.who() == who
