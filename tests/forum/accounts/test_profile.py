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

    async def represented(_request: Request[Any], member_id: MemberId) -> str:
        return f"<p>for delegation {member_id}</p>"

    inner = Starlette(routes=[profile_route(contributed, represented)])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await inner({**scope, "state": {"runtime": site.runtime}, "user": Actor()}, receive, send)

    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        page = (await client.get("/m/maria")).text
    assert "1,234" in page
    assert "<p>a topic</p>" in page
    assert "<p>for delegation 1</p>" in page


async def test_a_few_words_about_oneself_stand_on_one_s_page(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    said = {"name": "Maria", "locale": "en", "zone": "UTC"}
    await browser.send("/settings", **said, bio="Teaches <b>maths</b> in Lisbon.")
    assert "Teaches &lt;b&gt;maths&lt;/b&gt; in Lisbon." in (await browser.get("/m/maria")).text
    await browser.send("/settings", **said, bio="")
    assert "Lisbon" not in (await browser.get("/m/maria")).text
    answer = await browser.send("/settings", **said, bio="x" * 1001)
    assert (answer.status_code, "About you" in answer.text) == (422, True)
