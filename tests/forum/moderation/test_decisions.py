"""Acts of moderators, and what everybody else sees of them."""

import asyncio
from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.ids import AuditId
from forum.core.permissions import Role, Scope
from forum.moderation import actions
from forum.moderation.acts import make
from forum.moderation.rules import AlreadyDoneBy, FlagReason
from forum.moderation.schemas import FlagDraft
from forum.runtime import Runtime
from tests.client import API
from tests.forum.moderation.scene import WHY, Scene

TEXT = "Cheap watches!"


def places(scene: Scene) -> dict[str, str]:
    """Where a post's text can be read."""
    topic = scene.client.get(f"/t/{scene.topic}", follow_redirects=True)
    return {
        "page of the topic": str(topic.url.raw_path.decode()),
        "the same by time": f"{topic.url.raw_path.decode()}?order=flat",
        "page of the post": f"/p/{scene.post}",
        "fragment": f"/p/{scene.post}/fragment",
        "revisions": f"/p/{scene.post}/revisions",
        "JSON": f"{API}/posts/{scene.post}",
        "list": f"{API}/topics/{scene.topic}/posts",
        "list by time": f"{API}/topics/{scene.topic}/posts?view=flat",
    }


def read(scene: Scene, headers: dict[str, str]) -> dict[str, str]:
    return {
        name: scene.client.get(url, headers=headers).text for name, url in places(scene).items()
    }


def events(scene: Scene, channel: str) -> list[str]:
    rows = [row for row in scene.rows("log_entry") if row["channel"] == channel]
    return [row["data"].split('"')[3] for row in sorted(rows, key=lambda row: row["offset"])]


def test_a_hidden_post_is_gone_for_everybody_else_at_once(scene: Scene) -> None:
    visitor: dict[str, str] = {}
    readers = {"visitor": visitor, "member": scene.as_program(scene.linh)}
    for headers in readers.values():
        shown = [name for name, text in read(scene, headers).items() if TEXT not in text]
        assert shown == ["revisions"]  # it has none
    answer = scene.act("hide_post", f"post:{scene.post}")
    assert answer.status_code == 200, answer.text
    for headers in readers.values():
        assert [name for name, text in read(scene, headers).items() if TEXT in text] == []
        for name in ("page of the post", "fragment", "revisions", "JSON"):
            assert scene.client.get(places(scene)[name], headers=headers).status_code == 404
    assert events(scene, f"topic:{scene.topic}")[-1] == "post.hidden"
    assert scene.topic_as_seen_by(scene.linh)["post_count"] == 1


def test_the_author_of_a_hidden_post_reads_why(scene: Scene) -> None:
    scene.act("hide_post", f"post:{scene.post}")
    scene.client.sign_in(scene.maria)
    page = scene.client.get(f"/p/{scene.post}")
    assert page.status_code == 200
    assert WHY in page.text
    found = scene.client.get(f"{API}/posts/{scene.post}", headers=scene.as_program(scene.maria))
    assert (found.json()["state"], found.json()["hidden_reason"]) == ("hidden", WHY)


def test_a_hidden_post_with_replies_leaves_its_place_and_the_reason(scene: Scene) -> None:
    scene.reply("Please do not.", scene.post, scene.linh)
    scene.act("hide_post", f"post:{scene.post}")
    page = scene.client.get(f"/t/{scene.topic}", follow_redirects=True).text
    assert TEXT not in page
    assert WHY in page
    assert "Please do not." in page


def test_a_restored_post_is_back_everywhere(scene: Scene) -> None:
    before = read(scene, {})
    hidden = scene.act("hide_post", f"post:{scene.post}").json()
    restored = scene.act("restore_post", f"post:{scene.post}", reason="A mistake.").json()
    assert restored["changed"]["state"] == "visible"
    assert restored["changed"]["hidden_reason"] == ""
    assert restored["audit"]["undoes"] == hidden["audit"]["id"]
    for name in ("page of the topic", "page of the post", "fragment", "JSON", "list"):
        assert TEXT in read(scene, {})[name]
        assert TEXT in before[name]
    assert events(scene, f"topic:{scene.topic}")[-1] == "post.restored"
    assert scene.topic_as_seen_by(scene.linh)["post_count"] == 2


