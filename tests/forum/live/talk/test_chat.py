"""Chat in a session: said by whom and for whom, in every reader's language, and removed."""

import json
from typing import Any

import anyio
import pytest
from sqlalchemy import event
from sqlmodel import select

from forum.accounts.tables import Member
from forum.core.ids import DelegationId, SessionId
from forum.core.paging import Window
from forum.delegations.rules import OrganisationKind
from forum.delegations.tables import Delegation, Organisation
from forum.live.chat import actions, queries
from forum.live.chat.events import ChatSaid
from forum.live.chat.schemas import ChatLineOut
from forum.live.sessions.doing import Doing
from forum.live.sessions.states import SessionState
from forum.live.speech.desk import Desk
from forum.live.speech.schemas import LineDraft
from forum.runtime import Runtime
from i18n.translate.pseudo import Pseudo
from tests.forum.live.talk.room import Room


def say(room: Room, text: str = "Good morning.", who: str = "linh", **more: str) -> int:
    answer = room.post("/chat", {"text": text, "language": "en", **more}, who)
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["id"]
    return number


def test_a_line_says_who_wrote_it_and_for_whom(room: Room) -> None:
    line = say(room)
    [shown] = room.items("/chat")
    assert (shown["id"], shown["text"], shown["removed"]) == (line, "Good morning.", False)
    assert shown["speaker"]["member"]["handle"] == "linh"
    behalf = shown["speaker"]["on_behalf"]
    assert (behalf["delegation"]["name"], behalf["capacity"]) == ("Vietnam", "alternate")
    [entry] = room.log()
    assert (entry["event"], entry["id"], entry["for"]["capacity"]) == (
        "chat.said",
        line,
        "alternate",
    )
    assert "text" not in entry


def test_a_line_on_a_page_says_all_that_its_rows_say(room: Room) -> None:
    for who in ("linh", "nadja", "chair"):
        say(room, who=who)
    room.post(f"/chat/{say(room)}/remove", {}, "linh")
    organisation = {"name": "ASEAN Foundation", "language": "en", "kind": OrganisationKind.OTHER}
    for called in ({}, {"organisation": organisation}, {"name": "Hanoi", "language": "vi"}):
        room.client.do(_call_delegation, room.people.delegation, called)
        for locale in ("en", "th"):
            of_rows, of_values = room.client.do(_both_ways, room.id, locale)
            assert len(of_rows) == 4
            assert of_values == of_rows
    room.client.do(_call_delegation, room.people.delegation, {"name": "", "organisation_id": None})


async def _call_delegation(runtime: Runtime, number: DelegationId, called: dict[str, Any]) -> None:
    async with runtime.database.writer() as db, db.begin():
        row = await db.get_one(Delegation, number)
        if given := called.get("organisation"):
            of = Organisation(**given, created_at=runtime.clock())
            db.add(of)
            await db.flush()
            called = {"organisation_id": of.id}
        for name, value in called.items():
            setattr(row, name, value)


async def _both_ways(
    runtime: Runtime, session: SessionId, locale: str
) -> tuple[list[ChatLineOut], list[ChatLineOut]]:
    async with runtime.database.reading() as db:
        rows = await queries.lines_page(db, session, Window(10))
        values = await queries.briefs_page(db, session, Window(10))
    return [one.out(locale, {}) for one in rows.items], [
        one.out(locale, {}) for one in values.items
    ]


def test_a_line_reaches_readers_at_once_and_then_in_their_language(room: Room) -> None:
    room.read_in("en", "th", "fr")
    line = say(room)
    room.settle()
    sent = room.sent("chat.text")
    first = {language for language, data in sent if data["translation"] is None}
    later = {language: data for language, data in sent if data["translation"]}
    assert first == {"en", "th", "fr"}
    assert set(later) == {"th", "fr"}
    assert all(one["id"] == line for one in later.values())
    assert later["th"]["translation"]["status"] == "machine"
    [shown] = room.items("/chat?lang=th")
    assert shown["translation"]["text"] == later["th"]["translation"]["text"]
    assert shown["speaker"]["on_behalf"]["delegation"]["name"] == "เวียดนาม"


def test_lines_said_at_once_are_read_once_and_keep_their_authors_waiting_for_nothing(
    room: Room,
) -> None:
    room.read_in("th")
    lines = [say(room, text) for text in ("One.", "Two.", "Three.")]
    room.settle()
    before = len(room.sent("chat.text"))
    desk: Desk = room.client.app_state["desk"]
    readings: list[object] = []
    engine = room.client.runtime.database.engines[-1].sync_engine

    async def hear(runtime: Runtime) -> int:
        for line in lines:
            about = Doing(session_id=room.id, at=0, by=None, on_behalf=None)
            await desk.hear(runtime, ChatSaid(**about, id=line, language="en"))
        return len(readings)

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM live_language" in statement:
            readings.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert room.client.do(hear) == 0
        room.settle()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(readings) == 1
    sent = [data["id"] for _, data in room.sent("chat.text")[before:] if not data["translation"]]
    assert sent == lines


def test_what_was_just_said_goes_out_without_being_read_again(room: Room) -> None:
    room.read_in("th")
    read: list[str] = []
    engine = room.client.runtime.database.engines[-1].sync_engine

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if any(f"FROM {table}" in statement for table in ("chat_line", "live_language")):
            read.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        line = say(room)
        room.settle()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert read == []
    assert [(data["id"], bool(data["translation"])) for _, data in room.sent("chat.text")] == [
        (line, False),
        (line, True),
    ]


