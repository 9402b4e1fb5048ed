"""Texts that moderators and members do not read, beside their translations."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from forum.app import SUBJECTS
from forum.core.actor import SYSTEM, Actor
from forum.core.permissions import Role
from forum.jobs.runner import Runner
from forum.moderation.erasing import forget_translations
from forum.runtime import Runtime
from forum.translations.jobs import kinds as translation_kinds
from forum.translations.subjects import load
from tests import factories
from tests.client import API, running
from tests.forum.moderation.scene import Json, Scene, build
from tests.forum.moderation.test_appeals import mailed
from tests.services.databases import Databases

THAI = "ขายนาฬิการาคาถูก ติดต่อได้ทุกวันที่ร้านของเรา"
FRENCH = "C’est de la publicité pour des montres, et rien de plus."
MARK = "⟦"
"""With which the engine for tests marks what it makes."""


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)]
)
def scene(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """The scene of these tests, with an engine; what one test leaves harms no other."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    with ExitStack() as stack:
        url = stack.enter_context(databases.fresh(factories.prepared))
        folder = tmp_path_factory.mktemp("beside")
        yield build(stack.enter_context(running(url, folder, translators=("pseudo",))))


@pytest.fixture(scope="module")
def clara(scene: Scene) -> Actor:
    """A moderator who reads French alone."""
    return scene.client.member("clara", Role.MODERATOR, locale="fr", languages=["fr"])


@pytest.fixture(scope="module")
def somchai(scene: Scene) -> Actor:
    """A member who reads Thai alone."""
    return scene.client.member("somchai", locale="th", languages=["th"])


def translate(scene: Scene) -> None:
    """Do the translations that were asked for."""

    async def drain(runtime: Runtime) -> None:
        engines = scene.client.app_state["engines"]
        await Runner(runtime, translation_kinds(engines, SUBJECTS)).drain()

    scene.client.do(drain)


def read(scene: Scene, path: str, who: Actor, **query: str) -> Any:
    answer = scene.client.get(f"{API}{path}", params=query, headers=scene.as_program(who))
    assert answer.status_code == 200, answer.text
    return answer.json()


def case_of(scene: Scene, subject: str, who: Actor, **query: str) -> Json:
    found = read(scene, "/admin/queue", who, **query)["items"]
    [case] = [one for one in found if one["subject"] == subject]
    return case


def translated(scene: Scene, subject: str, who: Actor) -> Json:
    """A case as somebody reads it who has asked for it once before."""
    assert case_of(scene, subject, who)["translation"] is None
    translate(scene)
    return case_of(scene, subject, who)


def on_page(scene: Scene, path: str, who: Actor) -> str:
    scene.client.sign_in(who)
    shown = scene.client.get(path)
    scene.client.cookies.clear()
    assert shown.status_code == 200, shown.text
    return shown.text


def test_a_text_that_waits_is_read_in_the_moderators_language(scene: Scene, clara: Actor) -> None:
    held = scene.hold(THAI)
    scene.work("discussions.held_added")
    case = translated(scene, f"held:{held}", clara)
    assert (case["language"], case["translation"]["language"]) == ("th", "fr")
    assert MARK in case["translation"]["html"]
    assert case_of(scene, f"held:{held}", clara, lang="th")["translation"] is None
    [listed] = [one for one in read(scene, "/admin/held", clara)["items"] if one["id"] == held]
    assert listed["translation"] == case["translation"]
    for path in ("/moderation?kind=held", f"/held/{held}/moderate"):
        page = on_page(scene, path, clara)
        assert THAI in page, path
        assert '<div class="text" lang="fr"' in page, path
    headers = scene.as_program(scene.maria)
    assert scene.client.delete(f"{API}/held/{held}", headers=headers).status_code == 204
    assert f"held:{held}" not in {row["subject"] for row in scene.rows("translation")}


