"""Sanctions bind everywhere, end by themselves, and are told with their reason."""

from datetime import timedelta
from typing import Any

import pytest

from forum.accounts import actions as accounts
from forum.core.actor import SYSTEM
from forum.core.permissions import Role
from forum.runtime import Runtime
from tests.client import API, Client
from tests.forum.moderation.scene import Scene

WHY = "You wrote the same in nine topics."


def sanction(scene: Scene, kind: str, days: int | None = None, **more: Any) -> Any:
    body = {"member_id": scene.maria.member_id, "kind": kind, "reason": WHY, "days": days}
    who = more.pop("who", scene.olga)
    url, headers = f"{API}/admin/sanctions", scene.as_program(who)
    return scene.client.post(url, json=body | more, headers=headers)


def replying(scene: Scene, headers: dict[str, str]) -> Any:
    url = f"{API}/topics/{scene.topic}/posts"
    return scene.client.post(url, json={"body": "And another thing."}, headers=headers)


def pass_days(scene: Scene, days: int) -> None:
    """Let the clock of the application run ahead."""
    was = scene.client.runtime.clock
    object.__setattr__(
        scene.client.runtime, "clock", lambda: was() + timedelta(days=days, seconds=1)
    )


def test_who_is_silenced_reads_and_does_not_write(scene: Scene) -> None:
    headers = scene.as_program(scene.maria)
    assert replying(scene, headers).status_code == 201
    assert sanction(scene, "silence").status_code == 201
    refused = replying(scene, headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "silenced")
    assert WHY in refused.json()["detail"]
    assert "/decisions" in refused.json()["detail"]
    assert scene.client.get(f"{API}/topics/{scene.topic}", headers=headers).status_code == 200
    for method, url, body in [
        ("POST", "/topics", {"space": "general", "title": "A", "body": "b"}),
        ("PATCH", f"/posts/{scene.post}", {"body": "other"}),
        ("POST", f"/posts/{scene.post}/flags", {"reason": "spam"}),
        ("PUT", f"/posts/{scene.post}/reactions/thanks", None),
    ]:
        answer = scene.client.request(method, f"{API}{url}", json=body, headers=headers)
        assert answer.json()["code"] == "silenced", (method, url)


def test_a_silence_ends_by_itself_at_its_time_even_if_no_job_has_run(scene: Scene) -> None:
    headers = scene.as_program(scene.maria)
    sanction(scene, "silence", 2)
    refused = replying(scene, headers).json()
    assert refused["code"] == "silenced_until"
    assert "UTC" in refused["detail"]
    pass_days(scene, 2)
    assert replying(scene, headers).status_code == 201


def test_who_is_suspended_is_signed_out_and_told_why_and_until_when(scene: Scene) -> None:
    headers = scene.as_program(scene.maria)
    scene.client.sign_in(scene.maria)
    assert scene.client.get("/settings").status_code == 200
    assert sanction(scene, "suspension", 3).status_code == 201
    assert scene.client.get("/settings").status_code == 401
    assert replying(scene, headers).json()["code"] == "invalid_token"
    events = [row["data"] for row in scene.rows("log_entry")]
    assert any("member.suspended" in data for data in events)


def test_a_suspension_ends_at_its_time_by_its_job(scene: Scene) -> None:
    sanction(scene, "suspension", 3)
    jobs = [row for row in scene.rows("job") if row["kind"] == "account.sanction_over"]
    assert len(jobs) == 1
    assert state(scene) == "suspended"
    pass_days(scene, 3)

    async def over(runtime: Runtime) -> None:
        async with runtime.unit(SYSTEM) as unit:
            await accounts.end_in_time(unit, sanction_id)

    sanction_id = scene.rows("sanction")[0]["id"]
    scene.client.do(over)
    scene.client.do(over)
    assert state(scene) == "active"


def state(scene: Scene) -> str:
    return next(r["state"] for r in scene.rows("member") if r["id"] == scene.maria.member_id)


def test_of_two_that_close_an_account_lifting_one_leaves_it_closed(scene: Scene) -> None:
    sanction(scene, "suspension", 3)
    sanction(scene, "ban")
    target = f"member:{scene.maria.member_id}"
    scene.act("lift_sanction", target, fields={"kind": "suspension"})
    assert state(scene) == "suspended"
    scene.act("lift_sanction", target, fields={"kind": "ban"})
    assert state(scene) == "active"


def test_nobody_decides_about_themselves_or_about_their_like(scene: Scene) -> None:
    other = scene.client.member("otto", Role.MODERATOR)
    ada = scene.client.member("ada", Role.ADMIN)
    for who, whom, status in [
        (scene.olga, scene.olga, 403),
        (scene.olga, other, 403),
        (scene.olga, ada, 403),
        (scene.linh, scene.maria, 403),
        (ada, other, 201),
    ]:
        answer = sanction(scene, "silence", who=who, member_id=whom.member_id)
        assert answer.status_code == status, (who.handle, whom.handle)


def test_a_second_moderator_is_told_who_decided_first(scene: Scene) -> None:
    other = scene.client.member("otto", Role.MODERATOR)
    assert sanction(scene, "silence").status_code == 201
    second = sanction(scene, "silence", who=other)
    assert (second.status_code, second.json()["code"]) == (409, "already_done_by")
    assert "Olga" in second.json()["detail"]
    assert len(scene.rows("sanction")) == 1


def test_members_and_what_is_in_force_are_listed(scene: Scene) -> None:
    sanction(scene, "silence", 2)
    found = scene.listed("members", q="@mar")["items"]
    assert [one["member"]["handle"] for one in found] == ["maria"]
    assert [one["kind"] for one in found[0]["sanctions"]] == ["silence"]
    listed = scene.listed("sanctions", in_force="true")["items"]
    assert [(one["member"]["handle"], one["by"]["handle"]) for one in listed] == [("maria", "olga")]
    headers = scene.as_program(scene.olga)
    url = f"{API}/admin/sanctions/{listed[0]['id']}/lift"
    lifted = scene.client.post(url, json={"reason": "Agreed."}, headers=headers)
    assert lifted.json()["sanctions"] == []
    assert scene.client.post(url, json={"reason": "x"}, headers=headers).status_code == 409
    assert scene.listed("sanctions", in_force="true")["items"] == []
    assert scene.listed("sanctions", in_force="false")["items"][0]["kind"] == "silence"


@pytest.fixture
def browser(scene: Scene) -> Client:
    scene.client.sign_in(scene.olga)
    return scene.client


def test_a_moderator_decides_on_a_page_and_sees_the_history(scene: Scene, browser: Client) -> None:
    page = f"/moderation/members/{scene.maria.member_id}"
    assert "Nothing so far" in browser.get(page).text
    form = browser.get(f"{page}/moderate?act=suspend_member").text
    assert 'type="number"' in form
    sent = {"act": "suspend_member", "reason": WHY, "days": ""}
    refused = browser.fill_in(f"{page}/moderate?act=suspend_member", sent)
    assert refused.status_code == 422
    done = browser.fill_in(f"{page}/moderate?act=suspend_member", sent | {"days": "3"})
    assert (done.status_code, done.headers["location"]) == (303, page)
    shown = browser.get(page).text
    for text in ("Suspended", "in force", WHY, "Suspended a member", "Undo"):
        assert text in shown, text
    assert "Maria" in browser.get("/moderation/members?q=maria").text
