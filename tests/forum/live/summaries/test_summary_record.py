"""The summary record of a session: drafted, written by two, corrected, final."""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text as sql

from forum.core.errors import EditedMeanwhile
from forum.core.ids import ParagraphId, SessionId
from forum.live.sessions.doing import doing
from forum.live.sessions.events import SessionMoved
from forum.live.summaries import actions
from forum.live.summaries.schemas import ParagraphChange
from forum.runtime import Runtime
from tests import factories
from tests.client import running
from tests.factories import prepared
from tests.forum.live.talk.room import Json, People, Room, people_of, room_of
from tests.services.databases import Databases


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)]
)
def people(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("summaries")
    with databases.fresh(prepared) as url, running(url, folder) as client:
        yield people_of(client)


@dataclass
class Record:
    """The record of a session that is open for corrections; `ada` writes it."""

    room: Room

    def step(self, expected: str, to: str) -> tuple[int, Json]:
        answer = self.room.post("/steps", {"expected": expected, "to": to}, "chair")
        return answer.status_code, answer.json()

    def read(self, who: str = "nadja") -> Json:
        found: Json = self.room.ask("GET", "/record/summary", who).json()
        return found

    def first(self) -> Json:
        found: Json = self.read("ada")["paragraphs"][0]
        return found

    def edit(self, text: str, version: int, who: str = "ada") -> tuple[int, Json]:
        body = {"text": text, "version": version}
        answer = self.room.ask("PUT", self._path(), who, json=body)
        return answer.status_code, answer.json()

    def propose(self, text: str, who: str = "linh") -> tuple[int, Json]:
        answer = self.room.post(f"{self._path()}/corrections", {"text": text}, who)
        return answer.status_code, answer.json()

    def decide(self, number: int, version: int, **how: Any) -> tuple[int, Json]:
        body = {"version": version, **how}
        answer = self.room.post(f"/record/corrections/{number}/decision", body, "ada")
        return answer.status_code, answer.json()

    def end_window(self) -> None:
        body = {"until": datetime.now(UTC).isoformat()}
        assert self.room.ask("PUT", "/record/window", "ada", json=body).status_code == 200

    def _path(self) -> str:
        return f"/record/paragraphs/{self.first()['id']}"


@pytest.fixture
def drafted(people: People) -> Record:
    room = room_of(people)
    room.client.do(_open, room.id)
    record = Record(room)
    assert record.step("in_session", "closed")[0] == 200
    assert record.step("closed", "record_draft")[0] == 200
    return record


@pytest.fixture
def record(drafted: Record) -> Record:
    assert drafted.step("record_draft", "corrections")[0] == 200
    return drafted


async def _open(runtime: Runtime, session: SessionId) -> None:
    async with runtime.unit(factories.ADMIN) as unit:
        unit.emit(SessionMoved(**doing(unit, session), state="in_session"))


def test_a_draft_is_made_from_the_log_and_read_by_those_who_write_it(drafted: Record) -> None:
    texts = [one["text"] for one in drafted.read("ada")["paragraphs"]]
    assert texts[0].startswith("The meeting was opened on ")
    assert drafted.read("nadja")["paragraphs"] == []
    assert drafted.propose("No.")[1]["code"] == "not_at_this_stage"


def test_an_edit_is_a_version_and_the_old_text_is_kept(drafted: Record) -> None:
    was = drafted.first()["text"]
    status, found = drafted.edit("The meeting began.", 1)
    assert (status, found["text"], found["version"]) == (200, "The meeting began.", 2)
    assert [one["text"] for one in found["versions"]] == ["The meeting began.", was]
    assert found["versions"][0]["made_by"]["handle"] == "ada"


def test_of_two_editors_the_second_is_told_and_loses_nothing(drafted: Record) -> None:
    assert drafted.edit("First.", 1)[0] == 200
    status, refusal = drafted.edit("Second.", 1)
    assert (status, refusal["code"]) == (412, "edited_meanwhile")
    client = drafted.room.client
    client.sign_in(drafted.room.people.actors["ada"])
    page = drafted.first()["url"]
    sent = client.fill_in(page, {"text": "Second.", "version": "1"}, "")
    assert sent.status_code == 422
    assert "Second." in sent.text
    assert "<del>" in sent.text
    assert 'name="version" value="2"' in sent.text
    client.cookies.clear()


@pytest.mark.racing
def test_two_edits_at_once_are_one(drafted: Record) -> None:
    ada, number = drafted.room.people.actors["ada"], ParagraphId(drafted.first()["id"])

    async def write(runtime: Runtime, text: str) -> None:
        async with runtime.unit(ada) as unit:
            change = ParagraphChange(text=text, version=1)
            await actions.edit(unit, drafted.room.id, number, change)

    async def both(runtime: Runtime) -> list[object]:
        texts = ("One.", "Other.")
        return await asyncio.gather(
            *(write(runtime, text) for text in texts), return_exceptions=True
        )

    ends = drafted.room.client.do(both)
    assert [type(one) for one in ends if one is not None] == [EditedMeanwhile]
    assert drafted.first()["version"] == 2


def test_a_paragraph_is_added_after_another(drafted: Record) -> None:
    before = [one["id"] for one in drafted.read("ada")["paragraphs"]]
    body = {"text": "The agenda was adopted."}
    path = f"/record/paragraphs/{before[0]}/next"
    made = drafted.room.post(path, body, "ada")
    assert made.status_code == 201
    after = [one["id"] for one in drafted.read("ada")["paragraphs"]]
    assert after == [before[0], made.json()["id"], *before[1:]]


def test_a_correction_is_taken_over_and_another_declined_with_a_word(record: Record) -> None:
    _, found = record.propose("The meeting was opened at noon.")
    [one] = found["corrections"]
    assert one["speaker"]["on_behalf"]["delegation"]["name"] == "Vietnam"
    assert {change["kind"] for change in one["changes"]} == {"same", "removed", "added"}
    assert record.decide(one["id"], 1, take=False)[1]["errors"][0]["pointer"] == "#/word"
    status, taken = record.decide(one["id"], 1, take=True)
    assert (status, taken["text"]) == (200, "The meeting was opened at noon.")
    assert record.decide(one["id"], 2, take=True)[1]["code"] == "correction_decided"
    number = record.propose("It was not.")[1]["corrections"][0]["id"]
    assert record.decide(number, 1, take=True)[1]["code"] == "edited_meanwhile"
    status, declined = record.decide(number, 2, take=False, word="It was.")
    assert (status, declined["version"]) == (200, 2)
    assert declined["corrections"][0]["word"] == "It was."


def test_corrections_are_seen_by_who_proposed_them_and_who_writes(record: Record) -> None:
    record.propose("Mine.")
    path = record.first()["url"].removeprefix(f"/sessions/{record.room.id}")
    seen = {
        who: len(record.room.ask("GET", path, who).json()["corrections"])
        for who in ("linh", "ada", "nadja")
    }
    assert seen == {"linh": 1, "ada": 1, "nadja": 0}


def test_no_correction_is_taken_after_the_deadline(record: Record) -> None:
    until = datetime.fromisoformat(record.read()["corrections_until"])
    assert timedelta(days=6) < until - datetime.now(UTC) <= timedelta(days=7)
    record.end_window()
    assert record.propose("Too late.")[1]["code"] == "corrections_due"


def test_who_may_not_write_or_correct_is_refused(record: Record) -> None:
    assert record.edit("Mine.", 1, "linh")[1]["code"] == "not_your_part"
    assert record.propose("Mine.", "chair")[1]["code"] == "not_your_part"
    assert record.room.ask("GET", "/record/summary", "").status_code == 200


def test_a_record_is_final_only_when_everything_is_decided(record: Record) -> None:
    assert record.step("corrections", "record_final")[1]["code"] == "corrections_wait"
    number = record.propose("Otherwise.")[1]["corrections"][0]["id"]
    record.end_window()
    assert record.step("corrections", "record_final")[1]["code"] == "corrections_wait"
    assert record.read()["state"] == "corrections"
    record.decide(number, 1, take=True)
    assert record.step("corrections", "record_final")[0] == 200


def test_a_final_record_does_not_change_and_can_be_checked(record: Record) -> None:
    record.end_window()
    assert record.step("corrections", "record_final")[0] == 200
    final = record.read()["final"]
    file = record.room.client.get(f"/sessions/{record.room.id}/record/summary.md")
    assert hashlib.sha256(file.content).hexdigest() == final["digest"] == final["recomputed"]
    assert final["is_intact"]
    for refused in (record.edit("Otherwise.", 1), record.propose("Otherwise.")):
        assert (refused[0], refused[1]["code"]) == (409, "not_at_this_stage")
    page = record.room.client.get(f"/sessions/{record.room.id}/record/summary").text
    assert final["digest"] in page
    assert record.read()["final"] == final


def test_what_was_changed_behind_our_back_is_noticed(record: Record) -> None:
    record.end_window()
    record.step("corrections", "record_final")
    record.room.client.do(_tamper, record.first()["id"])
    assert record.read()["final"]["is_intact"] is False


async def _tamper(runtime: Runtime, number: int) -> None:
    async with runtime.database.writer() as db, db.begin():
        changed = sql("UPDATE record_version SET text = 'No.' WHERE paragraph_id = :number")
        await (await db.connection()).execute(changed, {"number": number})
