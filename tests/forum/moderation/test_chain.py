"""The chain of the record: whatever is done behind its back is found and named."""

import asyncio
import csv
import io
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from forum.core.permissions import Role
from forum.moderation.chain import START, Breach, Inspection, Link, Tampering, content, hash_after
from forum.moderation.recording import Anchor, Verification, record
from forum.moderation.tables import AuditEntry
from forum.runtime import Runtime
from tests.client import API, Client
from tests.forum.moderation.scene import Scene

Values = dict[str, Any]


def chain(*reasons: str) -> list[Link]:
    found, previous = [], START
    for number, reason in enumerate(reasons, 1):
        values = {"id": number, "reason": reason, "undoes": None}
        previous = hash_after(previous, values)
        found.append(Link(number, number, previous, values))
    return found


def breaches(links: list[Link]) -> list[tuple[Tampering, int | None]]:
    return [(one.what, one.number) for one in Inspection().read(links)]


@given(st.lists(st.text(), max_size=8))
def test_a_chain_that_nobody_touched_is_whole(reasons: list[str]) -> None:
    assert breaches(chain(*reasons)) == []


@given(st.lists(st.text(), min_size=1, max_size=8), st.data())
def test_a_change_of_any_entry_is_found_at_its_place(
    reasons: list[str], data: st.DataObject
) -> None:
    links = chain(*reasons)
    place = data.draw(st.integers(0, len(links) - 1))
    one = links[place]
    links[place] = Link(one.number, one.entry_id, one.hash, {**(one.values or {}), "reason": None})
    assert breaches(links) == [(Tampering.CHANGED, place + 1)]


@given(st.lists(st.text(), min_size=2, max_size=8), st.data())
def test_a_removal_is_found_at_its_place(reasons: list[str], data: st.DataObject) -> None:
    links = chain(*reasons)
    place = data.draw(st.integers(0, len(links) - 2))  # the end is what an anchor is for
    del links[place]
    assert breaches(links) == [(Tampering.REMOVED, place + 1)]


def test_an_entry_that_is_gone_from_its_place_is_named() -> None:
    first, second = chain("a", "b")
    gone = Link(second.number, second.entry_id, second.hash, None)
    assert [*Inspection().read([first, gone])] == [Breach(Tampering.REMOVED, 2, 2)]


def test_the_same_moment_is_written_alike_wherever_its_zone() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    there = noon.astimezone(timezone(timedelta(hours=7)))
    assert content({"made_at": noon, "undoes": None}) == content({"made_at": there})


def run(scene: Scene, noted: Anchor | None = None) -> tuple[list[Breach], Anchor]:
    async def verify(runtime: Runtime) -> tuple[list[Breach], Anchor]:
        verification = Verification(noted)
        async with runtime.database.reading() as db:
            return [one async for one in verification.breaches(db)], verification.newest

    return scene.client.do(verify)


def behind(scene: Scene, *statements: str) -> None:
    """Change the database as somebody does who has it, and has taken the triggers away."""

    async def change(runtime: Runtime) -> None:
        async with runtime.unit(scene.olga) as unit:
            connection = await unit.connection()
            sqlite = runtime.database.dialect == "sqlite"
            for table in ("audit_link", "audit_entry"):
                names = (
                    [f"{table}_no_update", f"{table}_no_delete"] if sqlite else [f"{table}_is_kept"]
                )
                for name in names:
                    await connection.execute(
                        text(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
                    )
            for statement in statements:
                await connection.execute(text(statement))

    scene.client.do(change)


@pytest.fixture
def acts(scene: Scene) -> Scene:
    """Three acts on record."""
    topic, post = f"topic:{scene.topic}", f"post:{scene.post}"
    for act, target in (("lock_topic", topic), ("hide_post", post), ("pin_topic", topic)):
        assert scene.act(act, target).status_code == 200
    return scene


def test_every_act_joins_the_chain(acts: Scene) -> None:
    found, newest = run(acts)
    assert (found, newest.number) == ([], 3)
    assert run(acts, newest) == ([], newest)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_link", "DELETE FROM audit_entry"],
)
def test_the_database_itself_refuses_to_change_the_record(acts: Scene, statement: str) -> None:
    async def change(runtime: Runtime) -> None:
        async with runtime.unit(acts.olga) as unit:
            await (await unit.connection()).execute(text(statement))

    with pytest.raises(DBAPIError, match="only added to"):
        acts.client.do(change)
    assert run(acts)[0] == []


