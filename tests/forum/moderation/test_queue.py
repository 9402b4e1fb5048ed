"""What waits for moderators: by language and space, claimed by one at a time."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import SpaceId
from forum.core.paging import Key, Window
from forum.core.permissions import Grant, Permission, Role
from forum.moderation import actions, queries
from forum.moderation.actions import carry_out
from forum.moderation.acts import make
from forum.moderation.channels import QueueChannel
from forum.moderation.listening import channels
from forum.moderation.queries import CaseFilter, Handled
from forum.moderation.queueing import CaseKind
from forum.moderation.reckoning import handling
from forum.moderation.rules import AlreadyDone, Claimed, FlagReason, suggested
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client
from tests.factories import NOON
from tests.forum.moderation.scene import Json, Scene


@pytest.fixture
def second(scene: Scene) -> Actor:
    return scene.client.member("otto", Role.MODERATOR)


def claim(scene: Scene, case: Json, who: Actor, method: str = "PUT") -> Json:
    url = f"{API}/admin/flags/{case['id']}/claim"
    answer = scene.client.request(method, url, headers=scene.as_program(who))
    return {"status": answer.status_code} | (answer.json() if answer.content else {})


def test_the_queue_is_read_by_language_and_space(scene: Scene) -> None:
    scene.client.do(factories.space, "elsewhere")
    scene.flag(scene.linh)
    [case] = scene.queue()
    assert (case["language"], case["space"]["slug"]) == (case["post"]["language"], "general")
    assert scene.queue(language=case["language"], space="general") == [case]
    assert scene.queue(language="th") == []
    assert scene.queue(space="elsewhere") == []
    scene.act("move_topic", f"topic:{scene.topic}", fields={"space": "elsewhere"})
    assert [one["id"] for one in scene.queue(space="elsewhere")] == [case["id"]]


def test_pages_of_the_queue_follow_each_other_both_ways(scene: Scene, second: Actor) -> None:
    others = [scene.maria, scene.anew().maria, scene.anew().maria]
    for count in (1, 3, 2, 1, 3, 1):
        post = scene.anew().post
        for who in (scene.linh, second, *others)[:count]:
            scene.flag(who, post)
    everything = [one["id"] for one in scene.queue()]
    assert [one["count"] for one in scene.queue()] == [3, 3, 2, 1, 1, 1]

    for limit in (1, 2, 3, 4, 6):
        assert scene.client.do(walked, scene.olga, CaseFilter(), limit) == [everything, everything]


def test_several_kinds_are_one_list_in_the_order_of_all(scene: Scene, second: Actor) -> None:
    for count in (1, 2):
        post = scene.anew().post
        for who in (scene.linh, second)[:count]:
            scene.flag(who, post)
        scene.hold()
        scene.work("discussions.held_added")
        scene.work("discussions.held_added")
    scene.translate("de")
    scene.flag(scene.linh, reason="wrong_translation", translation="de")
    everything = [(one["id"], CaseKind(one["kind"])) for one in waits(scene, scene.olga)]
    waiting = {CaseKind.REPORT, CaseKind.HELD, CaseKind.TRANSLATION}
    assert {kind for _, kind in everything} == waiting
    absent = next(kind for kind in CaseKind if kind not in waiting)
    for many in range(1, len(waiting) + 2):
        for kinds in combinations([*waiting, absent], many):
            expected = [number for number, kind in everything if kind in kinds]
            wanted = CaseFilter(kinds=kinds)
            for limit in (1, 2):
                found = scene.client.do(walked, scene.olga, wanted, limit)
                assert found == [expected, expected]
            assert scene.client.do(counted, scene.olga, wanted) == len(expected)


async def walked(runtime: Runtime, who: Actor, wanted: CaseFilter, limit: int) -> list[list[int]]:
    """The cases of all pages, read from the first to the last and back."""
    there, back, page = [], [], None
    async with runtime.database.reading() as db:
        while page is None or page.next is not None:
            window = Window(limit, after=page.next if page else None)
            page = await queries.cases_page(db, who, wanted, NOON, window)
            there += [one.id for one in page.items]
        key: Key | None = (0, 0)
        while key is not None:
            window = Window(limit, before=key)
            page = await queries.cases_page(db, who, wanted, NOON, window)
            back[:0] = [one.id for one in page.items]
            key = page.previous
    return [there, back]


async def counted(runtime: Runtime, who: Actor, wanted: CaseFilter) -> int:
    async with runtime.database.reading() as db:
        return await queries.cases(db, who, wanted)


def test_one_moderator_takes_a_case_and_another_is_told_who(scene: Scene, second: Actor) -> None:
    scene.flag(scene.linh)
    [case] = scene.queue()
    taken = claim(scene, case, scene.olga)
    assert (taken["status"], taken["claim"]["by"]["handle"]) == (200, "olga")
    refused = claim(scene, case, second)
    assert (refused["status"], refused["code"]) == (409, "claimed")
    assert "Olga" in refused["detail"]
    assert claim(scene, case, second, "DELETE")["status"] == 204
    assert [one["id"] for one in scene.queue(mine="true")] == [case["id"]]
    was = scene.client.runtime.clock
    later = timedelta(minutes=16)
    object.__setattr__(scene.client.runtime, "clock", lambda: was() + later)
    assert claim(scene, case, second)["claim"]["by"]["handle"] == "otto"
    assert claim(scene, case, second, "DELETE")["status"] == 204
    assert scene.queue()[0]["claim"] is None


def test_a_case_tells_who_it_is_about_and_what_may_fit(scene: Scene) -> None:
    target = f"member:{scene.maria.member_id}"
    scene.act("silence_member", target)
    scene.flag(scene.linh, reason="off_topic")
    [case] = scene.queue()
    assert case["history"] == {"decisions": 1, "in_force": ["silence"]}
    assert case["suggested"] == ["split_topic", "hide_post", "dismiss_flags"]


def test_a_report_tells_how_earlier_ones_of_the_same_member_were_decided(scene: Scene) -> None:
    for act in ("hide_post", "dismiss_flags", "hide_post"):
        post = scene.anew().post
        scene.flag(scene.linh, post)
        scene.act(act, f"post:{post}")
    scene.flag(scene.linh)
    scene.flag(scene.client.member("nok"))
    [case] = scene.queue()
    assert [one["earlier"] for one in case["flags"]] == [
        {"decided": 3, "upheld": 2},
        {"decided": 0, "upheld": 0},
    ]
    scene.client.sign_in(scene.olga)
    page = scene.client.get("/moderation").text
    assert page.count("3 earlier reports, of which 2 led to an act") == 1


def test_every_reason_suggests_acts_that_there_are() -> None:
    from forum.moderation.acts import ACTS

    for reason in FlagReason:
        assert set(suggested([reason])) <= set(ACTS)
    assert suggested(list(FlagReason))[-1] == "dismiss_flags"


def test_a_wrong_translation_is_reported_and_removed(scene: Scene) -> None:
    scene.translate("de")
    refused = scene.flag(scene.linh, reason="wrong_translation")
    assert [one["pointer"] for one in refused.json()["errors"]] == ["#/translation"]
    done = scene.flag(scene.linh, reason="wrong_translation", translation="de")
    assert done.status_code == 201, done.text
    [case] = scene.queue()
    assert case["flags"][0]["translation"] == "de"
    assert case["suggested"][0] == "remove_translation"
    audit = scene.act("remove_translation", f"post:{scene.post}", fields={"language": "de"})
    url = f"{API}/posts/{scene.post}?lang=de"
    assert scene.client.get(url).json()["translation"] is None
    assert scene.queue() == []
    scene.undo(audit.json()["audit"]["id"])
    assert "Billige Uhren!" in scene.client.get(url).json()["translation"]["html"]
    assert [one["id"] for one in scene.queue()] == [case["id"]]


def test_statistics_tell_how_long_reports_waited(scene: Scene) -> None:
    scene.flag(scene.linh)
    language = scene.queue()[0]["language"]
    headers = scene.as_program(scene.olga)
    url = f"{API}/admin/statistics"
    [row] = scene.client.get(url, headers=headers).json()
    assert (row["language"], row["waiting"], row["median_minutes"]) == (language, 1, None)
    scene.act("dismiss_flags", f"post:{scene.post}")
    [row] = scene.client.get(url, headers=headers).json()
    assert (row["closed"], row["waiting"], row["median_minutes"]) == (1, 0, 0)
    scene.client.sign_in(scene.olga)
    page = scene.client.get("/moderation/statistics").text
    assert "<svg" in page
    assert "<table" in page
    refused = scene.client.get(url, headers=scene.as_program(scene.linh))
    assert refused.status_code == 403


def test_figures_are_those_of_each_language() -> None:
    start = factories.NOON
    cases = [Handled("th", start, start + timedelta(minutes=n)) for n in range(1, 11)]
    found = handling([*cases, Handled("fr", start, None)])
    assert [(one.language, one.median_minutes, one.slow_minutes) for one in found] == [
        ("th", 5, 9),
        ("fr", None, None),
    ]


def test_a_case_is_taken_and_given_back_on_the_page(scene: Scene, second: Actor) -> None:
    scene.flag(scene.linh)
    [case] = scene.queue()
    browser: Client = scene.client
    browser.sign_in(scene.olga)
    taken = browser.fill_in("/moderation", {}, f"/moderation/cases/{case['id']}/claim")
    assert taken.headers["location"] == f"/p/{scene.post}/moderate"
    assert "You have taken this." in browser.get("/moderation").text
    browser.sign_in(second)
    shown = browser.get("/moderation").text
    assert "is looking at this." in shown
    refused = browser.fill_in("/moderation", {}, f"/moderation/cases/{case['id']}/claim")
    assert refused.status_code == 409
    assert "Somebody is looking at this until" in refused.text
    browser.sign_in(scene.olga)
    given = browser.fill_in("/moderation", {}, f"/moderation/cases/{case['id']}/release")
    assert given.status_code == 303


def test_one_list_holds_reports_texts_and_appeals(scene: Scene, second: Actor) -> None:
    held = scene.hold()
    scene.work("discussions.held_added")
    scene.work("discussions.held_added")
    audit = scene.act("lock_topic", f"topic:{scene.topic}").json()["audit"]["id"]
    url = f"{API}/decisions/{audit}/appeal"
    headers = scene.as_program(scene.maria)
    assert scene.client.post(url, json={"text": "Why?"}, headers=headers).status_code == 201
    scene.translate("de")
    scene.flag(scene.linh, reason="wrong_translation", translation="de")
    found = {case["kind"]: case for case in waits(scene, scene.olga)}
    assert {kind: case["subject"] for kind, case in found.items()} == {
        "held": f"held:{held}",
        "appeal": f"appeal:{audit}",
        "translation": f"post:{scene.post}",
    }
    assert found["held"]["held"]["body"]["source"] == "Dear watches!"
    assert found["held"]["suggested"] == ["approve_held", "decline_held"]
    assert found["appeal"]["appeal"]["appeal"]["text"] == "Why?"
    assert found["appeal"]["space"] is None
    for kind, case in found.items():
        assert waits(scene, scene.olga, kind=kind) == [case]
        assert claim(scene, case, second)["claim"]["by"]["handle"] == "otto"
        assert claim(scene, case, scene.olga)["status"] == 409
    scene.flag(second)
    assert [case["kind"] for case in scene.queue()] == ["report"]


def waits(scene: Scene, who: Actor, **query: str) -> list[Json]:
    headers = scene.as_program(who)
    answer = scene.client.get(f"{API}/admin/queue", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["items"]
    return found


def test_a_text_leaves_the_queue_when_it_is_decided_or_taken_back(scene: Scene) -> None:
    held, other = scene.hold(), scene.hold()
    scene.work("discussions.held_added")
    audit = scene.act("decline_held", f"held:{held}").json()["audit"]["id"]
    headers = scene.as_program(scene.maria)
    scene.client.delete(f"{API}/held/{other}", headers=headers)
    assert waits(scene, scene.olga) == []
    scene.undo(audit)
    scene.work("discussions.held_added")
    assert [case["subject"] for case in waits(scene, scene.olga)] == [f"held:{held}"]


def test_the_queue_is_a_channel_for_those_who_decide_there(scene: Scene) -> None:
    somchai = replace(scene.linh, grants=(grant(language="th"),))
    keeper = replace(scene.linh, grants=(grant(space=1),))
    heard = {"moderation": [scene.olga], "moderation:language:th": [scene.olga, somchai]}
    heard |= {"moderation:space:general": [scene.olga, keeper], "moderation:language:fr": []}
    channel = QueueChannel(scene.client.runtime)
    for name, those in heard.items():
        for who in (scene.linh, scene.olga, somchai, keeper):
            admitted = scene.client.do(admits, channel, who, name.partition(":")[2])
            assert admitted == (who in those or who is scene.olga), (name, who)
    assert channels(somchai, {}) == ["moderation:language:th"]
    assert channels(keeper, {SpaceId(1): "general"}) == ["moderation:space:general"]
    assert channels(scene.olga, {}) == ["moderation"]


def grant(**where: Any) -> Grant:
    return Grant(frozenset({Permission.FLAG_RESOLVE}), **where)


async def admits(_runtime: Runtime, channel: QueueChannel, who: Actor, key: str) -> bool:
    try:
        await channel.admit(who, key)
    except NotFound:
        return False
    return True


def test_two_moderators_at_once_make_one_act(scene: Scene, second: Actor) -> None:
    scene.flag(scene.linh)
    act = make("hide_post", f"post:{scene.post}", "It sells watches.")

    async def decide(runtime: Runtime, who: Actor) -> str:
        try:
            async with runtime.unit(who) as unit:
                await carry_out(unit, act)
        except AlreadyDone as late:
            return late.code
        return "done"

    async def both(runtime: Runtime) -> list[str]:
        return sorted(await asyncio.gather(*(decide(runtime, who) for who in (scene.olga, second))))

    assert scene.client.do(both) == ["already_done_by", "done"]
    assert [row["act"] for row in scene.record()] == ["hide_post"]
    assert scene.queue() == []


def test_two_moderators_at_once_take_a_case_once(scene: Scene, second: Actor) -> None:
    scene.flag(scene.linh)
    [case] = scene.queue()

    async def take(runtime: Runtime, who: Actor) -> str:
        try:
            async with runtime.unit(who) as unit:
                await actions.claim(unit, case["id"])
        except Claimed as late:
            return late.code
        return "taken"

    async def both(runtime: Runtime) -> list[str]:
        return sorted(await asyncio.gather(*(take(runtime, who) for who in (scene.olga, second))))

    assert scene.client.do(both) == ["claimed", "taken"]
