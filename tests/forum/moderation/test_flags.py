"""Reporting posts, and what waits for a decision."""

import json

from forum.core.permissions import Role, Scope
from forum.moderation.queries.flags import FLAGS_SHOWN
from tests.client import API
from tests.forum.moderation.scene import Scene


def test_a_flag_is_what_was_sent(scene: Scene) -> None:
    answer = scene.flag(scene.linh, remark="Họ bán đồng hồ ở đây.")
    flag = answer.json()
    assert answer.status_code == 201
    assert (flag["post_id"], flag["reason"], flag["language"]) == (scene.post, "spam", "vi")
    assert flag["reporter"]["handle"] == "linh"
    [case] = scene.queue()
    assert case["flags"] == [flag | {"earlier": {"decided": 0, "upheld": 0}}]
    assert case["count"] == 1
    assert case["post"]["body"]["source"] == "Cheap watches!"
    assert case["topic"]["title"] == "Open courses"


def test_a_flag_without_words_is_in_the_language_its_reporter_reads(scene: Scene) -> None:
    assert scene.flag(scene.linh).json()["language"] == "vi"
    nobody_asked = scene.client.member("jo")
    assert scene.flag(nobody_asked).json()["language"] == "en"


def test_a_second_flag_of_the_same_member_changes_nothing(scene: Scene) -> None:
    first = scene.flag(scene.linh, remark="Watches.")
    second = scene.flag(scene.linh, reason="abuse", remark="Still watches.")
    assert (second.status_code, second.json()) == (200, first.json())
    assert len(scene.rows("flag")) == 1


def test_after_a_decision_the_same_member_may_flag_again(scene: Scene) -> None:
    scene.flag(scene.linh)
    assert scene.act("dismiss_flags", f"post:{scene.post}").status_code == 200
    assert scene.queue() == []
    assert scene.flag(scene.linh).status_code == 201
    assert [case["count"] for case in scene.queue()] == [1]


def test_nothing_waits_about_a_post_that_its_author_deleted(scene: Scene) -> None:
    here = scene.anew()
    flag = here.flag(here.linh).json()["id"]
    headers = here.as_program(here.maria)
    assert here.client.delete(f"{API}/posts/{here.post}", headers=headers).status_code == 204
    [case] = [one for one in here.rows("moderation_case") if one["post_id"] == here.post]
    assert (case["closed_by"], case["audit_id"]) == (here.maria.member_id, None)
    [row] = [one for one in here.rows("flag") if one["id"] == flag]
    assert (row["resolved_at"], row["audit_id"]) == (case["closed_at"], None)


def test_moderators_hear_of_a_flag_and_nobody_else_does(scene: Scene) -> None:
    scene.flag(scene.linh)
    scene.flag(scene.linh)
    [case] = scene.queue()
    told = {"event": "case.opened", "id": case["id"], "kind": "report"}
    told["language"] = case["language"]
    heard = [row for row in scene.rows("log_entry") if "case.opened" in row["data"]]
    assert {row["channel"]: json.loads(row["data"]) for row in heard} == {
        "moderation": told,
        "moderation:space:general": told,
        f"moderation:language:{case['language']}": told,
    }


def test_nobody_flags_their_own_post(scene: Scene) -> None:
    answer = scene.flag(scene.maria)
    assert (answer.status_code, answer.json()["code"]) == (409, "own_post")
    assert scene.rows("flag") == []


def test_a_post_that_is_not_there_cannot_be_flagged(scene: Scene) -> None:
    for post in (999_999, 2**63, 10**30):
        assert scene.flag(scene.linh, post).status_code == 404


def test_a_hidden_post_can_be_flagged_by_nobody(scene: Scene) -> None:
    scene.act("hide_post", f"post:{scene.post}")
    assert scene.flag(scene.linh).status_code == 404
    assert scene.flag(scene.olga).json()["code"] == "post_gone"


def test_a_post_in_a_hidden_topic_cannot_be_flagged(scene: Scene) -> None:
    scene.act("hide_topic", f"topic:{scene.topic}")
    assert scene.flag(scene.linh).status_code == 404


WRONG: list[tuple[dict[str, str], str]] = [
    ({}, "reason"),
    ({"reason": "boredom"}, "reason"),
    ({"reason": "spam", "remark": "x" * 1001}, "remark"),
    ({"reason": "spam", "remark": "\0"}, "remark"),
    ({"reason": "spam", "who": "linh"}, "who"),
]


