"""Blocked words: who keeps the lists, and what becomes of texts in which they stand."""

from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.roles.tables import RoleGrant
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

PATH = f"{API}/admin/blocked-words"
Json = dict[str, Any]


class Desk:
    """A forum with a topic, who writes in it, and who keeps its lists of words."""

    def __init__(self, client: Client) -> None:
        self.client = client
        client.do(factories.space)
        self.maria = client.member("maria")
        self.olga = client.member("olga", Role.MODERATOR)
        self.topic = client.do(factories.topic, self.maria)

    def ask(self, method: str, path: str, who: Actor, body: Json | None = None) -> Any:
        headers = self.client.token(who)
        return self.client.request(method, f"{API}{path}", json=body, headers=headers)

    def block(self, word: str, consequence: str, **more: str) -> Json:
        body = {"word": word, "consequence": consequence} | more
        answer = self.ask("POST", "/admin/blocked-words", self.olga, body)
        assert answer.status_code == 201, answer.text
        found: Json = answer.json()
        return found

    def reply(self, body: str, who: Actor | None = None) -> Any:
        path = f"/topics/{self.topic}/posts"
        return self.ask("POST", path, who or self.maria, {"body": body})


@pytest.fixture
def desk(client: Client) -> Desk:
    return Desk(client)


def test_a_refused_word_is_named_and_nothing_is_stored(desk: Desk) -> None:
    desk.block("การพนัน", "refuse")
    refused = desk.reply("เว็บไซต์**การพนัน**ออนไลน์")
    assert (refused.status_code, refused.json()["code"]) == (422, "word_refused")
    assert "การพนัน" in refused.json()["detail"]
    assert desk.reply("เว็บไซต์ออนไลน์").status_code == 201
    assert desk.reply("เว็บไซต์การพนันออนไลน์", desk.olga).status_code == 201


def test_a_word_lets_a_text_wait(desk: Desk) -> None:
    desk.block("casino", "hold")
    assert desk.reply("Casinos are not in the list.").status_code == 201
    assert desk.reply("Our CASINO!").status_code == 202
    topic = {"space": "general", "title": "The casino", "body": "Come."}
    assert desk.ask("POST", "/topics", desk.maria, topic).status_code == 202


def test_a_word_that_only_hints_keeps_nobody_waiting(desk: Desk) -> None:
    desk.block("casino", "hint")
    assert desk.reply("Our casino!").status_code == 201


def test_a_change_of_a_list_counts_at_once(desk: Desk) -> None:
    word = desk.block("casino", "refuse")
    assert desk.reply("Our casino!").status_code == 422
    path = f"/admin/blocked-words/{word['id']}"
    changed = desk.ask("PATCH", path, desk.olga, {"consequence": "hold"})
    assert changed.json()["consequence"] == "hold"
    assert desk.reply("Our casino!").status_code == 202
    assert desk.ask("DELETE", path, desk.olga).status_code == 204
    assert desk.reply("Our casino!").status_code == 201
    assert desk.ask("DELETE", path, desk.olga).status_code == 404


def test_a_word_of_a_space_counts_there_only(desk: Desk) -> None:
    desk.client.do(factories.space, "elsewhere")
    desk.block("casino", "refuse", space="elsewhere")
    assert desk.reply("Our casino!").status_code == 201
    topic = {"space": "elsewhere", "title": "Casino", "body": "Come."}
    assert desk.ask("POST", "/topics", desk.maria, topic).status_code == 422
    listed = desk.ask("GET", "/admin/blocked-words?space=elsewhere", desk.olga).json()["items"]
    assert [one["word"] for one in listed] == ["casino"]
    assert desk.ask("GET", "/admin/blocked-words?space=", desk.olga).json()["items"] == []


def test_a_post_is_not_changed_into_one_that_would_be_refused(desk: Desk) -> None:
    made = desk.reply("Our house!").json()
    desk.block("casino", "refuse")
    changed = desk.ask("PATCH", f"/posts/{made['id']}", desk.maria, {"body": "Our casino!"})
    assert changed.json()["code"] == "word_refused"
    titled = desk.ask("PATCH", f"/topics/{desk.topic}", desk.maria, {"title": "Casino"})
    assert titled.json()["code"] == "word_refused"


def test_a_list_has_a_word_once_for_a_language(desk: Desk) -> None:
    desk.block("Casino", "hint")
    desk.block("casino", "hint", language="fr")
    body = {"word": "CASINO", "consequence": "hold"}
    taken = desk.ask("POST", "/admin/blocked-words", desk.olga, body)
    assert (taken.status_code, taken.json()["code"]) == (409, "word_taken")
    empty = desk.ask("POST", "/admin/blocked-words", desk.olga, body | {"word": "!!!"})
    assert [one["pointer"] for one in empty.json()["errors"]] == ["#/word"]


def test_lists_are_kept_by_those_who_decide_there(desk: Desk) -> None:
    body = {"word": "casino", "consequence": "hint"}
    assert desk.ask("POST", "/admin/blocked-words", desk.maria, body).status_code == 403
    assert desk.ask("GET", "/admin/blocked-words", desk.maria).status_code == 403
    keeper = desk.client.member("keeper")

    async def give(runtime: Runtime) -> None:
        async with runtime.unit(desk.olga) as unit:
            number, here = keeper.require_member(), {"space_id": 1}
            unit.db.add(RoleGrant(member_id=number, role="moderator", granted_at=unit.now, **here))

    desk.client.do(give)
    assert desk.ask("POST", "/admin/blocked-words", keeper, body).status_code == 403
    own = desk.ask("POST", "/admin/blocked-words", keeper, body | {"space": "general"})
    assert own.status_code == 201, own.text
    desk.block("watches", "hint")
    listed = desk.ask("GET", "/admin/blocked-words", keeper).json()["items"]
    assert [one["word"] for one in listed] == ["casino"]


def test_the_page_adds_and_removes_and_the_record_tells(desk: Desk) -> None:
    browser = desk.client
    browser.sign_in(desk.olga)
    page = "/moderation/words"
    sent = {"word": "بيع", "consequence": "hold"}
    assert browser.fill_in(page, sent, page).status_code == 303
    assert "بيع" in browser.get(page).text
    again = browser.fill_in(page, sent, page)
    assert again.status_code == 422
    assert browser.fill_in(page, {}, f"{page}/remove").status_code == 303
    assert "No words" in browser.get(page).text
    noted = [row for row in desk.client.do(_jobs) if row[0] == "audit.note"]
    assert ["unblock" in str(row[1]) for row in noted] == [False, True]


async def _jobs(runtime: Runtime) -> list[tuple[str, object]]:
    from sqlalchemy import text

    async with runtime.database.reading() as db:
        rows = await (await db.connection()).execute(text("SELECT kind, data FROM job ORDER BY id"))
        return [tuple(row) for row in rows]