def test_what_is_reported_and_the_remark_are_read_in_the_moderators_language(
    scene: Scene, clara: Actor, somchai: Actor
) -> None:
    post = scene.reply(THAI, who=somchai)
    scene.flag(scene.linh, post, remark="Nobody asked for any of these watches here.")
    case = translated(scene, f"post:{post}", clara)
    assert MARK in case["translation"]["html"]
    assert MARK in case["flags"][0]["remark_translation"]["html"]
    for path in ("/moderation", f"/p/{post}/moderate"):
        assert '<div class="text" lang="fr"' in on_page(scene, path, clara), path
    assert scene.flag(scene.maria, post).json()["remark_translation"] is None


def test_reasons_appeals_and_answers_are_read_by_each_side_in_its_language(
    scene: Scene, clara: Actor, somchai: Actor
) -> None:
    target = f"member:{somchai.member_id}"
    audit = scene.act("warn_member", target, clara, reason=FRENCH).json()["audit"]["id"]
    assert FRENCH in on_page(scene, f"/decisions/{audit}", somchai)
    translate(scene)
    [decision] = read(scene, "/decisions", somchai)["items"]
    assert (decision["reason"], decision["language"]) == (FRENCH, "fr")
    assert decision["translation"]["language"] == "th"
    for path in ("/decisions", f"/decisions/{audit}"):
        assert MARK in on_page(scene, path, somchai), path
    [mail] = mailed(scene, "moderation.tell")
    assert mail.text.index(MARK) < mail.text.rindex(FRENCH)

    url, headers = f"{API}/decisions/{audit}/appeal", scene.as_program(somchai)
    assert scene.client.post(url, json={"text": THAI}, headers=headers).status_code == 201
    other = scene.client.member("otto", Role.MODERATOR, locale="de", languages=["de"])
    assert MARK in translated(scene, f"appeal:{audit}", other)["translation"]["html"]
    assert MARK in on_page(scene, f"/moderation/appeals/{audit}", other)
    translate(scene)
    [appealed] = read(scene, "/admin/appeals", other)["items"]
    assert MARK in appealed["translation"]["html"]
    assert MARK in appealed["reason_translation"]["html"]
    verdict = {"outcome": "kept", "answer": "Das bleibt so, denn es war eindeutig Werbung."}
    url, headers = f"{API}/admin/appeals/{audit}", scene.as_program(other)
    assert scene.client.post(url, json=verdict, headers=headers).status_code == 204
    translate(scene)
    appeal = read(scene, "/decisions", somchai)["items"][0]["appeal"]
    assert (appeal["answer_language"], appeal["answer_translation"]["language"]) == ("de", "th")


def test_what_few_read_is_told_to_nobody_and_goes_with_its_author(
    scene: Scene, clara: Actor
) -> None:
    nok = scene.client.member("nok", languages=["en"])
    post = scene.anew().post
    flag = scene.flag(nok, post, remark="It sells watches, again and again.").json()["id"]
    case_of(scene, f"post:{post}", clara)
    before = scene.rows("log_entry")
    translate(scene)
    told = [row for row in scene.rows("log_entry") if row not in before]
    assert not [row for row in told if f"flag:{flag}" in str(row["data"])]
    assert [row for row in scene.rows("translation_unit") if row["memory"] == f"flag:{flag}"]

    async def forget(runtime: Runtime) -> bool:
        async with runtime.unit(SYSTEM) as unit:
            return await forget_translations(unit, nok.require_member())

    assert scene.client.do(forget)
    assert not scene.client.do(forget)
    assert f"flag:{flag}" not in {row["subject"] for row in scene.rows("translation")}
    assert not [row for row in scene.rows("translation_unit") if row["memory"] == f"flag:{flag}"]


def test_only_the_house_translates_what_is_said_about_a_member(
    scene: Scene, somchai: Actor
) -> None:
    about = scene.act("warn_member", f"member:{somchai.member_id}").json()["audit"]["id"]
    post = scene.anew().post
    on = scene.act("hide_post", f"post:{post}").json()["audit"]["id"]

    async def reach(runtime: Runtime, audit: int) -> str:
        async with runtime.database.reading() as db:
            found = await load(SUBJECTS, db, f"reason:{audit}")
        assert found is not None
        return found.reach

    assert scene.client.do(reach, about) == "inside"
    assert scene.client.do(reach, on) == "any"
