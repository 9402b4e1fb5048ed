"""The record of acts."""

import pytest

from forum.core.permissions import Role
from forum.discussions import actions
from forum.discussions.rules import TopicState
from forum.runtime import Runtime
from tests.forum.moderation.scene import Scene


@pytest.fixture
def acts(scene: Scene) -> list[str]:
    """Five acts, the newest first."""
    topic, post = f"topic:{scene.topic}", f"post:{scene.post}"
    ivan = scene.client.member("ivan", Role.MODERATOR)
    done = [
        ("lock_topic", topic, scene.olga),
        ("hide_post", post, ivan),
        ("unlock_topic", topic, ivan),
        ("restore_post", post, scene.olga),
        ("hide_post", post, scene.olga),
    ]
    for act, target, who in done:
        assert scene.act(act, target, who).status_code == 200
    return [act for act, _, _ in reversed(done)]


def names(entries: list[dict[str, str]]) -> list[str]:
    return [entry["act"] for entry in entries]


def test_the_record_begins_with_the_newest(scene: Scene, acts: list[str]) -> None:
    assert names(scene.record()) == acts


def test_the_record_is_read_by_act_by_target_and_by_who_acted(
    scene: Scene, acts: list[str]
) -> None:
    assert names(scene.record(act="hide_post")) == ["hide_post", "hide_post"]
    assert names(scene.record(target=f"topic:{scene.topic}")) == ["unlock_topic", "lock_topic"]
    mine = scene.record(actor=scene.olga.member_id)
    assert names(mine) == ["hide_post", "restore_post", "lock_topic"]
    assert scene.record(act="burn_post") == scene.record(target="x") == scene.record(actor=99) == []


def test_pages_of_the_record_give_every_entry_once(scene: Scene, acts: list[str]) -> None:
    found: list[str] = []
    page = scene.listed("audit", limit=2)
    while True:
        found += names(page["items"])
        if page["next"] is None:
            break
        page = scene.listed("audit", limit=2, cursor=page["next"])
    assert found == acts


def test_a_refused_act_leaves_no_trace(scene: Scene) -> None:
    scene.act("lock_topic", f"topic:{scene.topic}", scene.linh)
    scene.act("unlock_topic", f"topic:{scene.topic}")
    assert scene.record() == []
    assert scene.topic_as_seen_by(scene.linh)["state"] == "open"


def test_a_post_hidden_from_elsewhere_is_restored_without_an_entry_to_undo(scene: Scene) -> None:
    async def hide(runtime: Runtime) -> None:
        async with runtime.unit(scene.olga) as unit:
            await actions.set_state(unit, scene.topic, TopicState.HIDDEN)

    scene.client.do(hide)
    restored = scene.act("restore_topic", f"topic:{scene.topic}").json()
    assert (restored["changed"]["state"], restored["audit"]["undoes"]) == ("open", None)
