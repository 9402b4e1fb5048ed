from typing import Any

import pytest

from forum.db import answers
from tests.forum.accounts.site import Browser, Site
from tests.forum.accounts.test_tokens import bearer, make

ME = "/api/v1/me"


async def program(site: Site, *scopes: str) -> Browser:
    word = await make(await site.signed_in(), *scopes)
    return await site.browser(**bearer(word))


async def test_a_program_reads_whom_it_acts_for(site: Site) -> None:
    await site.member(organisation="Universitas", partner="TH")
    client = await program(site, "read")
    answer = await client.get(ME)
    me = answer.json()
    assert me == {
        "id": 1,
        "url": "/m/maria",
        "handle": "maria",
        "name": "Maria",
        "organisation": "Universitas",
        "country": "TH",
        "reads": [],
        "skills": {},
        "bio": "",
        "role": "member",
        "joined_at": "2026-11-21T12:00:00Z",
        "email": "maria@example.org",
        "locale": "en",
        "zone": "UTC",
        "version": 1,
    }
    again = await client.get(ME, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_a_visitor_is_nobody(site: Site) -> None:
    browser = await site.browser()
    assert (await browser.get(ME)).json()["code"] == "sign_in_required"
    bad = await browser.get(ME, headers=bearer("sf_1_" + "A" * 43))
    assert bad.json()["code"] == "invalid_token"


async def test_a_change_names_what_is_different(site: Site) -> None:
    await site.member(organisation="Universitas")
    client = (await program(site, "read", "write")).client
    change = {"name": " Maria  Rossi ", "country": "IT", "bio": "Hi\r\n!"}
    answer = await client.patch(ME, json=change)
    me = answer.json()
    assert (me["name"], me["country"], me["bio"]) == ("Maria Rossi", "IT", "Hi\n!")
    assert (me["organisation"], me["version"]) == ("Universitas", 2)
    assert answer.headers["etag"] == '"v2"'
    assert (await client.patch(ME, json={})).headers["etag"] == '"v2"'


async def test_a_change_of_an_older_version_is_refused(site: Site) -> None:
    await site.member()
    client = (await program(site, "write", "read")).client
    first = {"if-match": '"v1"'}
    assert (await client.patch(ME, json={"name": "A"}, headers=first)).status_code == 200
    answer = await client.patch(ME, json={"name": "B"}, headers=first)
    assert (answer.status_code, answer.json()["code"]) == (412, "edited_meanwhile")
    assert (await client.get(ME)).json()["name"] == "A"


REFUSED: list[tuple[Any, str]] = [
    ({"name": ""}, "#/name"),
    ({"role": "admin"}, "#/role"),
    ({"email": "eve@example.org"}, "#/email"),
    ({"state": "active"}, "#/state"),
    ({"reads": ["tlh"]}, "#/reads/0"),
    ({"zone": "Moon/Tycho"}, "#/zone"),
    ({"country": "US"}, "#/country"),
    ({"locale": 7}, "#/locale"),
    (["name"], "#"),
]


@pytest.mark.parametrize(("body", "pointer"), REFUSED)
async def test_what_does_not_fit_is_named(site: Site, body: Any, pointer: str) -> None:
    await site.member()
    client = (await program(site, "write")).client
    answer = await client.patch(ME, json=body)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


async def test_a_reader_writes_nothing(site: Site) -> None:
    await site.member()
    client = (await program(site, "read")).client
    for answer in (
        await client.patch(ME, json={"name": "Eve"}),
        await client.post(f"{ME}/tokens", json={"name": "x", "scopes": ["read"]}),
        await client.delete(f"{ME}/tokens/1"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_too_narrow")


async def test_a_member_is_shown_to_anybody_without_what_is_private(site: Site) -> None:
    await site.member(bio="Teacher")
    await site.member("gone", state="suspended")
    client = await site.browser()
    out = (await client.get("/api/v1/members/maria")).json()
    assert (out["name"], out["bio"], out["url"]) == ("Maria", "Teacher", "/m/maria")
    assert not {"email", "locale", "zone", "version"} & out.keys()
    for handle in ("gone", "nobody", "%00", "x" * 500):
        answer = await client.get(f"/api/v1/members/{handle}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_tokens_are_made_listed_and_revoked(site: Site) -> None:
    await site.member()
    client = (await program(site, "read", "write")).client
    answer = await client.post(f"{ME}/tokens", json={"name": "import", "scopes": ["read", "read"]})
    made = answer.json()
    assert answer.status_code == 201
    assert made["token"].startswith("sf_1_")
    assert (made["name"], made["scopes"], made["used_at"]) == ("import", ["read"], None)
    listed = (await client.get(f"{ME}/tokens")).json()
    assert [one["name"] for one in listed] == ["reader", "import"]
    assert "token" not in listed[1]
    assert (await client.delete(f"{ME}/tokens/{made['id']}")).status_code == 204
    assert (await client.delete(f"{ME}/tokens/{made['id']}")).status_code == 404
    assert (await client.delete(f"{ME}/tokens/{2**70}")).status_code == 404


async def test_a_token_makes_no_stronger_one(site: Site) -> None:
    await site.member(role="admin")
    client = (await program(site, "write")).client
    for scope in ("read", "moderate", "admin"):
        answer = await client.post(f"{ME}/tokens", json={"name": "x", "scopes": ["write", scope]})
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_too_narrow")


async def test_the_word_of_a_token_is_never_stored(site: Site) -> None:
    await site.member()
    client = (await program(site, "write")).client
    body, once = {"name": "x", "scopes": ["write"]}, {"idempotency-key": "k1"}
    answer = await client.post(f"{ME}/tokens", json=body, headers=once)
    word = answer.json()["token"]
    assert answer.headers["cache-control"] == "no-store"
    async with site.runtime.database.reading() as db:
        kept = await answers.find(db, "member 1", "k1")
    assert kept is None or word not in kept.body
