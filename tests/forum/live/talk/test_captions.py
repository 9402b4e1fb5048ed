"""Captions: stored once, sent in every reader's language, told as files; and what is missing."""

import json
import re
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest
from sqlalchemy import event
from sqlmodel import col, delete

from forum.live.captions.queries import caption_subject
from forum.live.captions.rules import KEPT_MS
from forum.live.sessions.states import SessionState
from forum.live.speech.tables import LiveLanguage
from forum.runtime import Runtime
from forum.translations import actions as translations
from forum.translations.parts import write_line
from i18n.translate.pseudo import Pseudo
from i18n.translate.refusals import CallRefused
from tests.forum.live.captions.reader import read
from tests.forum.live.talk.room import Json, Room, milliseconds


def write(room: Room, who: str = "somchai", **more: Any) -> Any:
    body = {"key": "1", "text": "The meeting is open.", "language": "en", **more}
    return room.post("/captions", body, who)


def test_a_final_segment_is_stored_once_by_its_key(room: Room) -> None:
    first, again = write(room, heard="Chair"), write(room)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    differs = write(room, text="Something else.")
    assert (differs.status_code, differs.json()["code"]) == (409, "caption_differs")
    [shown] = room.items("/captions")
    assert (shown["heard"], shown["via"], shown["speaker"]["member"]["handle"]) == (
        "Chair",
        "typed",
        "somchai",
    )
    assert [(one["event"], one["id"], one["via"]) for one in room.log()] == [
        ("caption.final", shown["id"], "typed")
    ]


def test_a_partial_segment_is_shown_to_readers_of_its_language_and_stored_nowhere(
    room: Room,
) -> None:
    answer = write(room, final=False, via="recognised", engine="ear 1")
    assert answer.status_code == 202
    [(language, data)] = room.sent("caption.partial")
    assert (language, data["text"], data["key"]) == ("en", "The meeting is open.", "1")
    assert (room.items("/captions"), room.log()) == ([], [])
    assert write(room, final=False, who="nadja").status_code == 403
    assert len(room.sent("caption.partial")) == 1


def test_each_final_segment_is_translated_for_the_languages_present_alone(room: Room) -> None:
    room.read_in("en", "th", "fr")
    write(room)
    room.settle()
    translated = [(at, one["translation"]) for at, one in room.sent("caption.text")]
    assert {at for at, made in translated if made} == {"th", "fr"}
    assert {at for at, made in translated if not made} == {"en", "th", "fr"}
    [thai] = room.items("/captions?lang=th")
    assert (thai["translation"]["engine"], thai["via"]) == ("pseudo", "typed")


def test_what_is_made_in_several_languages_is_stored_by_one_change(room: Room) -> None:
    write(room, key="0")  # what a token's first use stores is stored
    room.settle()
    room.read_in("de", "fr", "th", "vi")
    commits: list[object] = []
    note = commits.append
    engine = room.client.runtime.database.engines[0].sync_engine
    event.listen(engine, "commit", note)
    try:
        write(room)
        room.settle()
    finally:
        event.remove(engine, "commit", note)
    assert len(commits) == 2  # that of the caption itself, and that
    assert len([one for _, one in room.sent("caption.text") if one["translation"]]) == 4


def test_a_line_made_for_one_reader_serves_the_next_until_it_is_corrected(room: Room) -> None:
    room.read_in("th")
    caption = write(room).json()["id"]
    room.settle()
    page = f"/sessions/{room.id}?lang=th"
    first, second = room.client.get(page).text, room.client.get(page).text
    line = f'<li id="captions-{caption}">'
    assert (first.count(line), second.count(line)) == (1, 1)
    assert 'data-translation="machine"' in second

    async def correct(runtime: Runtime) -> None:
        async with runtime.unit(room.people.actors["chair"]) as unit:
            subject = await caption_subject(unit.db, caption)
            assert subject is not None
            await translations.correct(unit, subject, "th", write_line("เปิดประชุม"))

    room.client.do(correct)
    assert "เปิดประชุม" in room.client.get(page).text


