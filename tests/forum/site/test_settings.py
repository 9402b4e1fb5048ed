"""What the secretariat decides about the site: by page and API, for everybody at once."""

from dataclasses import dataclass
from typing import Any

import pytest
from httpx2 import Response

from forum.accounts import queries as members
from forum.accounts.identity import actor_for
from forum.core.actor import Actor
from forum.core.errors import EditedMeanwhile
from forum.core.permissions import Role
from forum.runtime import Runtime
from forum.site import queries
from forum.site.actions import change_site, write_text
from forum.site.rules import Mode, TextKind
from forum.site.schemas import SiteChange, TextDraft
from forum.site.tables import Site
from tests import factories
from tests.client import API, Client

SETTINGS = f"{API}/admin/settings"
PAGE = "/admin/settings"


@dataclass
class Office:
    client: Client
    ada: Actor
    headers: dict[str, str]

    def ask(self, method: str, path: str = "", **more: Any) -> Response:
        headers = {**self.headers, **more.pop("headers", {})}
        return self.client.request(method, SETTINGS + path, headers=headers, **more)

    def write(self, kind: str, language: str, text: str, **headers: str) -> Response:
        path = f"/texts/{kind}/{language}"
        return self.ask("PUT", path, json={"text": text}, headers=headers)


@pytest.fixture
def office(client: Client) -> Office:
    ada = client.member("ada", Role.ADMIN)
    return Office(client, ada, client.token(ada))


def test_the_environment_holds_until_something_is_decided(office: Office) -> None:
    found = office.ask("GET")
    assert found.json() == {"name": "", "registration": "open", "domains": [], "version": 0}
    body = {"name": "Forum der Netze", "domains": ["*.Büro.example", "example.org"]}
    changed = office.ask("PATCH", json=body, headers={"if-match": found.headers["etag"]})
    assert changed.json() == {
        "name": "Forum der Netze",
        "registration": "open",
        "domains": ["*.xn--bro-hoa.example", "example.org"],
        "version": 1,
    }
    assert office.ask("GET", headers={"if-none-match": changed.headers["etag"]}).status_code == 304
    public = office.client.get(f"{API}/site").json()
    assert (public["name"], public["registration"]) == ("Forum der Netze", "open")


def test_every_page_bears_the_name_at_once(office: Office) -> None:
    client = office.client
    for page in ("/", "/sign-in"):
        assert "Stakeholders’ Forum</title>" in client.get(page).text
    office.ask("PATCH", json={"name": "Forum <der> Netze"})
    for page in ("/", "/sign-in"):
        assert "Forum &lt;der&gt; Netze</title>" in client.get(page).text
    assert client.get("/manifest.webmanifest").json()["name"] == "Forum <der> Netze"
    client.sign_in(office.ada)
    assert "Forum &lt;der&gt; Netze</title>" in client.get("/").text
    office.ask("PATCH", json={"name": ""})
    assert "Stakeholders’ Forum</title>" in client.get("/").text


def test_an_older_version_changes_nothing(office: Office) -> None:
    office.ask("PATCH", json={"name": "First"})
    late = office.ask("PATCH", json={"name": "Late"}, headers={"if-match": '"v0"'})
    assert (late.status_code, late.json()["code"]) == (412, "edited_meanwhile")
    assert office.ask("GET").json()["name"] == "First"
    office.write("conduct", "en", "One.")
    assert office.write("conduct", "en", "Two.", **{"if-match": '"v0"'}).status_code == 412
    gone = office.ask("DELETE", "/texts/conduct/en", headers={"if-match": '"v0"'})
    assert gone.status_code == 412


def test_two_who_decide_first_at_once_do_not_both_win(office: Office) -> None:
    async def both(runtime: Runtime) -> None:
        async with runtime.unit(office.ada) as unit:
            assert await queries.site_for_update(unit.db) is None
            change = SiteChange(name="First")
            row = await change_site(unit, runtime.settings, change, version=0)
            assert row.version == 1
        async with runtime.unit(office.ada) as unit:
            with pytest.raises(EditedMeanwhile):
                await queries.add(unit.db, Site(**row.model_dump()))

    office.client.do(both)


def test_texts_are_shown_in_the_language_of_the_reader_or_a_near_one(office: Office) -> None:
    client = office.client
    assert client.get("/conduct").status_code == 404
    assert "/conduct" not in client.get("/").text
    assert office.write("conduct", "en", "Be **kind**.").status_code == 200
    assert office.write("conduct", "ur", "مہربان رہیں۔").json()["version"] == 1
    shown = client.get("/conduct").text
    assert "<strong>kind</strong>" in shown
    assert 'href="/conduct"' in client.get("/").text
    assert "مہربان" in client.get("/conduct?ui=ur").text
    assert "<strong>kind</strong>" in client.get("/conduct?ui=th").text
    office.ask("DELETE", "/texts/conduct/en")
    assert 'lang="ur"' in client.get("/conduct").text
    office.ask("DELETE", "/texts/conduct/ur")
    assert client.get("/conduct").status_code == 404
    assert office.ask("DELETE", "/texts/conduct/ur").status_code == 404


def test_no_text_brings_a_script_along(office: Office) -> None:
    bad = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    for kind in TextKind:
        assert office.write(kind, "en", bad).status_code == 200
    for page in ("/", "/conduct", "/privacy"):
        html = office.client.get(page).text.partition("<main")[2].partition("</main>")[0]
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html