def test_an_act_answers_what_changed_and_what_is_on_record(scene: Scene) -> None:
    found = scene.act("hide_post", f"post:{scene.post}").json()
    changed, entry = found["changed"], found["audit"]
    assert (changed["id"], changed["state"]) == (scene.post, "hidden")
    assert changed["hidden_reason"] == WHY
    assert (entry["act"], entry["reason"]) == ("hide_post", WHY)
    assert (entry["target"], entry["url"]) == (f"post:{scene.post}", f"/p/{scene.post}")
    assert entry["actor"]["handle"] == "olga"
    assert entry["details"]["was"] == {
        "state": "visible",
        "pinned": False,
        "flags": 0,
        "hints": 0,
        "muted": False,
        "sanctions": [],
    }
    assert (entry["undoes"], entry["undone_by"]) == (None, None)
    assert scene.record() == [entry]


def test_hiding_a_post_settles_its_flags_and_says_by_which_act(scene: Scene) -> None:
    scene.flag(scene.linh)
    scene.flag(scene.client.member("jo"))
    entry = scene.act("hide_post", f"post:{scene.post}").json()["audit"]
    assert entry["details"]["was"]["flags"] == 2
    assert scene.queue() == []
    for row in scene.rows("flag"):
        assert (row["resolved_by"], row["audit_id"]) == (scene.olga.member_id, entry["id"])
        assert row["resolved_at"] is not None


def test_flags_of_other_posts_stay(scene: Scene) -> None:
    other = scene.reply("More watches!")
    scene.flag(scene.linh)
    scene.flag(scene.linh, other)
    scene.act("hide_post", f"post:{scene.post}")
    assert [case["post"]["id"] for case in scene.queue()] == [other]


def test_dismissing_leaves_the_post_as_it_is(scene: Scene) -> None:
    scene.flag(scene.linh)
    found = scene.act("dismiss_flags", f"post:{scene.post}", reason="It is fine.").json()
    assert found["changed"]["state"] == "visible"
    assert scene.queue() == []
    assert [entry["act"] for entry in scene.record()] == ["dismiss_flags"]


def test_a_locked_topic_takes_no_replies_until_it_is_unlocked(scene: Scene) -> None:
    url, headers = f"{API}/topics/{scene.topic}/posts", scene.as_program(scene.linh)
    locked = scene.act("lock_topic", f"topic:{scene.topic}").json()
    assert locked["changed"]["state"] == "locked"
    refused = scene.client.post(url, json={"body": "But…"}, headers=headers)
    assert refused.json()["code"] == "topic_locked"
    unlocked = scene.act("unlock_topic", f"topic:{scene.topic}").json()
    assert unlocked["changed"]["state"] == "open"
    assert unlocked["audit"]["undoes"] == locked["audit"]["id"]
    assert scene.client.post(url, json={"body": "Yes!"}, headers=headers).status_code == 201


def test_a_topic_is_pinned_and_let_go(scene: Scene) -> None:
    assert scene.act("pin_topic", f"topic:{scene.topic}").json()["changed"]["pinned"]
    assert scene.topic_as_seen_by(scene.linh)["pinned"]
    assert not scene.act("unpin_topic", f"topic:{scene.topic}").json()["changed"]["pinned"]


