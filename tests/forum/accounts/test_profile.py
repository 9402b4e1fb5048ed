from typing import Any

from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from forum.accounts.pages.profile import Contributions, profile_route
from forum.core.actor import Actor
from forum.core.ids import MemberId
from tests.forum.accounts.site import Site


async def test_a_profile_shows_what_other_features_know(site: Site) -> None:
    await site.member()

    async def contributed(_request: Request[Any], member_id: MemberId) -> Contributions:
        return Contributions(1233 + member_id, "<p>a topic</p>")

    inner = Starlette(routes=[profile_route(contributed)])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await inner({**scope, "state": {"runtime": site.runtime}, "user": Actor()}, receive, send)

    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        page = (await client.get("/m/maria")).text
    assert "1,234" in page
    assert "<p>a topic</p>" in page