def test_what_is_done_behind_the_back_of_the_record_is_named(acts: Scene) -> None:
    first, second, _ = (row["id"] for row in acts.rows("audit_entry"))
    copied = "made_at, actor_id, act, target, 'I never did', details"
    into = "id, made_at, actor_id, act, target, reason, details"
    behind(
        acts,
        f"INSERT INTO audit_entry ({into}) SELECT 99, {copied} FROM audit_entry WHERE id = {first}",  # noqa: S608
        f"UPDATE audit_entry SET reason = 'spite' WHERE id = {first}",  # noqa: S608
        f"DELETE FROM audit_link WHERE entry_id = {second}",  # noqa: S608
        f"DELETE FROM audit_entry WHERE id = {second}",  # noqa: S608
    )
    assert run(acts)[0] == [
        Breach(Tampering.CHANGED, 1, first),
        Breach(Tampering.REMOVED, 2, None),
        Breach(Tampering.INSERTED, None, 99),
    ]


def test_an_end_that_was_cut_off_is_found_by_what_was_noted(acts: Scene) -> None:
    end = run(acts)[1]
    behind(
        acts,
        "DELETE FROM audit_link WHERE number = 3",
        "DELETE FROM audit_entry WHERE act = 'pin_topic'",
    )
    assert run(acts)[0] == []
    assert [one.what for one in run(acts, end)[0]] == [Tampering.REWRITTEN]


def test_acts_at_the_same_time_make_one_chain(scene: Scene) -> None:
    async def act(runtime: Runtime, number: int) -> None:
        async with runtime.unit(scene.olga) as unit:
            entry = AuditEntry(
                made_at=unit.now,
                actor_id=scene.olga.require_member(),
                act="pin_topic",
                target=f"topic:{number}",
                reason="",
                details={},
            )
            await record(unit, entry)

    async def all_at_once(runtime: Runtime) -> None:
        await asyncio.gather(*(act(runtime, number) for number in range(12)))

    scene.client.do(all_at_once)
    found, newest = run(scene)
    assert (found, newest.number) == ([], 12)


def export(scene: Scene, **query: str) -> str:
    url = f"{API}/admin/audit/export"
    answer = scene.client.get(url, params=query, headers=scene.as_program(scene.olga))
    assert answer.status_code == 200, answer.text
    return answer.text


def test_an_export_holds_what_is_needed_to_check_it(acts: Scene) -> None:
    rows = [json.loads(line) for line in export(acts).splitlines()]
    assert [row["act"] for row in rows] == ["lock_topic", "hide_post", "pin_topic"]
    assert f"{rows[-1]['number']}:{rows[-1]['hash']}" == str(run(acts)[1])
    table = [*csv.DictReader(io.StringIO(export(acts, format="csv", act="pin_topic")))]
    assert [(row["number"], row["actor"]) for row in table] == [("3", "olga")]


def test_an_export_puts_no_formula_into_a_spreadsheet(scene: Scene) -> None:
    scene.act("lock_topic", f"topic:{scene.topic}", reason='=HYPERLINK("http://evil")')
    [row] = csv.DictReader(io.StringIO(export(scene, format="csv")))
    assert row["reason"].startswith("'=")


def test_the_record_is_for_moderators(scene: Scene) -> None:
    url = f"{API}/admin/audit/export"
    assert scene.client.get(url, headers=scene.as_program(scene.maria)).status_code == 403
    assert scene.client.get("/moderation/audit/export").status_code == 401


def test_the_record_is_read_by_time_and_by_who_acted_and_sent_as_a_file(acts: Scene) -> None:
    client: Client = acts.client
    ivan = client.member("ivan", Role.MODERATOR)
    client.sign_in(ivan)
    day = acts.record()[0]["made_at"][:10]
    assert (
        "Pinned a topic"
        in client.get(f"/moderation/audit?since={day}&until={day}").text.partition("<table")[2]
    )
    later = client.get("/moderation/audit?since=2090-01-01")
    assert "Nothing on record" in later.text
    assert "Nothing on record" in client.get("/moderation/audit?who=@ivan").text
    sent = client.get(f"/moderation/audit/export?who=olga&since={day}&format=jsonl&act=pin_topic")
    assert [json.loads(line)["act"] for line in sent.text.splitlines()] == ["pin_topic"]
    assert acts.record(since="2090-01-01T00:00:00Z") == []
    assert len(acts.record(until="2090-01-01T00:00:00+07:00")) == 3
