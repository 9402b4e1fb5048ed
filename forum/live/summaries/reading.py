"""Summary records as somebody who follows the session reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anyio import to_thread
from sqlalchemy import ColumnElement
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import ParagraphId, SessionId
from forum.discussions.schemas import ChangeOut
from forum.live.sessions import queries as sessions
from forum.live.sessions.rules import Deed, Standing, deeds, may
from forum.live.sessions.tables import LiveSession
from forum.live.speech.queries import Speakers, Voice, speakers
from forum.live.summaries import queries
from forum.live.summaries.rules import digest_of, may_read
from forum.live.summaries.schemas import (
    CorrectionOut,
    FinalOut,
    ParagraphOut,
    ParagraphWhole,
    SummaryOut,
    VersionOut,
)
from forum.live.summaries.tables import RecordCorrection, SummaryRecord
from forum.text.diff import diff


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody at the record of a session that they follow.

    Attributes:
        session: whose record.
        standing: theirs in it.
        deeds: what they may do there now.
        seen: which corrections they see.
    """

    actor: Actor
    session: LiveSession
    standing: Standing
    deeds: Sequence[Deed]
    seen: ColumnElement[bool]


async def reader_of(db: AsyncSession, actor: Actor, session_id: SessionId, now: datetime) -> Reader:
    """The actor at the record of a session.

    Raises:
        NotFound: they do not follow it.
    """
    session = await sessions.session_of(db, actor, session_id)
    standing = await sessions.standing_of(db, session, actor, now)
    may_do, is_writer = deeds(standing, session.state), may(standing, Deed.WRITE_RECORD)
    seen = queries.seen_by(standing, actor.member_id, is_writer=is_writer)
    return Reader(actor, session, standing, may_do, seen)


async def summary(
    db: AsyncSession, actor: Actor, session_id: SessionId, now: datetime
) -> SummaryOut:
    """The record of a session; it is empty before the reader may read it.

    Raises:
        NotFound: the actor does not follow the session.
    """
    reader = await reader_of(db, actor, session_id, now)
    session, record = reader.session, await queries.record_of(db, session_id)
    is_read = may_read(reader.standing, session.state)
    until = None if record is None else record.corrections_until
    return SummaryOut(
        session_id=session_id,
        url=f"/sessions/{session_id}/record/summary",
        title=session.title,
        language=session.language,
        state=session.state,
        corrections_until=until,
        may_write=Deed.WRITE_RECORD in reader.deeds,
        may_correct=Deed.CORRECT_RECORD in reader.deeds and until is not None and now < until,
        paragraphs=await _paragraphs(db, session_id, reader) if is_read else [],
        final=await _final(db, session, record) if is_read else None,
    )


async def _paragraphs(
    db: AsyncSession, session_id: SessionId, reader: Reader
) -> Sequence[ParagraphOut]:
    waiting = await queries.waiting(db, session_id, reader.seen)
    found = await queries.paragraphs_of(db, session_id)
    return [_paragraph(one, waiting.get(one[0].id or ParagraphId(0), 0)) for one in found]


def _paragraph(found: queries.Paragraph, waiting: int) -> ParagraphOut:
    row, text = found
    assert row.id is not None  # noqa: S101 (it was read)
    return ParagraphOut(
        id=row.id,
        url=f"/sessions/{row.session_id}/record/paragraphs/{row.id}",
        item_id=row.item_id,
        text=text,
        version=row.version,
        waiting=waiting,
    )


async def _final(
    db: AsyncSession, session: LiveSession, record: SummaryRecord | None
) -> FinalOut | None:
    """The frozen text, with its digest computed anew from what is stored."""
    if record is None or record.final_at is None:
        return None
    recomputed = digest_of(await queries.text_of(db, session))
    return FinalOut(
        text=record.text,
        digest=record.digest,
        recomputed=recomputed,
        is_intact=record.digest == recomputed == digest_of(record.text),
        final_at=record.final_at,
    )


async def paragraph(
    db: AsyncSession, reader: Reader, session_id: SessionId, number: ParagraphId
) -> ParagraphWhole:
    """A paragraph with everything that it said, and the corrections that the reader sees.

    Raises:
        NotFound: there is none, or it is not to be read yet.
    """
    if not may_read(reader.standing, reader.session.state):
        raise NotFound
    found = await queries.paragraph(db, session_id, number)
    rows = await queries.corrections_of(db, number, reader.seen)
    voices = [Voice(one.member_id, one.delegation_id, one.capacity) for one in rows]
    people = await speakers(db, voices)
    out = _paragraph(found, sum(one.decided_at is None for one in rows))
    return ParagraphWhole(
        **dict(out),
        versions=await _versions(db, number),
        corrections=[
            await _correction(row, voice, found[1], people, reader.actor.locale)
            for row, voice in zip(rows, voices, strict=True)
        ],
    )


async def _versions(db: AsyncSession, number: ParagraphId) -> Sequence[VersionOut]:
    rows = await queries.versions_of(db, number)
    before = [row.text for row, _ in rows[1:]]
    return [
        VersionOut(
            version=row.version,
            text=row.text,
            made_at=row.made_at,
            made_by=member,
            changes=await changes(was, row.text),
        )
        for (row, member), was in zip(rows, [*before, ""], strict=True)
    ]


async def changes(old: str, new: str) -> Sequence[ChangeOut]:
    """What differs between two texts, word by word."""
    found = await to_thread.run_sync(diff, old, new)
    return [ChangeOut(kind=kind, text=text) for kind, text in found]


async def _correction(
    row: RecordCorrection, voice: Voice, there: str, people: Speakers, locale: str
) -> CorrectionOut:
    assert row.id is not None  # noqa: S101 (it was read)
    return CorrectionOut(
        id=row.id,
        paragraph_id=row.paragraph_id,
        text=row.text,
        changes=await changes(there, row.text),
        speaker=people.out(voice, locale),
        state=row.state,
        word=row.word,
        made_at=row.made_at,
        decided_at=row.decided_at,
    )
