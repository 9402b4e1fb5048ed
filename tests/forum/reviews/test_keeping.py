"""Moderators keep a translation of any text as it is, or remove it for good."""

from typing import Any

import pytest
from httpx2 import Response

from forum.core.actor import Actor
from tests.client import API
from tests.forum.reviews.conftest import Desk
from tests.forum.reviews.test_texts import KINDS, Place, of, session

WHY = "It is in dispute."
ALL: dict[str, tuple[Place, str]] = {
    **KINDS,
    "topic": (lambda desk: f"topic:{desk.topic}", "Cours ouverts"),
}


def act(desk: Desk, name: str, text: str, who: Actor | None = None, **fields: Any) -> Response:
    body = {"act": name, "target": f"text:{text}", "reason": WHY, "fields": fields}
    return desk.ask(who or desk.olga, "POST", "/admin/actions", body)


def proposed(desk: Desk, name: str, words: str) -> Response:
    return desk.ask(desk.anouk, "PUT", of(name), {"body": words})


@pytest.mark.parametrize("kind", ALL)
def test_a_translation_of_any_kind_of_text_is_locked_and_removed_for_good(
    desk: Desk, kind: str
) -> None:
    make, words = ALL[kind]
    name = make(desk)
    desk.decide(desk.remy, proposed(desk, name, words).json()["id"])
    locked = act(desk, "lock_text", name, language="fr")
    assert locked.status_code == 200, locked.text
    audit = locked.json()["audit"]
    assert (audit["target"], audit["reason"]) == (f"text:{name}", WHY)
    again = act(desk, "lock_text", name, language="fr")
    assert (again.status_code, again.json()["code"]) == (409, "already_done")
    assert proposed(desk, name, words).json()["code"] == "translation_locked"
    undone = desk.ask(desk.olga, "POST", f"/admin/audit/{audit['id']}/undo", {"reason": WHY})
    assert undone.json()["audit"]["act"] == "unlock_text"
    assert proposed(desk, name, words).status_code == 202
    assert act(desk, "purge_text", name).status_code == 200
    assert desk.client.get(f"{API}{of(name)}").json()["translation"] is None
    assert desk.client.get(f"{API}{of(name)}/history").json()["items"] == []
    assert act(desk, "purge_text", name).status_code == 409


@pytest.mark.parametrize("kind", ALL)
def test_the_page_of_a_text_leads_moderators_to_its_translations(desk: Desk, kind: str) -> None:
    make, words = ALL[kind]
    name = f"topic:{desk.topic}" if kind.startswith("space_") else make(desk)
    desk.decide(desk.remy, proposed(desk, name, words).json()["id"])
    path = f"/moderation/texts/{name}"
    desk.client.sign_in(desk.anouk)
    assert path not in desk.client.get(of(name)).text
    assert desk.client.get(path).status_code == 403
    desk.client.sign_in(desk.olga)
    assert f'href="{path}"' in desk.client.get(of(name)).text
    page = desk.client.get(path).text
    assert f'href="{of(name)}"' in page
    chosen = desk.client.fill_in(f"{path}?act=lock_text", {"language": "fr", "reason": WHY})
    assert (chosen.status_code, chosen.headers["location"]) == (303, path)
    shown = desk.client.get("/moderation/audit").text
    assert f'href="{path}"' in shown
    removed = desk.client.fill_in(path, {"act": "purge_text", "reason": WHY})
    assert removed.status_code == 303
    desk.client.cookies.clear()


def test_nobody_else_decides_and_nothing_is_decided_about_no_text(desk: Desk) -> None:
    name = f"session_title:{session(desk)}"
    assert act(desk, "lock_text", name, desk.remy, language="fr").status_code == 403
    desk.client.sign_in(desk.olga)
    for one in ("caption:99999", "held:1", "nothing:1", "post:1", "topic:0"):
        assert act(desk, "purge_text", one).status_code in (404, 422), one
        assert desk.client.get(f"/moderation/texts/{one}").status_code == 404, one
    desk.client.cookies.clear()
