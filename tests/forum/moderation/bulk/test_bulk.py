"""One act on many things: what it is about, going on after a cut, undoing it as a whole."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forum.core.permissions import Role
from forum.moderation.acts import ACTS
from forum.moderation.bulk import running
from forum.moderation.bulk.rules import is_for_many, states_for
from forum.runtime import Runtime
from tests import factories
from tests.client import API, find_form
from tests.client import running as serving
from tests.factories import prepared
from tests.forum.moderation.scene import WHY, Json, Scene, build
from tests.services.databases import Databases

PATH = f"{API}/admin/actions/bulk"
FIELDS: Json = {
    "remove_translation": {"language": "de"},
    "lock_translation": {"language": "de"},
    "unlock_translation": {"language": "de"},
    "move_topic": {"space": "general"},
    "merge_topic": {"into": 1},
    "set_topic_kind": {"kind": "question"},
    "set_topic_language": {"language": "de"},
    "suspend_member": {"days": 3},
    "lift_sanction": {"kind": "silence"},
}
"""What acts ask that leave nothing empty."""


@pytest.fixture
def scene(databases: Databases, tmp_path: Path) -> Iterator[Scene]:
    """On each database: three replies by maria and one by linh."""
    with databases.fresh(prepared) as url, serving(url, tmp_path) as client:
        found = build(client)
        found.reply("Dear watches!")
        found.reply("ขายนาฬิกาถูก")
        found.reply("I do not sell watches.", who=found.linh)
        yield found


def ask(scene: Scene, query: Json, act: str = "hide_post", **more: Any) -> Any:
    body = {"act": act, "reason": WHY, "query": query, "fields": more.pop("fields", {})}
    headers = scene.as_program(more.pop("who", scene.olga)) | more.pop("headers", {})
    return scene.client.post(PATH, json=body, params=more, headers=headers)


def work(scene: Scene, run_id: int) -> None:
    scene.client.do(running.go_on, {"run_id": run_id})


def shown(scene: Scene, run_id: int) -> Json:
    found: Json = scene.client.get(f"{PATH}/{run_id}", headers=scene.as_program(scene.olga)).json()
    return found


def hidden(scene: Scene) -> set[int]:
    return {row["id"] for row in scene.rows("post") if row["state"] == "hidden"}


def undo(scene: Scene, run_id: int) -> None:
    url, headers = f"{PATH}/{run_id}/undo", scene.as_program(scene.olga)
    back = scene.client.post(url, json={"reason": "A mistake."}, headers=headers)
    assert back.status_code == 202, back.text
    work(scene, back.json()["id"])
    assert shown(scene, back.json()["id"])["refusals"] == []


def test_a_dry_run_says_how_many_and_changes_nothing(scene: Scene) -> None:
    found = ask(scene, {"author": "maria"}, dry_run="true").json()
    assert (found["total"], found["id"], found["dry_run"]) == (4, None, True)
    assert {post["author"]["handle"] for post in found["sample"]} == {"maria"}
    assert ask(scene, {"words": "WATCHES"}, dry_run="true").json()["total"] == 3
    assert ask(scene, {"words": "นาฬิกา"}, dry_run="true").json()["total"] == 1
    assert ask(scene, {"words": "watch"}, dry_run="true").json()["total"] == 0
    both = {"author": "maria", "words": "watches", "space": "general"}
    assert ask(scene, both, dry_run="true").json()["total"] == 2
    late = {"author": "maria", "since": "2999-01-01T00:00:00Z"}
    assert ask(scene, late, dry_run="true").json()["total"] == 0
    assert (hidden(scene), scene.rows("bulk_run")) == (set(), [])


def test_a_run_hides_all_and_is_undone_as_a_whole(scene: Scene) -> None:
    scene.flag(scene.linh)
    made = ask(scene, {"author": "@Maria", "words": "watches"})
    assert made.status_code == 202, made.text
    run = made.json()
    assert (run["state"], run["total"], run["done"]) == ("waiting", 2, 0)
    undo = f"{PATH}/{run['id']}/undo"
    early = scene.client.post(undo, json={"reason": WHY}, headers=scene.as_program(scene.olga))
    assert (early.status_code, early.json()["code"]) == (409, "not_finished")
    work(scene, run["id"])
    found = shown(scene, run["id"])
    assert (found["state"], found["done"], found["refused"]) == ("done", 2, 0)
    assert len(hidden(scene)) == 2
    assert len([row for row in scene.record() if row["act"] == "hide_post"]) == 2
    assert scene.queue() == []
    back = scene.client.post(
        undo, json={"reason": "A mistake."}, headers=scene.as_program(scene.olga)
    )
    assert back.status_code == 202, back.text
    again = scene.client.post(undo, json={"reason": WHY}, headers=scene.as_program(scene.olga))
    assert again.json()["code"] == "undone_already"
    work(scene, back.json()["id"])
    assert hidden(scene) == set()
    assert len(scene.queue()) == 1
    assert shown(scene, run["id"])["undone_by"] == back.json()["id"]


def test_a_run_goes_on_where_it_was_cut_and_does_nothing_twice(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(scene, {"author": "maria"}).json()
    monkeypatch.setattr(running, "AT_ONCE", 1)
    for _ in range(7):  # each as if the worker had been killed after one post
        work(scene, run["id"])
    assert shown(scene, run["id"])["done"] == 4
    record = [row["target"] for row in scene.record() if row["act"] == "hide_post"]
    assert len(record) == len(set(record)) == 4


@pytest.mark.racing
def test_two_workers_at_one_run_do_each_post_once(scene: Scene) -> None:
    run = ask(scene, {"author": "maria"}).json()

    async def both(runtime: Runtime) -> None:
        await asyncio.gather(*(running.go_on(runtime, {"run_id": run["id"]}) for _ in range(2)))

    scene.client.do(both)
    found = shown(scene, run["id"])
    assert (found["done"], found["refused"], found["state"]) == (4, 0, "done")
    assert len([row for row in scene.record() if row["act"] == "hide_post"]) == 4


def test_what_changed_meanwhile_is_refused_with_its_reason(scene: Scene) -> None:
    run = ask(scene, {"words": "dear watches"}).json()
    [post] = [row["id"] for row in scene.rows("post") if row["source"] == "Dear watches!"]
    scene.act("hide_post", f"post:{post}")
    work(scene, run["id"])
    found = shown(scene, run["id"])
    assert (found["done"], found["refused"]) == (0, 1)
    assert found["refusals"] == [{"target": f"post:{post}", "code": "already_done"}]


def test_who_has_lost_the_right_meanwhile_changes_nothing(scene: Scene) -> None:
    otto = scene.client.member("otto", Role.MODERATOR)
    run = ask(scene, {"author": "maria"}, who=otto).json()

    async def demote(runtime: Runtime) -> None:
        async with runtime.unit(scene.olga) as unit:
            from forum.accounts import queries

            (await queries.member_for_update(unit.db, otto.require_member())).role = Role.MEMBER

    scene.client.do(demote)
    work(scene, run["id"])
    found = shown(scene, run["id"])
    assert (found["done"], found["refused"]) == (0, 4)
    assert hidden(scene) == set()


def test_cases_of_the_queue_are_settled_together(scene: Scene) -> None:
    scene.flag(scene.linh)
    [case] = scene.queue()
    run = ask(scene, {"cases": [case["id"]]}, "dismiss_flags").json()
    work(scene, run["id"])
    assert (shown(scene, run["id"])["done"], scene.queue()) == (1, [])


def test_what_does_not_fit_is_refused(scene: Scene) -> None:
    nothing = ask(scene, {})
    assert nothing.status_code == 422
    for act in ("edit_post", "delete_post", "warn_member"):
        assert ask(scene, {"author": "maria"}, act).status_code == 422
    assert ask(scene, {"author": "nobody"}).json()["code"] == "nothing_found"
    assert ask(scene, {"author": "maria"}, who=scene.linh).status_code == 403
    key = {"idempotency-key": "one"}
    first, again = (ask(scene, {"author": "maria"}, headers=key) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert len(scene.rows("bulk_run")) == 1


def test_too_many_posts_are_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.moderation.bulk.actions.MOST", 3)
    refused = ask(scene, {"author": "maria"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_targets")
    monkeypatch.setattr("forum.moderation.bulk.actions.MOST_SEARCHED", 3)
    refused = ask(scene, {"words": "nothing"})
    assert refused.json()["code"] == "too_much_to_search"


def test_acts_that_say_something_of_one_thing_or_are_for_ever_are_not_for_many() -> None:
    assert is_for_many("hide_post")
    assert is_for_many("move_topic")
    assert not any(
        map(is_for_many, ("edit_post", "split_topic", "delete_post", "reopen_flags", "warn_member"))
    )
    assert states_for("hide_post") == {"visible"}
    assert states_for("restore_post") == {"hidden"}
    assert states_for("unpin_topic") >= {"open", "locked"}
    assert "suspended" in states_for("lift_sanction")


def test_every_act_on_many_finds_what_it_is_for_on_each_database(scene: Scene) -> None:
    scene.hold()
    query = {"author": "maria", "space": "general", "words": "watches"}
    for name in filter(is_for_many, ACTS):
        found = ask(scene, query, name, fields=FIELDS.get(name, {}), dry_run="true")
        assert found.status_code == 202, (name, found.text)


def test_topics_are_moved_and_moved_back_together(scene: Scene) -> None:
    scene.client.do(factories.space, "elsewhere")
    scene.anew()
    run = ask(scene, {"words": "open courses"}, "move_topic", fields={"space": "elsewhere"})
    assert run.json()["total"] == 2, run.text
    work(scene, run.json()["id"])

    def places() -> set[int]:
        return {row["space_id"] for row in scene.rows("topic")}

    assert (shown(scene, run.json()["id"])["done"], len(places())) == (2, 1)
    moved = places()
    undo(scene, run.json()["id"])
    assert places().isdisjoint(moved)


def test_members_of_cases_are_silenced_together_and_heard_again(scene: Scene) -> None:
    scene.flag(scene.linh)
    [linhs] = [row["id"] for row in scene.rows("post") if "do not sell" in row["source"]]
    scene.flag(scene.maria, linhs)
    cases = [case["id"] for case in scene.queue()]
    run = ask(scene, {"cases": cases}, "silence_member", fields={"days": 3}).json()
    assert run["total"] == 2
    work(scene, run["id"])
    who = {row["member_id"]: row["ended_at"] for row in scene.rows("sanction")}
    assert who == {scene.maria.member_id: None, scene.linh.member_id: None}
    undo(scene, run["id"])
    assert None not in {row["ended_at"] for row in scene.rows("sanction")}
    wrong = ask(scene, {"cases": cases}, "silence_member", fields={"days": 0})
    assert wrong.status_code == 422
    itself = ask(scene, {"author": "olga"}, "silence_member")
    assert itself.json()["code"] == "nothing_found"


def test_texts_that_wait_are_approved_together(scene: Scene) -> None:
    for text in ("Dear watches!", "More watches!", "Nothing of that kind."):
        scene.hold(text)
    run = ask(scene, {"words": "watches", "author": "maria"}, "approve_held").json()
    assert run["total"] == 2
    work(scene, run["id"])
    assert {row["state"] for row in scene.rows("held_post")} == {"approved", "waiting"}
    undo(scene, run["id"])
    assert {row["state"] for row in scene.rows("held_post")} == {"waiting"}


def test_pages_lead_from_a_look_to_undoing_all(scene: Scene) -> None:
    browser = scene.client
    browser.sign_in(scene.olga)
    page = "/moderation/bulk"
    asked = {"act": "hide_post", "reason": WHY, "author": "maria", "words": "watches"}
    looked = browser.fill_in(page, asked, page)
    assert looked.status_code == 200
    assert "2 were found." in looked.text
    assert hidden(scene) == set()
    nothing = browser.fill_in(page, {"act": "hide_post", "reason": WHY}, page)
    assert nothing.status_code == 422
    assert "Say which ones" in nothing.text
    other = asked | {"sure": "true", "author": "linh"}
    assert "1 was found." in browser.fill_in(page, other, page).text  # not looked at yet
    looked_at = {"looked_at": find_form(looked.text, page).fields["looked_at"]}
    started = browser.fill_in(page, asked | looked_at | {"sure": "true"}, page)
    place = started.headers["location"]
    assert "This is going on." in browser.get(place).text
    work(scene, int(place.rpartition("/")[2]))
    assert "This is finished." in browser.get(place).text
    back = browser.fill_in(place, {"reason": "A mistake."}, f"{place}/undo")
    work(scene, int(back.headers["location"].rpartition("/")[2]))
    assert hidden(scene) == set()
    assert back.headers["location"] in browser.get(page).text
    asked = {"own_days": "3", "reason": WHY, "author": "maria"}
    looked = browser.fill_in(f"{page}?act=silence_member", asked, page)
    assert "1 was found." in looked.text
    assert 'value="3"' in looked.text