def test_texts_that_read_the_same_are_translated_and_kept_together(room: Room) -> None:
    room.read_in("th", "fr")

    async def say_twice(runtime: Runtime) -> None:
        async with runtime.unit(room.people.actors["linh"]) as unit:
            for _ in range(2):
                await actions.say(unit, room.id, LineDraft(text="Hear, hear!", language="en"))

    room.client.do(say_twice)
    room.settle()
    made = [data["translation"] for _, data in room.sent("chat.text") if data["translation"]]
    assert sorted(one["language"] for one in made) == ["fr", "fr", "th", "th"]
    shown = room.items("/chat?lang=th")
    assert len({one["translation"]["text"] for one in shown}) == 1


def test_a_line_removed_while_it_is_translated_goes_out_in_no_other_language(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    translate = Pseudo.translate

    async def slowly(self: Pseudo, *args: Any, **more: Any) -> Any:
        await anyio.to_thread.run_sync(room.ask, "DELETE", f"/chat/{line}", "chair")
        return await translate(self, *args, **more)

    monkeypatch.setattr(Pseudo, "translate", slowly)
    room.read_in("th")
    line = say(room, "Said in haste, and taken back.")
    room.settle()
    assert [data["translation"] for _, data in room.sent("chat.text")] == [None]
    assert room.items("/chat?lang=th")[0]["translation"] is None


def test_a_removed_line_is_gone_with_its_translations_from_every_list(room: Room) -> None:
    room.read_in("fr")
    line = say(room)
    room.settle()
    refused = room.ask("DELETE", f"/chat/{line}", "nadja")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_part")
    assert room.ask("DELETE", f"/chat/{line}", "chair").status_code == 204
    [shown] = room.items("/chat?lang=fr")
    assert (shown["removed"], shown["text"], shown["translation"]) == (True, "", None)
    assert [one["event"] for one in room.log()] == ["chat.said", "chat.removed"]
    assert room.ask("DELETE", f"/chat/{line}", "chair").status_code == 404
    own = say(room)
    assert room.ask("DELETE", f"/chat/{own}", "linh").status_code == 204
    assert room.ask("DELETE", f"/chat/{say(room)}", "ada").status_code == 204


def test_who_does_not_take_part_or_comes_too_late_is_refused(room: Room) -> None:
    refused = room.post("/chat", {"text": "Hello"}, "stranger")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_part")
    say(room)
    room.move(SessionState.CLOSED)
    late = room.post("/chat", {"text": "Hello"})
    assert (late.status_code, late.json()["code"]) == (409, "not_at_this_stage")
    room.move(SessionState.DRAFT)
    assert room.ask("GET", "/chat", "stranger").status_code == 404
    assert len(room.items("/chat")) == 1


@pytest.mark.parametrize(
    "body",
    [
        b'{"text": "a \\ud83d"}',
        b'{"text": "a \xff"}',
        b'{"text": "\\u0000"}',
        b'{"text": " \\n "}',
        json.dumps({"text": "a" * 501}).encode(),
    ],
)
def test_broken_texts_are_refused_and_change_nothing(room: Room, body: bytes) -> None:
    json_type = {"content-type": "application/json"}
    assert room.ask("POST", "/chat", content=body, headers=json_type).status_code == 422
    assert room.log() == []


def test_controls_and_line_ends_never_come_through(room: Room) -> None:
    say(room, "one\x07 \u202etwo\r\nthree\x1b")
    assert [one["text"] for one in room.items("/chat")] == ["one two three"]


def test_the_list_is_read_page_by_page_from_the_newest(room: Room) -> None:
    lines = [say(room, f"Line {number}") for number in range(5)]
    first = room.ask("GET", "/chat?limit=3").json()
    rest = room.ask("GET", f"/chat?limit=3&cursor={first['next']}").json()
    assert [one["id"] for one in first["items"] + rest["items"]] == lines[::-1]
    assert rest["next"] is None


def test_the_form_says_a_line_without_script_and_keeps_what_was_refused(room: Room) -> None:
    room.client.sign_in(room.people.actors["linh"])
    url = f"/sessions/{room.id}/chat"
    sent = room.client.fill_in(url, {"text": "From a form"}, url)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/sessions/{room.id}#chat")
    assert [one["text"] for one in room.items("/chat")] == ["From a form"]
    refused = room.client.fill_in(url, {"text": "x" * 600}, url)
    assert refused.status_code == 422
    assert "x" * 600 in refused.text
    line = room.items("/chat")[0]["id"]
    assert room.client.fill_in(url, {}, f"{url}/{line}/remove").status_code == 303
    assert "This line was removed." in room.client.get(url).text


def test_lines_that_are_made_once_say_what_their_rows_and_translations_say_now(
    room: Room,
) -> None:
    async def rename(runtime: Runtime) -> None:
        async with runtime.database.writer() as db, db.begin():
            member = (await db.exec(select(Member).where(Member.handle == "linh"))).one()
            member.name = "Somebody Else"

    def page(who: str) -> str:
        room.client.sign_in(room.people.actors[who])
        return room.client.get(f"/sessions/{room.id}/chat?lang=fr").text

    room.read_in("fr")
    line, other = say(room), say(room, "And good night.")
    page("nadja")  # perhaps before they are translated: what is not final is not kept
    room.settle()
    assert page("nadja").count('data-translation="machine"') == 2
    assert page("nadja").count(f"/chat/{line}/remove") == 0
    assert page("linh").count(f"/chat/{line}/remove") == 1
    assert "Somebody Else" not in page("nadja")
    room.client.do(rename)
    assert page("nadja").count("<bdi>Somebody Else</bdi>") == 2
    assert room.ask("DELETE", f"/chat/{other}", "linh").status_code == 204
    assert "And good night." not in page("nadja")
    assert "This line was removed." in page("nadja")
