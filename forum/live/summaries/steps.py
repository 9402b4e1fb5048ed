"""What becomes of a summary record when its session goes on; a part of that change."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from sqlalchemy import true

from forum.core.ids import ItemId
from forum.db.unit import Unit
from forum.live.record.account import account_of
from forum.live.sessions import queries as sessions
from forum.live.sessions.doing import doing
from forum.live.sessions.events import SessionMoved
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession
from forum.live.summaries import queries
from forum.live.summaries.events import RecordFinal
from forum.live.summaries.rules import CORRECTION_TIME, check_ripe, digest_of
from forum.live.summaries.tables import SummaryRecord
from i18n.catalogs import gettext


async def follow(unit: Unit, event: SessionMoved) -> None:
    """Draft the record, ask for corrections of it, or make it final.

    Raises:
        CorrectionsWait: it is not made final yet.
    """
    if (step := _STEPS.get(SessionState(event.state))) is not None:
        session = await sessions.session_of(unit.db, unit.actor, event.session_id)
        await step(unit, session, await _begun(unit, session))


async def _begun(unit: Unit, session: LiveSession) -> SummaryRecord:
    """The record of a session; made from its log, in its language, if there is none."""
    assert session.id is not None  # noqa: S101 (it was read)
    if (record := await queries.record_of(unit.db, session.id)) is not None:
        return record
    reader = replace(unit.actor, locale=session.language)
    found = await account_of(unit.db, reader, session.id, unit.now)
    say = partial(gettext, locale=session.language)
    paragraphs = [
        (None if one.item is None else ItemId(one.item), one.said(say)) for one in found.draft
    ]
    return await queries.add_record(unit.db, session.id, paragraphs, unit.now)


async def _draft(_unit: Unit, _session: LiveSession, _record: SummaryRecord) -> None:
    """Nothing more than that there is one."""


async def _ask(unit: Unit, _session: LiveSession, record: SummaryRecord) -> None:
    record.corrections_until = unit.now + CORRECTION_TIME


async def _finish(unit: Unit, session: LiveSession, record: SummaryRecord) -> None:
    waiting = await queries.waiting(unit.db, record.session_id, true())
    check_ripe(record.corrections_until, sum(waiting.values()), unit.now)
    record.text = await queries.text_of(unit.db, session)
    record.digest, record.final_at = digest_of(record.text), unit.now
    unit.emit(RecordFinal(**doing(unit, record.session_id), digest=record.digest))


_STEPS: Mapping[SessionState, Callable[[Unit, LiveSession, SummaryRecord], Awaitable[None]]] = {
    SessionState.RECORD_DRAFT: _draft,
    SessionState.CORRECTIONS: _ask,
    SessionState.RECORD_FINAL: _finish,
}
