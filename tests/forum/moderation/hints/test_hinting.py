"""Hints are made after a post is stored, shown to moderators alone, and settled by what they do."""

from forum.core.actor import Actor
from forum.core.ids import PostId
from forum.moderation.actions import look_at_posts
from forum.moderation.hints.signs import FLOOD_POSTS, FLOOD_SEEN
from tests import factories
from tests.client import API
from tests.forum.moderation.scene import Json, Scene

LONG = "The delegates of nine ministries agreed to share one course on rivers with all of us"
ADDED = "discussions.post_added"


def look(scene: Scene, post: PostId) -> None:
    scene.client.do(look_at_posts, [post])


def queue(scene: Scene, who: Actor | None = None, **query: str) -> list[Json]:
    headers = scene.as_program(who or scene.olga)
    answer = scene.client.get(f"{API}/admin/queue", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["items"]
    return found


def statistics(scene: Scene) -> dict[str, Json]:
    url, headers = f"{API}/admin/statistics/hints", scene.as_program(scene.olga)
    return {one["sign"]: one for one in scene.client.get(url, headers=headers).json()}


def written(scene: Scene) -> int:
    """Posts that Maria has written so far."""
    return sum(row["author_id"] == scene.maria.member_id for row in scene.rows("post"))


def test_a_new_member_with_links_is_hinted_at_once(scene: Scene) -> None:
    post = scene.reply("Look at https://watches.example/cheap now")
    scene.work(ADDED)
    scene.work(ADDED)
    [case] = queue(scene, kind="hint")
    assert (case["subject"], case["count"]) == (f"post:{post}", 1)
    [hint] = case["hints"]
    assert (hint["sign"], hint["details"]) == ("links", {"hosts": ["watches.example"]})
    assert hint["text"] == "Somebody who has just joined links to watches.example."
    assert case["suggested"] == ["hide_post", "dismiss_flags"]


def test_what_is_written_in_a_private_space_is_looked_at_too(scene: Scene) -> None:
    scene.client.do(factories.space, "closed", access="private")
    url = f"{API}/spaces/closed/members/maria"
    headers = scene.as_program(scene.olga)
    assert scene.client.put(url, headers=headers).status_code in {200, 201, 204}
    text = "Look at https://watches.example/cheap now"
    topic = scene.client.do(factories.topic, scene.maria, "closed", replies=[text])
    posts = scene.client.get(f"{API}/topics/{topic}/posts", headers=headers).json()["items"]
    look(scene, posts[1]["id"])
    [case] = queue(scene, kind="hint")
    assert case["subject"] == f"post:{posts[1]['id']}"


def test_a_text_repeated_in_another_topic_is_hinted_at(scene: Scene) -> None:
    first = scene.reply(LONG)
    again = scene.reply(LONG + "!")
    look(scene, first)
    look(scene, again)
    assert queue(scene) == []
    scene.client.do(factories.space, "elsewhere")
    scene.client.do(factories.topic, scene.linh, "elsewhere", replies=[LONG + ", again."])
    other = max(row["id"] for row in scene.rows("post"))
    look(scene, other)
    [case] = queue(scene)
    assert (case["subject"], case["hints"][0]["sign"]) == (f"post:{other}", "repeated")
    assert case["hints"][0]["details"]["post_id"] in {first, again}


def test_a_flood_and_a_blocked_word_are_hinted_at(scene: Scene) -> None:
    url, headers = f"{API}/admin/blocked-words", scene.as_program(scene.olga)
    body = {"word": "การพนัน", "consequence": "hint"}
    assert scene.client.post(url, json=body, headers=headers).status_code == 201
    posts = [scene.reply(f"Number {n}") for n in range(FLOOD_POSTS - written(scene))]
    last = scene.reply("เว็บไซต์การพนันออนไลน์")
    look(scene, posts[0])
    look(scene, last)
    [case] = queue(scene)
    assert {one["sign"] for one in case["hints"]} == {"flood", "word"}
    assert case["count"] == 2


def test_a_flood_that_arrives_together_is_one_case(scene: Scene) -> None:
    before = written(scene)
    posts = [scene.reply(f"Number {n}") for n in range(2 * FLOOD_SEEN)]
    scene.client.do(look_at_posts, [posts[2], *posts[5:]])
    [case] = queue(scene)
    assert case["subject"] == f"post:{posts[FLOOD_POSTS - before]}"


def test_the_same_a_hundred_times_in_a_topic_makes_no_search_dearer(scene: Scene) -> None:
    posts = [scene.reply(LONG) for _ in range(9)]
    scene.client.do(look_at_posts, posts)
    assert {row["post_id"] for row in scene.rows("post_print")} == set(posts[:5])
    scene.client.do(factories.topic, scene.linh, replies=[LONG])
    other = max(row["id"] for row in scene.rows("post"))
    look(scene, other)
    [case] = [case for case in queue(scene) if case["subject"] == f"post:{other}"]
    assert case["hints"][0]["details"]["post_id"] == posts[4]


def test_moderators_are_not_looked_at_and_authors_see_nothing(scene: Scene) -> None:
    own = scene.reply("See https://watches.example", who=scene.olga)
    look(scene, own)
    assert queue(scene) == []
    post = scene.reply("See https://watches.example")
    look(scene, post)
    headers = scene.as_program(scene.maria)
    shown = scene.client.get(f"{API}/posts/{post}", headers=headers).text
    assert "hint" not in shown
    assert scene.client.get(f"{API}/admin/queue", headers=headers).status_code == 403


def test_what_a_moderator_does_says_whether_a_hint_was_right(scene: Scene) -> None:
    right, wrong = (scene.reply(f"See https://watches.example/{n}") for n in range(2))
    look(scene, right)
    look(scene, wrong)
    hidden = scene.act("hide_post", f"post:{right}").json()["audit"]["id"]
    assert scene.act("dismiss_flags", f"post:{wrong}").status_code == 200
    assert queue(scene) == []
    counted = statistics(scene)["links"]
    assert counted == {"sign": "links", "made": 2, "right": 1, "wrong": 1, "waiting": 0}
    scene.undo(hidden)
    assert [case["subject"] for case in queue(scene)] == [f"post:{right}"]
    assert statistics(scene)["links"]["waiting"] == 1
    scene.client.sign_in(scene.olga)
    assert "Links of a new member" in scene.client.get("/moderation/statistics").text
    assert "Somebody who has just joined" in scene.client.get("/moderation").text


def test_a_report_outweighs_a_hint(scene: Scene) -> None:
    post = scene.reply("See https://watches.example")
    look(scene, post)
    scene.flag(scene.linh, post)
    [case] = queue(scene)
    assert (case["kind"], case["count"], len(case["hints"])) == ("report", 2, 1)


def test_a_text_that_waits_says_its_blocked_words(scene: Scene) -> None:
    url, headers = f"{API}/admin/blocked-words", scene.as_program(scene.olga)
    body = {"word": "watches", "consequence": "hold"}
    assert scene.client.post(url, json=body, headers=headers).status_code == 201
    held = scene.hold()
    scene.work("discussions.held_added")
    [case] = queue(scene, kind="held")
    assert case["hints"][0]["text"] == "Blocked words stand in it: watches."
    assert scene.act("approve_held", f"held:{held}").status_code == 200
    assert statistics(scene)["word"]["wrong"] == 1


def test_prints_are_forgotten_in_time(scene: Scene) -> None:
    look(scene, scene.reply(LONG))
    assert scene.rows("post_print")
    scene.client.do(forget_all)
    assert scene.rows("post_print") == []


async def forget_all(runtime: object) -> None:
    from datetime import timedelta

    from forum.core.actor import SYSTEM
    from forum.moderation import queries
    from forum.runtime import Runtime

    assert isinstance(runtime, Runtime)
    async with runtime.unit(SYSTEM) as unit:
        await queries.forget_prints(unit.db, unit.now + timedelta(days=1))