def test_who_comes_late_is_shown_the_last_ten_minutes(room: Room) -> None:
    now = milliseconds()
    for number, ago in enumerate((KEPT_MS - 5_000, 3_000)):
        write(room, key=str(number), text=f"Text {number}", began=now - ago, ended=now - ago + 900)
    old = write(room, key="9", began=now - KEPT_MS - 60_000, ended=now - KEPT_MS - 59_000)
    assert old.status_code == 422
    page = room.client.get(f"/sessions/{room.id}/captions?lang=en").text
    assert page.index("Text 0") < page.index("Text 1")


def panel(room: Room) -> str:
    found: str = room.client.get(f"/sessions/{room.id}/panels?names=captions&lang=en").text
    return found


def an_hour_ago() -> str:
    return f"{datetime.now(UTC) - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"


def correct(room: Room, caption: int, who: str = "somchai", **given: str) -> Any:
    body = {"text": "The meeting is closed.", **given}
    return room.ask("PATCH", f"/captions/{caption}", who, json=body)


def test_a_corrected_caption_reads_anew_everywhere_and_its_earlier_text_is_kept(
    room: Room,
) -> None:
    room.read_in("en", "th")
    caption = write(room, began=milliseconds() - 900, ended=milliseconds()).json()["id"]
    room.settle()
    before = room.items("/captions?lang=th")[0]["translation"]["text"]
    assert "The meeting is open." in panel(room)
    room.pushed.clear()
    corrected = correct(room, caption, "ada", heard="The chair").json()
    assert (corrected["version"], corrected["heard"]) == (2, "The chair")
    room.settle()
    assert [(one["event"], one["id"], one.get("version")) for one in room.log()] == [
        ("caption.final", caption, None),
        ("caption.corrected", caption, 2),
    ]
    sent = [(at, one["text"], one["translation"]) for at, one in room.sent("caption.text")]
    assert {(at, text) for at, text, _ in sent} == {
        ("en", "The meeting is closed."),
        ("th", "The meeting is closed."),
    }
    [made] = [made for _, _, made in sent if made]
    [thai] = room.items("/captions?lang=th")
    assert (thai["translation"]["text"], thai["translation"]["status"]) == (made["text"], "machine")
    assert made["text"] != before
    assert "The meeting is closed." in vtt(room, f"en.vtt?from={an_hour_ago()}").text
    assert "closed" in room.client.get(f"/sessions/{room.id}/captions?lang=en").text
    assert "The meeting is open." not in panel(room)
    assert "The meeting is closed." in panel(room)
    whole = room.ask("GET", f"/captions/{caption}", "nadja").json()
    [earlier] = whole["earlier"]
    assert (earlier["text"], earlier["heard"], earlier["version"]) == (
        "The meeting is open.",
        "",
        1,
    )
    assert earlier["replaced_by"]["handle"] == "ada"


def test_a_translation_of_a_text_that_was_corrected_since_is_none(room: Room) -> None:
    room.read_in("th")
    caption = write(room).json()["id"]
    room.settle()
    room.client.do(_let_present_pass, room)
    correct(room, caption)
    [thai] = room.items("/captions?lang=th")
    assert (thai["text"], thai["translation"]) == ("The meeting is closed.", None)
    assert "<lang en>The meeting is closed." in vtt(room, f"th.vtt?from={an_hour_ago()}").text


async def _let_present_pass(runtime: Runtime, room: Room) -> None:
    """Nobody reads the session any more."""
    async with runtime.database.writer() as db, db.begin():
        await db.exec(delete(LiveLanguage).where(col(LiveLanguage.session_id) == room.id))


