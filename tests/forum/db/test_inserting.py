"""Any number of rows in one statement, on PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.db.engine import connect
from forum.db.inserting import listed, lists
from forum.translations.rules import Origin
from forum.translations.tables import TranslationUnit
from tests.services.databases import Databases

pytestmark = pytest.mark.services

NAMES = ("text", "via", "origin", "made_at")
_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))])
_TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"))
_ROWS = st.fixed_dictionaries(
    {
        "text": _TEXTS,
        "via": st.none() | st.just("en"),
        "origin": st.sampled_from(Origin),
        "made_at": st.datetimes(datetime(1900, 1, 1), timezones=_ZONES),  # noqa: DTZ001 (hypothesis adds the zone)
    }
)


@pytest.fixture
async def db(postgres_databases: Databases) -> AsyncIterator[AsyncSession]:
    with postgres_databases.fresh() as url:
        database = connect(url)
        async with database.reading() as opened:
            yield opened
        await database.aclose()


@given(st.lists(_ROWS, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_rows_come_as_they_were_given(db: AsyncSession, rows: list[dict[str, Any]]) -> None:
    connection = await db.connection()
    asked = lists(TranslationUnit, NAMES, [{**row, "engine": "not asked for"} for row in rows])
    found = await connection.execute(listed(TranslationUnit, NAMES), asked)
    assert [dict(row) for row in found.mappings()] == rows


def test_a_time_without_a_zone_is_refused() -> None:
    row = dict.fromkeys(NAMES) | {"made_at": datetime(2026, 1, 1)}  # noqa: DTZ001 (that is it)
    with pytest.raises(ValueError, match="naive"):
        lists(TranslationUnit, NAMES, [row])