def test_a_hidden_topic_is_gone_with_all_its_posts_and_comes_back(scene: Scene) -> None:
    known = places(scene)
    assert scene.act("hide_topic", f"topic:{scene.topic}").json()["changed"]["state"] == "hidden"
    for url in (*known.values(), f"/t/{scene.topic}", f"{API}/topics/{scene.topic}"):
        assert scene.client.get(url).status_code == 404, url
    assert scene.client.get(f"{API}/topics").json()["items"] == []
    assert events(scene, f"topic:{scene.topic}")[-1] == "topic.hidden"
    scene.act("restore_topic", f"topic:{scene.topic}")
    assert scene.topic_as_seen_by(scene.linh)["state"] == "open"
    assert TEXT in read(scene, {})["list"]


def test_a_topic_that_was_locked_is_locked_when_it_comes_back(scene: Scene) -> None:
    target = f"topic:{scene.topic}"
    for act in ("lock_topic", "hide_topic", "restore_topic"):
        assert scene.act(act, target).status_code == 200
    assert scene.topic_as_seen_by(scene.linh)["state"] == "locked"
    scene.act("unlock_topic", target)
    acts = {entry["id"]: entry for entry in scene.record(target=target)}
    undone = [(acts[one["undoes"]]["act"], one["act"]) for one in acts.values() if one["undoes"]]
    assert undone == [("lock_topic", "unlock_topic"), ("hide_topic", "restore_topic")]


def test_each_undoing_belongs_to_the_latest_doing(scene: Scene) -> None:
    target = f"post:{scene.post}"
    ids = [
        scene.act(act, target).json()["audit"]["id"]
        for act in ("hide_post", "restore_post", "hide_post", "restore_post")
    ]
    found = {entry["id"]: (entry["undoes"], entry["undone_by"]) for entry in scene.record()}
    assert found == {
        ids[0]: (None, ids[1]),
        ids[1]: (ids[0], None),
        ids[2]: (None, ids[3]),
        ids[3]: (ids[2], None),
    }


TWICE = [
    ("hide_post", "post"),
    ("lock_topic", "topic"),
    ("pin_topic", "topic"),
    ("hide_topic", "topic"),
]


def test_an_act_is_not_done_twice(scene: Scene) -> None:
    for act, kind in TWICE:
        target = f"{kind}:{scene.post if kind == 'post' else scene.topic}"
        assert scene.act(act, target).status_code == 200
        again = scene.act(act, target)
        assert (again.status_code, again.json()["code"]) == (409, "already_done")
    assert len(scene.record()) == len(TWICE)


def test_there_must_be_something_to_undo_or_to_dismiss(scene: Scene) -> None:
    for act in ("restore_post", "dismiss_flags"):
        assert scene.act(act, f"post:{scene.post}").json()["code"] == "already_done"
    assert scene.record() == []


def test_what_its_author_deleted_cannot_be_hidden_or_brought_back(scene: Scene) -> None:
    url, headers = f"{API}/posts/{scene.post}", scene.as_program(scene.maria)
    scene.client.delete(url, headers=headers)
    for act in ("hide_post", "restore_post"):
        assert scene.act(act, f"post:{scene.post}").json()["code"] == "already_done"


ABSENT = [
    ("hide_post", "post:999999"),
    ("hide_post", f"post:{2**63}"),
    ("restore_post", "post:999999"),
    ("dismiss_flags", "post:999999"),
    ("hide_topic", "topic:999999"),
]


def test_a_target_that_is_not_there_is_not_found(scene: Scene) -> None:
    found = {(act, target): scene.act(act, target).status_code for act, target in ABSENT}
    assert found == dict.fromkeys(ABSENT, 404)
    assert scene.record() == []


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"act": "burn_post"}, "act"),
    ({"act": ""}, "act"),
    ({"reason": ""}, "reason"),
    ({"reason": " \n "}, "reason"),
    ({"reason": "x" * 501}, "reason"),
    ({"reason": None}, "reason"),
    ({"target": "topic:1"}, "target"),
    ({"target": "member:1"}, "target"),
    ({"target": "post:zero"}, "target"),
    ({"target": "post:" + "9" * 5000}, "target"),
    ({"target": 12}, "target"),
    ({"until": "tomorrow"}, "until"),
]