def test_a_translation_under_way_of_what_was_corrected_meanwhile_is_let_go_of(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine takes its time; before it answers, the caption is another."""
    translate, asked = Pseudo.translate, []
    answered: Future[int] = Future()

    def correct_it() -> None:
        correct(room, answered.result(timeout=20))

    async def slowly(self: Pseudo, texts: Any, *args: Any, **more: Any) -> Any:
        asked.append(texts)
        if len(asked) == 1:
            await anyio.to_thread.run_sync(correct_it)
        return await translate(self, texts, *args, **more)

    monkeypatch.setattr(Pseudo, "translate", slowly)
    room.read_in("th")
    answered.set_result(write(room, text="Said in haste.").json()["id"])
    room.settle()
    made = [one for _, one in room.sent("caption.text") if one["translation"]]
    assert [one["text"] for one in made] == ["The meeting is closed."]


def test_a_caption_is_corrected_by_its_captioner_or_the_secretariat_until_the_record_is_final(
    room: Room,
) -> None:
    caption = write(room).json()["id"]
    for who in ("linh", "chair", "ines"):
        assert correct(room, caption, who).json()["code"] == "not_your_part", who
    same = correct(room, caption, text="The meeting is open.")
    assert (same.json()["version"], len(room.log())) == (1, 1)
    assert correct(room, caption + 10**6).status_code == 404
    assert correct(room, caption, text="  ").status_code == 422
    room.move(SessionState.CORRECTIONS)
    assert correct(room, caption).json()["version"] == 2
    room.move(SessionState.RECORD_FINAL)
    late = correct(room, caption, text="Something else.")
    assert (late.status_code, late.json()["code"]) == (409, "not_at_this_stage")


def test_a_caption_has_a_page_with_the_form_that_corrects_it(room: Room) -> None:
    caption, client = write(room).json()["id"], room.client
    page = f"/sessions/{room.id}/captions/{caption}"
    client.sign_in(room.people.actors["linh"])
    assert "<form" not in client.get(page).text.partition("<main")[2].partition("</main")[0]
    client.sign_in(room.people.actors["somchai"])
    for where in ("", "/desk"):
        assert f'href="{page}"' in client.get(f"/sessions/{room.id}/captions{where}").text
    sent = client.fill_in(page, {"text": "The meeting is closed."}, page)
    assert (sent.status_code, sent.headers["location"]) == (303, page)
    shown = client.get(page).text
    assert shown.index("The meeting is closed.") < shown.index("The meeting is open.")
    assert client.fill_in(page, {"text": ""}, page).status_code == 422
    assert client.get(f"/sessions/{room.id + 10**6}/captions/{caption}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b'{"key": "1", "language": "en", "text": "half \\ud83d"}',
        b'{"key": "1", "language": "en", "text": "half \xf0\x9f"}',
        b'{"key": "1", "language": "en", "text": "nul \\u0000"}',
        json.dumps({"key": "1", "language": "en", "text": "ก" * 1_501}).encode(),
        json.dumps({"key": "", "language": "en", "text": "a"}).encode(),
        json.dumps({"key": "1", "language": "xx-nowhere", "text": "a"}).encode(),
        json.dumps({"key": "1", "language": "en", "text": "a", "began": 5, "ended": 4}).encode(),
        json.dumps({"key": "1", "language": "en", "text": "a", "began": -1}).encode(),
        json.dumps({"key": "1", "language": "en", "text": "a", "began": 10**30}).encode(),
    ],
)
def test_broken_segments_are_refused_and_change_nothing(room: Room, body: bytes) -> None:
    kind = {"content-type": "application/json"}
    answer = room.ask("POST", "/captions", "somchai", content=body, headers=kind)
    assert answer.status_code == 422, answer.text
    assert (room.items("/captions"), room.log()) == ([], [])


def test_times_do_not_go_backwards_and_controls_are_dropped(room: Room) -> None:
    now = milliseconds()
    write(room, text="one\x07\r\ntwo\u202e", began=now - 2_000, ended=now - 1_000)
    back = write(room, key="2", began=now - 2_001, ended=now - 500)
    assert back.json()["errors"][0]["pointer"].endswith("began")
    ahead = write(room, key="3", began=now, ended=now + 3_600_000)
    assert ahead.status_code == 422
    assert [one["text"] for one in room.items("/captions")] == ["one two"]


def test_only_captioners_caption_and_only_interpreters_interpret(room: Room) -> None:
    assert write(room, "linh").json()["code"] == "not_your_part"
    assert write(room, "ines").json()["code"] == "not_your_part"
    assert write(room, "somchai", via="interpreted").json()["code"] == "not_your_part"
    assert write(room, "ines", via="interpreted", language="fr").status_code == 201


def test_an_interpreter_is_heard_by_readers_of_the_language_and_nobody_else(room: Room) -> None:
    room.read_in("en", "fr", "th")
    now = milliseconds()
    times = {"began": now - 2_000, "ended": now - 1_000}
    write(room, **times)
    write(room, "ines", via="interpreted", language="fr", text="Bonjour", **times)
    room.settle()
    french = [one["text"] for one in room.items("/captions?lang=fr")]
    thai = [one["text"] for one in room.items("/captions?lang=th")]
    assert (french, thai) == (["Bonjour"], ["The meeting is open."])
    assert {at for at, one in room.sent("caption.text") if one["text"] == "Bonjour"} == {"fr"}
    states = room.ask("GET", "/captions/languages").json()["languages"]
    assert {one["language"]: one["state"] for one in states} == {
        "en": "spoken",
        "fr": "interpreted",
        "th": "translated",
    }


def test_a_language_that_nothing_provides_is_said_to_be_missing(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_args: Any, **_more: Any) -> Any:
        raise CallRefused("not this one")

    monkeypatch.setattr(Pseudo, "translate", refuse)
    room.read_in("th")
    write(room, text="Never translated before.")
    room.settle()
    assert [(at, one["language"]) for at, one in room.sent("translation.missing")] == [("th", "th")]
    states = room.ask("GET", "/captions/languages").json()["languages"]
    assert {one["language"]: one["state"] for one in states}["th"] == "missing"
    page = room.client.get(f"/sessions/{room.id}/captions?lang=th").text
    assert "Never translated before." in page
    assert "Original, in English" in page
    assert [chosen(room, tail) for tail in ("?lang=th", "/captions?lang=th")] == [
        {"en": False, "fr": False, "th": True}
    ] * 2


def chosen(room: Room, tail: str) -> dict[str, bool]:
    """The languages that a page lets readers choose from: whether each is said to be missing."""
    page = room.client.get(f"/sessions/{room.id}{tail}").text
    links = re.findall(r'<a href="[^"]*\blang=\w+[^"]*"[^>]*><bdi lang="(\w+)">(.*?)</a>', page)
    return {tag: "Missing: nobody" in rest for tag, rest in links}


def vtt(room: Room, tail: str) -> Any:
    answer = room.client.get(f"/sessions/{room.id}/subtitles/{tail}")
    assert answer.status_code == 200, answer.text
    return answer


def test_captions_are_one_file_for_each_language(room: Room) -> None:
    room.read_in("th")
    now = milliseconds() + 3_000
    write(room, heard="Chair", began=now, ended=now + 1_500)
    room.settle()
    original, thai = vtt(room, "en.vtt"), vtt(room, "th.vtt")
    assert original.headers["content-type"] == "text/vtt; charset=utf-8"
    [cue] = read(original.text)
    assert "The meeting is open." in cue.text
    assert "NOTE machine translation: en &gt; th, pseudo" in thai.text
    missing = vtt(room, "ur.vtt").text
    assert "<lang en>The meeting is open.</lang>" in missing
    [part] = read(vtt(room, f"en/{3 // 10}.vtt").text)
    assert part.text == cue.text
    assert read(vtt(room, "en/7.vtt").text) == []
    assert vtt(room, "en.m3u8").text.startswith("#EXTM3U\n")
    assert room.client.get(f"/sessions/{room.id}/subtitles/en/99999999.vtt").status_code == 404
    assert room.client.get(f"/sessions/{room.id}/subtitles/xx-nowhere.vtt").status_code == 422


def test_the_desk_keeps_what_was_chosen_for_the_next_line(room: Room) -> None:
    client, desk = room.client, f"/sessions/{room.id}/captions/desk"
    client.sign_in(room.people.actors["nadja"])
    assert client.get(desk).status_code == 403
    client.sign_in(room.people.actors["somchai"])
    values = {"text": "สวัสดี", "language": "th", "heard": "Chair"}
    sent = client.fill_in(desk, values, desk)
    assert sent.status_code == 303
    shown = client.get(sent.headers["location"]).text
    assert "สวัสดี" in shown
    assert '<option value="th" lang="th" selected>' in shown
    captions: list[Json] = room.items("/captions")
    assert [(one["language"], one["heard"]) for one in captions] == [("th", "Chair")]
