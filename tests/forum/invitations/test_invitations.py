"""Inviting people, and accepting: by page and API, on both databases."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response

from forum.accounts.actions import set_role
from forum.core.actor import SYSTEM, Actor
from forum.core.ids import InvitationId
from forum.core.permissions import Role
from forum.invitations import actions, jobs, queries
from forum.invitations.opening import Opened, open_invitation
from forum.invitations.rules import (
    MOST_A_DAY,
    InvitationNotGood,
    InvitationUsed,
    TooManyInvitations,
)
from forum.invitations.schemas import Gift
from forum.mail.base import Mail
from forum.runtime import Runtime
from forum.spaces.rules import Access
from i18n.catalogs import gettext
from tests import factories
from tests.client import API, Client

PASSWORD = "seven small boats"  # noqa: S105
PAGE = "/admin/invitations"
LIST = API + PAGE
NEW = "new@example.org"
JOIN = {"name": "Neu", "handle": "neu", "password": PASSWORD}


@dataclass
class Letters:
    """A mailer that keeps what it is given."""

    sent: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        self.sent.append(mail)

    async def check(self) -> None: ...

    async def aclose(self) -> None: ...


@dataclass
class Office:
    """A forum with a private space; `olga` is a moderator, `ada` an administrator."""

    client: Client
    olga: Actor
    ada: Actor
    letters: Letters = field(default_factory=Letters)

    def ask(self, method: str, path: str = "", who: Actor | None = None, **more: Any) -> Response:
        headers = self.client.token(who or self.olga)
        return self.client.request(method, LIST + path, headers=headers, **more)

    def invite(self, *addresses: str, who: Actor | None = None, **gift: Any) -> Response:
        return self.ask("POST", who=who, json={"addresses": addresses, **gift})

    def path(self, number: int) -> str:
        """Send the mail of an invitation; gives the path in it."""
        self.client.do(jobs.send_mail, self.letters, InvitationId(number))
        found = re.search(r"http://testserver(/invitation/\S+)", self.letters.sent[-1].text)
        assert found is not None
        return found[1]

    def invited(self, email: str = NEW, **more: Any) -> str:
        """Invite somebody; gives the path in the mail."""
        answer = self.invite(email, **more)
        assert answer.status_code == 200, answer.text
        return self.path(answer.json()["lines"][0]["id"])

    def listed(self, **query: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.ask("GET", params=query).json()["items"]
        return items


@pytest.fixture
def office(client: Client) -> Office:
    client.do(factories.space, "club", access=Access.PRIVATE)
    olga, ada = client.member("olga", Role.MODERATOR), client.member("ada", Role.ADMIN)
    return Office(client, olga, ada)


def whoever(client: Client) -> str:
    """The handle of who is signed in; "" for nobody."""
    found = re.search(r'href="/m/([a-z0-9-]+)"', client.get("/").text.partition("<main")[0])
    return found[1] if found else ""


def test_somebody_new_accepts_and_is_in_the_space(office: Office) -> None:
    client = office.client
    answer = office.invite(f"{NEW}, fr", "nobody", NEW, space="club")
    told = [(one["line"], one["outcome"]) for one in answer.json()["lines"]]
    assert told == [(1, "invited"), (2, "no_address"), (3, "repeated")]
    path = office.path(answer.json()["lines"][0]["id"])
    mail = office.letters.sent[-1]
    assert (mail.to, mail.language) == (NEW, "fr")
    assert "Olga" in mail.text
    assert "Club" in mail.text
    shown = client.get(path)
    assert shown.headers["cache-control"] == "no-store"
    assert client.get(path).status_code == 200
    done = client.fill_in(path, JOIN)
    assert (done.status_code, done.headers["location"]) == (303, "/s/club")
    assert whoever(client) == "neu"
    assert client.get("/s/club").status_code == 200
    (one,) = office.listed()
    assert (one["state"], one["used_by"]["handle"], one["space"]) == ("used", "neu", "club")
    again = client.get(path)
    assert (again.status_code, gettext(InvitationUsed.text, "fr") in again.text) == (410, True)
    assert client.post(path, data=JOIN).status_code == 410


def test_a_refused_form_spends_nothing(office: Office) -> None:
    path, client = office.invited(), office.client
    assert client.fill_in(path, JOIN | {"password": "short"}).status_code == 422
    taken = client.fill_in(path, JOIN | {"handle": "olga"})
    assert taken.status_code == 422
    assert "short name is taken" in taken.text
    assert client.fill_in(path, JOIN).status_code == 303


def test_an_invitation_opens_where_registration_does_not(office: Office) -> None:
    client = office.client
    change = {"registration": "invitation"}
    headers = client.token(office.ada)
    client.patch(f"{API}/admin/settings", json=change, headers=headers)
    assert "<form" not in client.get("/register").text.partition("<main")[2].partition("</main")[0]
    client.fill_in(office.invited(), JOIN)
    assert whoever(client) == "neu"


def test_a_member_who_accepts_gets_the_space(office: Office) -> None:
    linh, client = office.client.member("linh"), office.client
    path = office.invited("Linh@Example.org", space="club")
    shown = client.get(path).text
    assert "Sign in to accept" in shown
    assert f"/sign-in?next={path}" in shown
    client.sign_in(linh)
    assert client.get("/s/club").status_code == 404
    assert "with another address" not in client.get(path).text
    done = client.fill_in(path, {}, to=f"{path}/accept")
    assert done.headers["location"] == "/s/club"
    assert client.get("/s/club").status_code == 200
    assert client.get(path).status_code == 410


def test_who_is_signed_in_as_somebody_else_is_asked(office: Office) -> None:
    linh, client = office.client.member("linh"), office.client
    path = office.invited(space="club")
    client.sign_in(linh)
    shown = client.get(path).text
    assert "You are signed in as Linh, with another address." in shown
    assert 'name="password"' not in shown
    assert client.post(path, data=JOIN).headers["location"] == path
    assert client.get("/s/club").status_code == 404
    assert client.fill_in(path, {}, to=f"{path}/accept").status_code == 303
    assert client.get("/s/club").status_code == 200


def test_a_form_sent_twice_is_one_acceptance(office: Office) -> None:
    linh, client = office.client.member("linh"), office.client
    path = office.invited("linh@example.org", space="club")
    client.sign_in(linh)
    word = re.findall(
        r'name="(csrf|once)" value="([^"]+)"', client.get(path).text.split("<main")[1]
    )
    first = client.post(f"{path}/accept", data=dict(word))
    assert first.status_code == 303
    assert client.post(f"{path}/accept", data=dict(word)).status_code == 410


def test_a_program_accepts_for_its_member(office: Office) -> None:
    linh, client = office.client.member("linh"), office.client
    word = office.invited("linh@example.org", space="club").rpartition("/")[2]
    url, headers = f"{API}/invitation-acceptances", client.token(linh)
    answer = client.post(url, json={"word": word}, headers=headers)
    assert answer.json() == {"space": "club"}
    again = client.post(url, json={"word": word}, headers=headers)
    assert (again.status_code, again.json()["code"]) == (410, "invitation_used")


def test_a_revoked_or_expired_link_is_worthless(office: Office) -> None:
    client, path = office.client, office.invited()
    (one,) = office.listed()
    assert office.ask("DELETE", f"/{one['id']}").status_code == 204
    assert client.get(path).status_code == 410
    assert office.ask("DELETE", f"/{one['id']}").json()["code"] == "invitation_over"
    assert office.ask("POST", f"/{one['id']}/mail").json()["code"] == "invitation_over"
    late = office.invited()
    newest = office.listed()[0]
    client.do(_age, newest["id"], timedelta(days=15))
    assert client.get(late).status_code == 410
    assert [one["state"] for one in office.listed()] == ["expired", "revoked"]
    assert [len(office.listed(state=word)) for word in ("open", "expired", "revoked")] == [0, 1, 1]
    assert office.ask("POST", f"/{newest['id']}/mail").json()["state"] == "open"
    anew = office.path(newest["id"])
    assert client.get(late).status_code == 410
    assert client.get(anew).status_code == 200


async def _age(runtime: Runtime, number: int, by: timedelta) -> None:
    async with runtime.unit(SYSTEM) as unit:
        row = await queries.by_id(unit.db, InvitationId(number))
        assert row is not None
        row.expires_at -= by
        row.made_at -= by
        row.sent_at = row.made_at


def test_sending_again_makes_the_earlier_link_worthless_and_waits(office: Office) -> None:
    first = office.invited()
    (one,) = office.listed()
    soon = office.ask("POST", f"/{one['id']}/mail")
    assert (soon.status_code, soon.json()["code"]) == (409, "sent_lately")
    office.client.do(_age, one["id"], timedelta(hours=1))
    assert office.ask("POST", f"/{one['id']}/mail").status_code == 202
    assert office.client.get(first).status_code == 410


def test_an_address_is_invited_once_for_a_place(office: Office) -> None:
    outcomes = [
        office.invite(NEW, **gift).json()["lines"][0]["outcome"]
        for gift in ({}, {}, {"space": "club"}, {"space": "club"})
    ]
    assert outcomes == ["invited", "open_already", "invited", "open_already"]


def test_nobody_gives_more_than_they_may(office: Office) -> None:
    client = office.client
    assert office.invite(NEW, role="moderator").status_code == 403
    assert office.invite(NEW, space="nowhere").status_code == 422
    assert office.invite(NEW, who=office.ada, role="nothing").status_code == 422
    assert office.invite(NEW, who=client.member("linh")).status_code == 403
    assert client.post(LIST, json={"addresses": [NEW]}).status_code in {401, 403}
    assert office.listed() == []
    path = office.invited(who=office.ada, role="moderator", space="club")
    client.fill_in(path, JOIN)
    assert client.get("/s/club/members").status_code == 200
    assert client.get("/moderation/members").status_code == 403


def test_what_the_sender_may_no_longer_give_is_not_given(office: Office) -> None:
    path = office.invited(space="club")

    async def demote(runtime: Runtime) -> None:
        async with runtime.unit(SYSTEM) as unit:
            await set_role(unit, office.olga.require_member(), Role.MEMBER)

    office.client.do(demote)
    refused = office.client.fill_in(path, JOIN)
    assert refused.status_code == 410
    assert whoever(office.client) == ""


def test_moderators_see_their_own_and_the_secretariat_all(office: Office) -> None:
    office.invite(NEW)
    office.invite("other@example.org", who=office.ada)
    assert [one["email"] for one in office.listed()] == [NEW]
    everything = office.ask("GET", who=office.ada).json()["items"]
    assert [one["email"] for one in everything] == ["other@example.org", NEW]
    foreign = everything[0]["id"]
    assert office.ask("DELETE", f"/{foreign}").status_code == 404
    assert office.ask("POST", f"/{foreign}/mail").status_code == 404


def test_ten_thousand_lines_change_nothing(office: Office) -> None:
    client = office.client
    lines = [f"a{n}@example.org" for n in range(10_000)]
    assert office.invite(*lines).json()["code"] == "too_many_lines"
    client.sign_in(office.olga)
    answer = client.fill_in(PAGE, {"addresses": "\n".join(lines)})
    assert answer.status_code == 422
    assert "This list has 10000 lines." in answer.text
    assert office.listed() == []


def test_a_day_has_an_end(office: Office) -> None:
    async def many(runtime: Runtime) -> None:
        for part in range(MOST_A_DAY // 500):
            lines = [f"p{part}n{n}@example.org" for n in range(500)]
            async with runtime.unit(office.olga) as unit:
                await actions.invite(unit, lines, Gift())
        async with runtime.unit(office.olga) as unit:
            with pytest.raises(TooManyInvitations):
                await actions.invite(unit, [NEW], Gift())

    office.client.do(many)
    assert office.invite(NEW).json()["code"] == "too_many_invitations"


@pytest.mark.racing
def test_of_two_acceptances_at_once_one_is_refused(office: Office) -> None:
    linh, marek = office.client.member("linh"), office.client.member("marek")
    word = office.invited(space="club").rpartition("/")[2]

    async def race(runtime: Runtime) -> list[object]:
        opened = [await open_invitation(runtime, who, word) for who in (linh, marek)]

        async def accept(who: Actor, which: Opened) -> None:
            async with runtime.unit(who) as unit:
                await actions.accept(unit, which.row)

        both = (accept(who, which) for who, which in zip((linh, marek), opened, strict=True))
        return await asyncio.gather(*both, return_exceptions=True)

    found = office.client.do(race)
    assert sorted(type(one) for one in found if one) == [InvitationNotGood]
    assert office.listed()[0]["used_by"]["handle"] in {"linh", "marek"}
    headers = office.client.token(office.olga)
    items = office.client.get(f"{API}/spaces/club/members", headers=headers).json()["items"]
    assert len(items) == 1


def test_somebody_who_waits_for_the_secretariat_comes_in_by_an_invitation(office: Office) -> None:
    client = office.client
    headers = client.token(office.ada)
    change = {"registration": "approval"}
    client.patch(f"{API}/admin/settings", json=change, headers=headers)
    about = {"email": NEW, "organisation": "VNU", "about": "I teach."}
    assert client.fill_in("/register", JOIN | about).status_code == 200
    client.fill_in(office.invited(), JOIN | {"handle": "anew"})
    assert whoever(client) == "anew"


def test_the_page_invites_reports_sends_again_and_revokes(office: Office) -> None:
    client = office.client
    client.sign_in(office.olga)
    sent = {"addresses": f"{NEW}, fr\nmaria\nx@example.org, klingon", "space": "club"}
    answer = client.fill_in(PAGE, sent)
    assert answer.status_code == 200
    assert "1 person is invited" in answer.text
    assert "this is not an e-mail address" in answer.text
    assert "maria\nx@example.org, klingon</textarea>" in answer.text
    (one,) = office.listed()
    path = f"{PAGE}/{one['id']}"
    soon = client.fill_in(PAGE, {}, to=f"{path}/again")
    assert "Please wait ten minutes." in soon.text
    assert client.fill_in(PAGE, {}, to=f"{path}/revoke").headers["location"] == PAGE
    assert "Revoked" in client.get(f"{PAGE}?state=revoked").text
    assert client.fill_in(PAGE, {"addresses": " \n "}).headers["location"] == PAGE


def test_old_invitations_are_forgotten(office: Office) -> None:
    office.invite(NEW)
    (one,) = office.listed()
    office.client.do(_age, one["id"], timedelta(days=50))
    office.client.do(jobs.forget, {})
    assert len(office.listed()) == 1
    office.client.do(_age, one["id"], timedelta(days=60))
    office.client.do(jobs.forget, {})
    assert office.listed() == []


def test_the_mail_of_what_is_over_is_not_sent(office: Office) -> None:
    office.invite(NEW)
    (one,) = office.listed()
    office.ask("DELETE", f"/{one['id']}")
    for number in (one["id"], 999):
        office.client.do(jobs.send_mail, office.letters, InvitationId(number))
    assert office.letters.sent == []


def test_no_word_is_stored_and_no_other_opens(office: Office) -> None:
    path = office.invited()
    word = path.rpartition("/")[2]

    number = office.listed()[0]["id"]

    async def dump(runtime: Runtime) -> str:
        async with runtime.database.reading() as db:
            row = await queries.by_id(db, InvitationId(number))
            assert row is not None
            return str(row.model_dump())

    text = office.client.do(dump)
    assert word not in text
    assert word.partition(".")[0] not in text
    for other in ("x", f"{word}x", word.partition(".")[0]):
        assert office.client.get(f"/invitation/{other}").status_code == 410
