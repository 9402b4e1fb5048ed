"""The forum with accounts and nothing else: a runtime, an application and browsers."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from httpx2 import ASGITransport, AsyncClient, Response
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.responses import Response as Answer
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from forum.accounts import api, jobs, pages, passwords
from forum.accounts import tables as accounts
from forum.accounts.identity import by_sign_in, by_token
from forum.accounts.oidc import open_providers
from forum.accounts.pages.profile import Contributions, profile_route
from forum.accounts.renewal import SignInCare
from forum.accounts.throttles import Throttles
from forum.core.errors import ForumError
from forum.jobs.bell import Bell
from forum.jobs.runner import Runner
from forum.limits.counting import open_counting
from forum.mail import open_mailer
from forum.mail.folder import Sent, read_back
from forum.runtime import Runtime
from forum.settings import Settings
from forum.web.failures import refuse
from forum.web.identity import Identity, actor_of
from tests import answers
from tests.factories import NOON
from tests.forum.runtimes import bare_runtime

PASSWORD = "correct horse battery"  # noqa: S105
WRONG = "incorrect horse battery"
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')
_LINK = re.compile(r"http://testserver(/\S+)")


async def _no_words(_request: object, _ids: object) -> dict[int, Markup]:
    return {}


async def _nothing(_request: object, _member_id: object) -> Contributions:
    return Contributions()


async def _nobody(_request: object, _member_id: object) -> str:
    return ""


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Browser:
    """A browser of somebody: keeps cookies, finds the word that forms carry."""

    client: AsyncClient

    async def get(self, path: str, **more: Any) -> Response:
        return await self.client.get(path, **more)

    async def send(self, path: str, *, form: str | None = None, **data: Any) -> Response:
        """Fill in the form found at `form` (else at `path`) and send it to `path`."""
        word = _CSRF.search((await self.get(form or path)).text)
        assert word is not None
        return await self.client.post(path, data={"csrf": word[1], **data})

    async def who(self) -> str:
        """The handle of whoever this browser is signed in as; "" for a visitor."""
        handle: str = (await self.get("/who")).json()["handle"]
        return handle

    @property
    def cookie(self) -> str | None:
        return self.client.cookies.get("sign_in")

    @cookie.setter
    def cookie(self, value: str) -> None:
        self.client.cookies.clear()
        self.client.cookies.set("sign_in", value, domain="testserver.local", path="/")


@dataclass
class Site:
    """What a test of accounts works with."""

    runtime: Runtime
    clock: Clock
    runner: Runner
    app: Any
    folder: Path
    stack: AsyncExitStack

    async def browser(self, address: str = "203.0.113.5", **headers: str) -> Browser:
        transport = ASGITransport(self.app, client=(address, 4711))
        client = AsyncClient(
            transport=transport,
            base_url=self.runtime.settings.public_url,
            headers=headers,
            event_hooks={"response": [_check]},
        )
        return Browser(await self.stack.enter_async_context(client))

    async def mails(self) -> list[Sent]:
        """What has been sent so far, the newest first."""
        await self.runner.drain()
        return list(await read_back(self.folder))

    async def link(self) -> str:
        """The path in the newest mail."""
        found = _LINK.search((await self.mails())[0].mail.text)
        assert found is not None
        return found[1]

    async def member(self, handle: str = "maria", **fields: Any) -> accounts.Member:
        """A member, stored, who can sign in with a mail address and `PASSWORD`."""
        row = accounts.Member(
            handle=handle,
            email=f"{handle}@example.org",
            email_key=f"{handle}@example.org",
            created_at=NOON,
            **{
                "name": handle.title(),
                "email_verified_at": NOON,
                "password_hash": await passwords.hashed(PASSWORD),
                **fields,
            },
        )
        async with self.runtime.database.writer() as db, db.begin():
            db.add(row)
        return row

    async def signed_in(self, handle: str = "maria", **headers: str) -> Browser:
        """A browser in which a member has signed in."""
        browser = await self.browser(**headers)
        await browser.send("/sign-in", email=f"{handle}@example.org", password=PASSWORD, next="/")
        assert await browser.who() == handle
        return browser


async def _check(answer: Response) -> None:
    await answer.aread()
    answers.check(answer)


async def _who(request: Request[Any]) -> Answer:
    actor = actor_of(request)
    return JSONResponse({"handle": actor.handle, "scopes": sorted(actor.scopes or [])})


async def _public(_request: Request[Any]) -> Answer:
    return Answer("", headers={"cache-control": "public, max-age=60"})


def _app(runtime: Runtime, throttles: Throttles) -> Any:
    routes = [
        *pages.ROUTES,
        profile_route(_nothing, _nobody),
        *api.ROUTES,
        Route("/", _who, methods=["GET"]),
        Route("/who", _who, methods=["GET"]),
        Route("/public", _public, methods=["GET"]),
    ]
    inner = Starlette(
        routes=routes,
        middleware=[
            Middleware(Identity, by_sign_in=by_sign_in, by_token=by_token),
            Middleware(SignInCare),
        ],
        exception_handlers={ForumError: refuse, HTTPException: refuse},
    )

    providers = open_providers(runtime.settings, runtime.clock)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = {"runtime": runtime, "throttles": throttles, "providers": providers}
        await inner(scope, receive, send)

    return app


@asynccontextmanager
async def open_site(
    database_url: str, folder: Path, public: str = "http://testserver", **more: Any
) -> AsyncIterator[Site]:
    """A site on a database that has its tables."""
    settings = Settings(
        **{
            "database": database_url,
            "data": folder,
            "secret": "x" * 32,
            "url": public,
            "mail": f"folder:{folder / 'mail'}",
            "require_second_factor": False,
            **more,
        }
    )
    clock, bell = Clock(), Bell()
    async with AsyncExitStack() as stack:
        runtime = await stack.enter_async_context(
            bare_runtime(settings, clock, bell, own={"bell": _no_words})
        )
        throttles = Throttles(open_counting("memory://"))
        runner = Runner(runtime, jobs.kinds(open_mailer(settings)), bell=bell)
        app = _app(runtime, throttles)
        yield Site(runtime, clock, runner, app, folder / "mail", stack)
