"""Everything that somebody signs in by, driven through, and then looked for in the log."""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import httpx2
import pytest
import pytest_asyncio
from starlette.requests import Request

from forum.accounts import jobs
from forum.core.discretion import keep_out_of_logs
from forum.jobs.runner import Runner
from forum.mail import Sender
from forum.mail.smtp import SmtpMailer
from forum.web.failures import break_down
from tests.fakes.oidc import CLIENT, SECRET, OidcProvider
from tests.forum.accounts.site import PASSWORD, WRONG, Site, open_site
from tests.forum.accounts.test_elsewhere import CLAIMS
from tests.forum.accounts.test_tokens import bearer, make
from tests.realtime.harness import serving
from tests.services.ports import free_port

FRESH = "a wholly new password"
MAIL_PASSWORD = "the-password-of-the-post"  # noqa: S105
TALKATIVE = (
    "httpx2",
    "httpcore2",
    "httpx",
    "httpcore",
    "forum",
    "realtime",
    "asyncio",
    "aiosmtplib",
)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that is logged, by whoever logs, at the most talkative."""
    output, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(output), root.level
    made_by = logging.getLogRecordFactory()
    logging.setLogRecordFactory(logging.LogRecord)
    root.addHandler(handler)
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG)
    sql = logging.getLogger("sqlalchemy.engine")
    sql.setLevel(logging.INFO)
    yield output
    sql.setLevel(logging.NOTSET)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    root.setLevel(level)
    root.removeHandler(handler)
    logging.setLogRecordFactory(made_by)


@pytest_asyncio.fixture
async def provider() -> AsyncIterator[OidcProvider]:
    found = OidcProvider(claims=dict(CLAIMS))
    async with serving(found.app, lifespan="off") as address:
        found.issuer = f"http://{address}"
        yield found


@pytest_asyncio.fixture
async def site(
    logged: io.StringIO, url: str, tmp_path: Path, provider: OidcProvider
) -> AsyncIterator[Site]:
    told = {
        "label": "Thai MOOC",
        "issuer": provider.issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "inside": True,
    }
    async with open_site(url, tmp_path, oidc={"thai": told}) as found:
        keep_out_of_logs(found.runtime.settings.secrets())
        provider.now = lambda: found.clock().timestamp()
        yield found


async def sign_in_and_reset(site: Site) -> list[str]:
    """A wrong password, the right one, and a new one by the link from a mail."""
    await site.member()
    browser = await site.signed_in()
    stranger = await site.browser()
    await stranger.send("/sign-in", email="maria@example.org", password=WRONG, next="/")
    await stranger.send("/reset", email="maria@example.org")
    link = await site.link()
    await stranger.send(link, password=FRESH)
    word = link.rpartition("/")[2]
    await broken(site, link)
    return [PASSWORD, WRONG, FRESH, word, browser.cookie or "none", stranger.cookie or "none"]


async def broken(site: Site, path: str) -> None:
    """What is logged when a handler has a bug."""
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [],
        "state": {"runtime": site.runtime}, "server": ("testserver", 80), "scheme": "http",
    }  # fmt: skip
    await break_down(Request(scope), RuntimeError(f"for GET {path}?token=of-a-query"))


async def use_a_token(site: Site) -> list[str]:
    """One that is good, one that is not, one that cannot be."""
    browser = await site.browser()
    await browser.send("/sign-in", email="maria@example.org", password=FRESH, next="/")
    word = await make(browser, "read")
    program = await site.browser()
    for shown in (word, f"{word[:-3]}abc", f"{word}x"):
        await program.get("/api/v1/me", headers=bearer(shown))
    return [word, word.split("_", 2)[2], "of-a-query"]


async def come_from_elsewhere(site: Site) -> list[str]:
    """There and back by OpenID Connect; the provider is asked by our own client, which logs."""
    browser = await site.browser()
    out = await browser.get("/sign-in/with/thai?next=/t/4")
    async with httpx2.AsyncClient() as client:
        back = (await client.get(out.headers["location"])).headers["location"]
    await browser.get(back.removeprefix("http://testserver"))
    assert await browser.who() != ""
    asked = dict(parse_qsl(urlsplit(back).query))
    return [SECRET, quote(SECRET, safe=""), asked["code"], asked["state"], browser.cookie or "none"]


async def fail_to_mail(site: Site) -> list[str]:
    """A link that is to be mailed, while nothing listens where the mail server should be."""
    await (await site.browser()).send("/reset", email="maria@example.org")
    server = f"smtp://forum:{MAIL_PASSWORD}@127.0.0.1:{free_port()}"
    mailer = SmtpMailer(server, Sender("Forum", "forum@example.org"))
    keep_out_of_logs([MAIL_PASSWORD])
    await Runner(site.runtime, jobs.kinds(mailer)).drain()
    await mailer.aclose()
    word = (await site.link()) if await later(site) else ""
    return [MAIL_PASSWORD, *filter(None, [word.rpartition("/")[2]])]


async def later(site: Site) -> bool:
    """Wait until the job is tried again, by a mailer that works; whether it sent something."""
    site.clock.move(minutes=1)
    return bool(await site.mails())


async def test_no_secret_is_in_the_log_of_anything_that_signs_somebody_in(
    site: Site, logged: io.StringIO
) -> None:
    secrets = [
        *await sign_in_and_reset(site),
        *await use_a_token(site),
        *await come_from_elsewhere(site),
        *await fail_to_mail(site),
        site.runtime.key.decode(),
    ]
    text = logged.getvalue()
    for told in ("INSERT INTO", "failed on GET /reset/", "failed, again in", "/token"):
        assert told in text, told  # what would tell it all was there
    assert "none" not in secrets
    assert [one for one in secrets if one in text] == []


async def test_this_would_find_a_secret_that_is_logged(site: Site, logged: io.StringIO) -> None:
    logging.setLogRecordFactory(logging.LogRecord)
    secrets = await sign_in_and_reset(site)
    assert [one for one in secrets if one in logged.getvalue()] != []