@pytest.mark.parametrize("path", ["/texts/poem/en", "/texts/conduct/xx-yy", "/texts/conduct/e%00"])
def test_an_address_of_no_text_is_not_found(office: Office, path: str) -> None:
    assert office.ask("PUT", path, json={"text": "x"}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"registration": "closed"},
        {"domains": ["org"]},
        {"domains": ["a@example.org"]},
        {"name": "x" * 61},
        {"name": "a\x00b"},
        {"colour": "red"},
    ],
)
def test_what_does_not_fit_is_refused(office: Office, body: dict[str, Any]) -> None:
    assert office.ask("PATCH", json=body).status_code == 422
    assert office.ask("GET").json()["version"] == 0


def test_the_front_page_says_what_the_secretariat_wrote(office: Office) -> None:
    client = office.client
    assert "What Asia and Europe learn together" in client.get("/").text
    office.write("tagline", "en", "Learn\nacross *borders*")
    office.write("welcome", "en", "Come **in**.")
    home = client.get("/").text
    assert "Learn across *borders*" in home
    assert "<strong>in</strong>" in home
    assert "What Asia and Europe learn together" not in home
    assert client.get(f"{API}/site").json()["tagline"] == "Learn across *borders*"
    assert office.write("tagline", "en", "x" * 121).status_code == 422


def test_new_members_are_welcomed_for_two_weeks(office: Office) -> None:
    office.write("newcomers", "en", "Say **hello**.")
    client = office.client
    assert "<strong>hello</strong>" not in client.get("/").text
    newly = client.member("newly")
    early = client.member("early")

    async def dated(runtime: Runtime) -> None:
        async with runtime.unit(newly) as unit:
            row = await members.member_for_update(unit.db, newly.require_member())
            row.created_at = unit.now
            other = await members.member_for_update(unit.db, early.require_member())
            other.created_at = unit.now.replace(year=unit.now.year - 1)

    client.do(dated)
    client.sign_in(newly)
    assert "<strong>hello</strong>" in client.get("/").text
    client.sign_in(early)
    assert "<strong>hello</strong>" not in client.get("/").text


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.MODERATOR])
def test_settings_are_for_administrators(office: Office, role: Role | None) -> None:
    client = office.client
    headers = client.token(client.member("olga", role)) if role else {}
    wanted = 403 if role else 401
    for method, path in (("GET", ""), ("GET", "/texts"), ("DELETE", "/texts/conduct/en")):
        answer = client.request(method, SETTINGS + path, headers=headers)
        assert answer.status_code in {wanted, 403}, answer.text
        assert answer.json()["code"] in {"forbidden", "sign_in_required", "form_expired"}
    if role:
        client.sign_in(client.do(_who, "olga"))
    for page in (PAGE, f"{PAGE}/texts/conduct/en"):
        assert client.get(page).status_code == wanted


async def _who(runtime: Runtime, handle: str) -> Actor:
    async with runtime.database.reading() as db:
        return actor_for(await members.member_by_handle(db, factories.ADMIN, handle))


def test_the_pages_do_the_same(office: Office) -> None:
    client = office.client
    client.sign_in(office.ada)
    sent = {"name": "Open Net", "registration": "approval", "domains": "example.org\n*.b.example"}
    assert client.fill_in(PAGE, sent).headers["location"] == PAGE
    shown = client.get(PAGE).text
    assert "Open Net" in shown
    assert "example.org\n*.b.example" in shown
    text = f"{PAGE}/texts/privacy/fr"
    chosen = client.get(f"{PAGE}/texts", params={"kind": "privacy", "language": "fr"})
    assert chosen.headers["location"] == text
    seen = client.fill_in(text, {"text": "Rien **que** cela.", "press": "preview"})
    assert "<strong>que</strong>" in seen.text
    assert client.get("/privacy").status_code == 404
    assert client.fill_in(text, {"text": "Rien **que** cela."}).status_code == 303
    assert "<strong>que</strong>" in client.get("/privacy").text
    assert client.fill_in(text, {"text": ""}).status_code == 303
    assert client.get("/privacy").status_code == 404
    refused = client.fill_in(PAGE, {"domains": "org"})
    assert refused.status_code == 422
    assert "Write domains such as example.org" in refused.text


def test_who_is_overtaken_sees_what_was_saved_and_may_save_again(office: Office) -> None:
    client = office.client
    client.sign_in(office.ada)
    office.ask("PATCH", json={"name": "Theirs", "registration": "invitation"})
    mine = {"name": "Mine", "registration": "open", "domains": "", "version": "0"}
    shown = client.fill_in(PAGE, mine)
    assert shown.status_code == 422
    assert "Theirs" in shown.text
    assert 'value="Mine"' in shown.text
    assert 'name="version" value="1"' in shown.text
    office.write("conduct", "en", "Theirs, *whole*.")
    late = client.fill_in(f"{PAGE}/texts/conduct/en", {"text": "Mine.", "version": "0"})
    assert late.status_code == 422
    assert "Theirs, *whole*." in late.text
    assert "Mine." in late.text


def test_changes_are_on_record(client: Client) -> None:
    ada = client.member("ada", Role.ADMIN)

    async def change(runtime: Runtime) -> list[tuple[object, object]]:
        async with runtime.unit(ada) as unit:
            wanted = SiteChange(registration=Mode.APPROVAL)
            await change_site(unit, runtime.settings, wanted)
            await change_site(unit, runtime.settings, wanted)
            await write_text(unit, TextKind.CONDUCT, "en", TextDraft(text="Be kind."))
            return [(job.data["act"], job.data["details"]) for job in unit.jobs]

    assert client.do(change) == [
        ("change_site", {"was": {"registration": "open"}}),
        ("write_site_text", {"kind": "conduct", "language": "en"}),
    ]
