"""The summary record of a session for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import EditedMeanwhile, InvalidInput, NotFound
from forum.core.ids import ParagraphId, SessionId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.rules import NotAtThisStage, NotYourPart
from forum.live.summaries import actions, reading
from forum.live.summaries.addresses import correction_id_of, paragraph_id_of
from forum.live.summaries.rules import CorrectionDecided, CorrectionsDue, NothingCorrected
from forum.live.summaries.schemas import (
    CorrectionDecision,
    CorrectionDraft,
    CorrectionWindow,
    ParagraphChange,
    ParagraphDraft,
    ParagraphWhole,
    SummaryOut,
)
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.openapi import operation

_RECORD = "/sessions/{session_id:int}/record"
_PARAGRAPH = f"{_RECORD}/paragraphs/{{paragraph_id:int}}"
_REFUSES = [NotFound, NotYourPart, NotAtThisStage, InvalidInput]


@operation("GET", f"{_RECORD}/summary", answer=SummaryOut, refuses=[NotFound])
async def get_summary_record(request: Request[Any]) -> SummaryOut:
    """Show a session's summary record; of a final one, compute the SHA-256 anew."""
    house = runtime(request)
    async with house.database.reading() as db:
        now = house.clock()
        return await reading.summary(db, actor_of(request), session_id_of(request), now)


@operation("GET", _PARAGRAPH, answer=ParagraphWhole, refuses=[NotFound])
async def get_record_paragraph(request: Request[Any]) -> ParagraphWhole:
    """Show a paragraph with its versions, and the corrections that the caller sees."""
    house, session_id = runtime(request), session_id_of(request)
    async with house.database.reading() as db:
        reader = await reading.reader_of(db, actor_of(request), session_id, house.clock())
        return await reading.paragraph(db, reader, session_id, paragraph_id_of(request))


@operation(
    "PUT",
    _PARAGRAPH,
    body=ParagraphChange,
    answer=ParagraphWhole,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, EditedMeanwhile],
)
async def edit_record_paragraph(
    request: Request[Any], unit: Unit, *, body: ParagraphChange
) -> ParagraphWhole:
    """Change a paragraph; refused if it is newer than the `version` that the caller has seen."""
    session_id, number = session_id_of(request), paragraph_id_of(request)
    await actions.edit(unit, session_id, number, body)
    return await _shown(unit, session_id, number)


@operation(
    "POST",
    f"{_PARAGRAPH}/next",
    body=ParagraphDraft,
    answer=ParagraphWhole,
    status=201,
    scope=Scope.WRITE,
    refuses=_REFUSES,
)
async def add_record_paragraph(
    request: Request[Any], unit: Unit, *, body: ParagraphDraft
) -> ParagraphWhole:
    """Add a paragraph after another."""
    session_id = session_id_of(request)
    made = await actions.add_after(unit, session_id, paragraph_id_of(request), body.text)
    return await _shown(unit, session_id, made)


@operation(
    "POST",
    f"{_PARAGRAPH}/corrections",
    body=CorrectionDraft,
    answer=ParagraphWhole,
    status=201,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, CorrectionsDue, NothingCorrected],
)
async def propose_record_correction(
    request: Request[Any], unit: Unit, *, body: CorrectionDraft
) -> ParagraphWhole:
    """Propose what a paragraph should say, for the caller's delegation."""
    session_id, number = session_id_of(request), paragraph_id_of(request)
    await actions.propose(unit, session_id, number, body.text)
    return await _shown(unit, session_id, number)


@operation(
    "POST",
    f"{_RECORD}/corrections/{{correction_id:int}}/decision",
    body=CorrectionDecision,
    answer=ParagraphWhole,
    scope=Scope.WRITE,
    refuses=[*_REFUSES, CorrectionDecided, EditedMeanwhile],
)
async def decide_record_correction(
    request: Request[Any], unit: Unit, *, body: CorrectionDecision
) -> ParagraphWhole:
    """Take a correction over, or decline it with a word."""
    session_id = session_id_of(request)
    number = await actions.decide(unit, session_id, correction_id_of(request), body)
    return await _shown(unit, session_id, number)


@operation(
    "PUT",
    f"{_RECORD}/window",
    body=CorrectionWindow,
    answer=SummaryOut,
    scope=Scope.WRITE,
    refuses=_REFUSES,
)
async def set_correction_window(
    request: Request[Any], unit: Unit, *, body: CorrectionWindow
) -> SummaryOut:
    """Say until when corrections are taken."""
    session_id = session_id_of(request)
    await actions.set_window(unit, session_id, body)
    return await reading.summary(unit.db, unit.actor, session_id, unit.now)


async def _shown(unit: Unit, session_id: SessionId, number: ParagraphId) -> ParagraphWhole:
    await unit.db.flush()
    reader = await reading.reader_of(unit.db, unit.actor, session_id, unit.now)
    return await reading.paragraph(unit.db, reader, session_id, number)


ROUTES = [
    get_summary_record,
    get_record_paragraph,
    edit_record_paragraph,
    add_record_paragraph,
    propose_record_correction,
    decide_record_correction,
    set_correction_window,
]
