"""Answering a decision, once, and another moderator's word on it."""

from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.moderation.jobs import kinds
from forum.moderation.mails import word_for
from forum.runtime import Runtime
from tests.client import API
from tests.forum.moderation.scene import WHY, Scene


class Box:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def send(self, mail: Any) -> None:
        self.mails.append(mail)

    async def aclose(self) -> None:
        self.mails.clear()


@pytest.fixture
def second(scene: Scene) -> Actor:
    return scene.client.member("otto", Role.MODERATOR)


def answer(scene: Scene, audit_id: int, who: Actor) -> Any:
    url, headers = f"{API}/decisions/{audit_id}/appeal", scene.as_program(who)
    return scene.client.post(url, json={"text": "Das war ein Zitat."}, headers=headers)


def decide(scene: Scene, audit_id: int, who: Actor, outcome: str = "reversed") -> Any:
    body = {"outcome": outcome, "answer": "You are right."}
    url, headers = f"{API}/admin/appeals/{audit_id}", scene.as_program(who)
    return scene.client.post(url, json=body, headers=headers)


def mailed(scene: Scene, *names: str) -> list[Any]:
    """Do the mail jobs that are waiting, and give what they sent."""
    box = Box()

    async def work(runtime: Runtime) -> None:
        handlers = kinds(box)  # type: ignore[arg-type]
        for row in rows:
            await handlers[row["kind"]](runtime, _data(row["data"]))  # type: ignore[operator]

    rows = [row for row in scene.rows("job") if row["kind"] in names]
    scene.client.do(work)
    return box.mails


def _data(stored: Any) -> Any:
    import json

    return json.loads(stored) if isinstance(stored, str) else stored


def test_an_author_answers_once_and_another_moderator_undoes(scene: Scene, second: Actor) -> None:
    audit = scene.act("hide_post", f"post:{scene.post}").json()["audit"]
    assert answer(scene, audit["id"], scene.linh).status_code == 404
    first = answer(scene, audit["id"], scene.maria)
    assert first.status_code == 201, first.text
    assert first.json()["appeal"]["language"] == "de"
    again = answer(scene, audit["id"], scene.maria)
    assert (again.status_code, again.json()["code"]) == (409, "appealed_already")
    assert [one["member"]["handle"] for one in scene.listed("appeals")["items"]] == ["maria"]
    own = decide(scene, audit["id"], scene.olga)
    assert (own.status_code, own.json()["code"]) == (403, "own_decision")
    assert decide(scene, audit["id"], second).status_code == 204
    assert decide(scene, audit["id"], second).json()["code"] == "appeal_decided"
    assert scene.listed("appeals")["items"] == []
    post = next(row for row in scene.rows("post") if row["id"] == scene.post)
    assert post["state"] == "visible"
    newest = scene.record()[0]
    assert (newest["undoes"], newest["actor"]["handle"]) == (audit["id"], "otto")
    [mail] = mailed(scene, "moderation.answered")
    assert "was undone" in mail.text
    assert "You are right." in mail.text


def test_a_decision_that_is_kept_stays(scene: Scene, second: Actor) -> None:
    audit = scene.act("hide_post", f"post:{scene.post}").json()["audit"]
    answer(scene, audit["id"], scene.maria)
    assert decide(scene, audit["id"], second, "kept").status_code == 204
    headers = scene.as_program(scene.maria)
    [told] = scene.client.get(f"{API}/decisions", headers=headers).json()["items"]
    assert (told["undone"], told["appeal"]["outcome"]) == (False, "kept")
    assert "olga" not in str(told)


def test_who_is_suspended_answers_by_the_link_in_the_mail(scene: Scene) -> None:
    target = f"member:{scene.maria.member_id}"
    audit = scene.act("suspend_member", target, fields={"days": 3}).json()["audit"]
    [mail] = mailed(scene, "moderation.tell")
    word = word_for(scene.client.runtime.key, scene.maria.require_member(), audit["id"])
    link = f"/decisions/of/{word}"
    for text in ("A moderator suspended your account.", WHY, link, "It ends by itself on"):
        assert text in mail.text
    page = scene.client.get(link)
    assert WHY in page.text
    assert scene.client.fill_in(link, {"text": "I only quoted."}).status_code == 303
    assert "I only quoted." in scene.client.get(link).text
    assert scene.client.get(link[:-1] + "!").status_code == 410
    assert scene.listed("appeals")["items"][0]["appeal"]["text"] == "I only quoted."


def test_pages_lead_through_an_appeal(scene: Scene, second: Actor) -> None:
    audit = scene.act("hide_post", f"post:{scene.post}").json()["audit"]
    scene.client.sign_in(scene.maria)
    assert "A moderator hid a post of yours." in scene.client.get("/decisions").text
    page = f"/decisions/{audit['id']}"
    assert scene.client.fill_in(page, {"text": "Why?"}).status_code == 303
    assert "Another moderator will read it." in scene.client.get(page).text
    scene.client.sign_in(scene.olga)
    desk = f"/moderation/appeals/{audit['id']}"
    assert "You made this decision yourself" in scene.client.get(desk).text
    scene.client.sign_in(second)
    waits = scene.client.get("/moderation?kind=appeal").text
    assert "Why?" in waits
    assert desk in waits
    sent = {"outcome": "kept", "answer": "Please read the rules."}
    assert scene.client.fill_in(desk, sent).status_code == 303
    assert "Nothing to decide" in scene.client.get("/moderation?kind=appeal").text


def test_an_act_is_undone_on_a_page(scene: Scene) -> None:
    scene.act("hide_post", f"post:{scene.post}")
    scene.client.sign_in(scene.olga)
    shown = scene.client.get("/moderation/audit").text
    link = shown.split('/undo">')[0].rsplit('href="', 1)[1] + "/undo"
    done = scene.client.fill_in(link, {"reason": "My mistake."})
    assert done.status_code == 303
    assert "My mistake." in scene.client.get("/moderation/audit").text
    assert scene.client.fill_in(link, {"reason": "Again."}).status_code == 422