def test_an_act_that_does_not_fit_names_what_is_wrong(scene: Scene) -> None:
    for difference, field in WRONG:
        answer = scene.act(**{"name": "hide_post", "target": f"post:{scene.post}"} | difference)
        assert answer.status_code == 422, answer.text
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"#/{field}"]
    assert scene.record() == []


def test_an_act_needs_a_reason(scene: Scene) -> None:
    body = {"act": "hide_post", "target": f"post:{scene.post}"}
    headers = scene.as_program(scene.olga)
    answer = scene.client.post(f"{API}/admin/actions", json=body, headers=headers)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/reason"]


def test_acts_are_for_moderators(scene: Scene) -> None:
    body = {"act": "hide_post", "target": f"post:{scene.post}", "reason": WHY}

    def outcome(headers: dict[str, str]) -> tuple[int, str]:
        answer = scene.client.post(f"{API}/admin/actions", json=body, headers=headers)
        return answer.status_code, answer.json().get("code", "")

    assert outcome({}) == (401, "sign_in_required")
    assert outcome(scene.as_program(scene.linh)) == (403, "forbidden")
    assert outcome(scene.as_program(scene.maria)) == (403, "forbidden")
    for scope in (Scope.READ, Scope.WRITE, Scope.ADMIN):
        assert outcome(scene.client.token(scene.olga, scope)) == (403, "scope_too_narrow")
    assert scene.record() == []
    assert outcome(scene.client.token(scene.olga, Scope.MODERATE)) == (200, "")


def test_a_browser_needs_the_word_of_our_pages_too(scene: Scene) -> None:
    scene.client.sign_in(scene.olga)
    body = {"act": "hide_post", "target": f"post:{scene.post}", "reason": WHY}
    answer = scene.client.post(f"{API}/admin/actions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "form_expired")


def test_the_same_key_gives_the_first_answer_again(scene: Scene) -> None:
    body = {"act": "hide_post", "target": f"post:{scene.post}", "reason": WHY}
    headers = scene.as_program(scene.olga) | {"idempotency-key": "k1"}

    def send(**more: str) -> Any:
        return scene.client.post(f"{API}/admin/actions", json=body | more, headers=headers)

    first, again = send(), send()
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert send(reason="Another.").json()["code"] == "idempotency_key_reused"
    assert len(scene.record()) == 1


@pytest.mark.parametrize("act", ["hide_post", "dismiss_flags"])
@pytest.mark.racing
def test_of_two_moderators_at_once_one_acts_and_the_other_is_told(scene: Scene, act: str) -> None:
    scene.flag(scene.linh)
    other = scene.client.member("ivan", Role.MODERATOR)

    async def both(runtime: Runtime) -> list[Any]:
        async def decide(who: Actor) -> AuditId:
            async with runtime.unit(who) as unit:
                return await actions.carry_out(unit, make(act, f"post:{scene.post}", who.name))

        return list(await asyncio.gather(decide(scene.olga), decide(other), return_exceptions=True))

    outcomes = scene.client.do(both)
    assert {type(one) for one in outcomes} == {int, AlreadyDoneBy}
    [entry] = scene.record()
    assert entry["reason"] == entry["actor"]["name"]


@pytest.mark.racing
def test_a_flag_and_a_decision_at_once_leave_nothing_open_on_a_hidden_post(scene: Scene) -> None:
    async def both(runtime: Runtime) -> list[Any]:
        async def report() -> None:
            async with runtime.unit(scene.linh) as unit:
                await actions.flag(unit, scene.post, FlagDraft(reason=FlagReason.SPAM))

        async def decide() -> None:
            async with runtime.unit(scene.olga) as unit:
                await actions.carry_out(unit, make("hide_post", f"post:{scene.post}", WHY))

        return list(await asyncio.gather(decide(), report(), return_exceptions=True))

    scene.client.do(both)
    assert [row for row in scene.rows("flag") if row["resolved_at"] is None] == []