def test_what_does_not_fit_is_named(scene: Scene) -> None:
    url, headers = f"{API}/posts/{scene.post}/flags", scene.as_program(scene.linh)
    for body, field in WRONG:
        answer = scene.client.post(url, json=body, headers=headers)
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"#/{field}"]
    assert scene.rows("flag") == []


def test_the_same_key_gives_the_same_flag(scene: Scene) -> None:
    url = f"{API}/posts/{scene.post}/flags"
    headers = scene.as_program(scene.linh) | {"idempotency-key": "k1"}
    first, again = (
        scene.client.post(url, json={"reason": "spam"}, headers=headers) for _ in range(2)
    )
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"


def test_visitors_and_narrow_tokens_cannot_flag(scene: Scene) -> None:
    url, body = f"{API}/posts/{scene.post}/flags", {"reason": "spam"}
    assert scene.client.post(url, json=body).status_code == 401
    for scope in (Scope.READ, Scope.MODERATE, Scope.ADMIN):
        headers = scene.client.token(scene.linh, scope)
        answer = scene.client.post(url, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_too_narrow")


def test_the_posts_with_the_most_flags_come_first_and_every_page_gives_each_once(
    scene: Scene,
) -> None:
    members = [scene.client.member(f"m{number}") for number in range(3)]
    posts = [scene.reply(f"post {number}") for number in range(6)]
    for number, post in enumerate(posts):
        for member in members[: 1 + number % 3]:
            scene.flag(member, post)
    found: list[tuple[int, int]] = []
    cursor: dict[str, str] = {}
    while True:
        page = scene.listed("flags", limit=2, **cursor)
        found += [(case["count"], case["post"]["id"]) for case in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    expected = [(1 + number % 3, post) for number, post in enumerate(posts)]
    assert found == sorted(expected, key=lambda one: (-one[0], one[1]))


def test_of_many_flags_the_first_are_read_and_the_others_counted(scene: Scene) -> None:
    for number in range(FLAGS_SHOWN + 2):
        scene.flag(scene.client.member(f"m{number}"), remark=f"flag {number}")
    [case] = scene.queue()
    assert case["count"] == FLAGS_SHOWN + 2
    assert [flag["remark"] for flag in case["flags"]] == [
        f"flag {number}" for number in range(FLAGS_SHOWN)
    ]


def test_what_its_author_deleted_waits_no_more(scene: Scene) -> None:
    scene.flag(scene.linh)
    url = f"{API}/posts/{scene.post}"
    assert scene.client.delete(url, headers=scene.as_program(scene.maria)).status_code == 204
    assert scene.queue() == []


def test_lists_of_moderators_are_for_moderators(scene: Scene) -> None:
    def status(headers: dict[str, str]) -> int:
        [both] = {
            scene.client.get(f"{API}/admin/{name}", headers=headers).status_code
            for name in ("flags", "audit")
        }
        return both

    assert status({}) == 401
    assert status({"authorization": "Bearer nonsense"}) == 401
    assert status(scene.as_program(scene.linh)) == 403
    assert status(scene.client.token(scene.linh, Scope.MODERATE)) == 403
    assert status(scene.client.token(scene.olga, Scope.READ, Scope.WRITE, Scope.ADMIN)) == 403
    assert status(scene.client.token(scene.olga, Scope.MODERATE)) == 200
    assert status(scene.as_program(scene.client.member("ada", Role.ADMIN))) == 200


ASKED_WRONGLY = [
    ("flags", {"cursor": "nonsense"}),
    ("flags", {"limit": "0"}),
    ("flags", {"post": "1"}),
    ("audit", {"cursor": "WyJhIl0"}),
    ("audit", {"actor": "olga"}),
    ("audit", {"actor": str(2**63)}),
    ("audit", {"act": "a\0b"}),
]


def test_a_list_asked_for_wrongly_is_refused(scene: Scene) -> None:
    headers = scene.as_program(scene.olga)
    for name, query in ASKED_WRONGLY:
        answer = scene.client.get(f"{API}/admin/{name}", params=query, headers=headers)
        assert answer.status_code == 422, answer.text
