"""The record of acts."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import AuditId, MemberId
from forum.core.paging import Window
from forum.core.permissions import Role
from forum.db.engine import Database, connect
from forum.discussions import actions
from forum.discussions.rules import TopicState
from forum.moderation import queries
from forum.moderation.queries import AuditFilter
from forum.runtime import Runtime
from tests import factories
from tests.factories import ADMIN
from tests.forum.moderation.scene import Scene
from tests.services.databases import Databases

Read = Callable[[AsyncSession], Awaitable[object]]


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


READ: list[Read] = [
    lambda db: queries.audit_page(db, ADMIN, AuditFilter(), Window()),
    lambda db: queries.audit_page(db, ADMIN, AuditFilter(target="post:1"), Window()),
    lambda db: queries.audit_page(db, ADMIN, AuditFilter(about=MemberId(1)), Window()),
    lambda db: queries.entries_after(db, ADMIN, AuditFilter(), 0),
    lambda db: queries.newest_on(db, "post:1"),
    lambda db: queries.last_standing(db, "hide_post", "post:1"),
    lambda db: queries.decisions_page(db, MemberId(1), Window()),
    lambda db: queries.decision(db, MemberId(1), AuditId(1)),
]


@pytest.fixture
def url(sqlite_databases: Databases) -> Iterator[str]:
    with sqlite_databases.fresh(factories.prepared) as url:
        yield url


@pytest.mark.parametrize("read", READ)
async def test_all_acts_are_never_read_to_find_which_of_a_page_were_undone(
    url: str, read: Read
) -> None:
    """SQLite plans otherwise with statistics: by them, any act may be undone by a million."""
    database = connect(url)
    await _believe_in_a_million_acts(database)
    plan = await _plan(database, read)
    await database.aclose()
    undoing = [step for step in plan if " undoing" in step]
    assert undoing
    assert all(step.startswith("SEARCH") for step in undoing), plan


async def _believe_in_a_million_acts(database: Database) -> None:
    async with database.writer() as db, db.begin():
        connection = await db.connection()
        await connection.exec_driver_sql("ANALYZE")
        for index, often in _OFTEN.items():
            counted = ("audit_entry", index, f"1000000 {often}")
            await connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", counted)


_OFTEN = {
    "ix_audit_entry_by_act": "333334 1",
    "ix_audit_entry_by_time": "1000000 1",
    "ix_audit_entry_by_actor": "5000 1",
    "ix_audit_entry_on_target": "200 1",
    "sqlite_autoindex_audit_entry_1": "1000000",
}
"""How many of a million acts have the same in an index, as was counted where there were so many."""


async def _plan(database: Database, read: Read) -> list[str]:
    """What SQLite means to do for each statement of a reading."""
    said: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_: object) -> None:
        said.append((statement, given))

    async with database.reading() as db:
        connection = await db.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        await read(db)
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        return [
            str(step)
            for statement, given in said
            for *_, step in await connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", given
            )
        ]
