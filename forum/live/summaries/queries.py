"""SQL of summary records; the caller has looked whether the actor follows the session."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, true, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.schemas import MemberOut
from forum.accounts.tables import Member
from forum.core.errors import NotFound
from forum.core.ids import CorrectionId, ItemId, MemberId, ParagraphId, SessionId
from forum.live.sessions.queries import items_of
from forum.live.sessions.rules import Standing
from forum.live.sessions.tables import LiveSession
from forum.live.summaries.rules import Block, CorrectionState, final_text
from forum.live.summaries.tables import (
    RecordCorrection,
    RecordParagraph,
    RecordVersion,
    SummaryRecord,
)

Paragraph = tuple[RecordParagraph, str]
"""A paragraph and its text."""
_NEWEST = and_(
    col(RecordVersion.paragraph_id) == col(RecordParagraph.id),
    col(RecordVersion.version) == col(RecordParagraph.version),
)


async def record_of(db: AsyncSession, session_id: SessionId) -> SummaryRecord | None:
    """The summary record of a session; `None`: it was not begun."""
    return await db.get(SummaryRecord, session_id)


async def add_record(
    db: AsyncSession,
    session_id: SessionId,
    paragraphs: Iterable[tuple[ItemId | None, str]],
    now: datetime,
) -> SummaryRecord:
    """Store a record with paragraphs that nobody has written yet."""
    record = SummaryRecord(session_id=session_id)
    db.add(record)
    for place, (item, text) in enumerate(paragraphs):
        row = RecordParagraph(session_id=session_id, item_id=item, place=place)
        await add_paragraph(db, row, text, None, now)
    return record


async def add_paragraph(
    db: AsyncSession, row: RecordParagraph, text: str, by: MemberId | None, now: datetime
) -> ParagraphId:
    """Store a paragraph with its first version."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    db.add(RecordVersion(paragraph_id=row.id, version=1, text=text, made_at=now, made_by_id=by))
    return row.id


def add_version(
    db: AsyncSession, row: RecordParagraph, text: str, by: MemberId, now: datetime
) -> ParagraphId:
    """Give a paragraph of a locked session its next text; gives the paragraph's number."""
    assert row.id is not None  # noqa: S101 (it was read)
    row.version += 1
    version = RecordVersion(paragraph_id=row.id, version=row.version, text=text, made_at=now)
    version.made_by_id = by
    db.add(version)
    return row.id


async def make_room(db: AsyncSession, after: RecordParagraph) -> int:
    """Move what comes after a paragraph on by one; gives the place that is free now."""
    later = update(RecordParagraph).where(
        col(RecordParagraph.session_id) == after.session_id,
        col(RecordParagraph.place) > after.place,
    )
    await (await db.connection()).execute(later.values(place=RecordParagraph.place + 1))
    return after.place + 1


async def paragraphs_of(db: AsyncSession, session_id: SessionId) -> Sequence[Paragraph]:
    """The paragraphs of a session's record with their newest texts, in their order."""
    query = (
        select(RecordParagraph, RecordVersion.text)
        .join(RecordVersion, _NEWEST)
        .where(RecordParagraph.session_id == session_id)
        .order_by(col(RecordParagraph.place), col(RecordParagraph.id))
    )
    return (await db.exec(query)).all()


async def text_of(db: AsyncSession, session: LiveSession) -> str:
    """The text that the paragraphs of a session's record make together."""
    assert session.id is not None  # noqa: S101 (it was read)
    items = await items_of(db, session.id)
    headings = {one.id: f"{one.number} {one.title}".strip() for one in items}
    found = await paragraphs_of(db, session.id)
    blocks = [Block(headings.get(row.item_id or ItemId(0), ""), text) for row, text in found]
    return final_text(session.title, blocks)


async def paragraph(db: AsyncSession, session_id: SessionId, number: ParagraphId) -> Paragraph:
    """A paragraph of a session's record with its newest text.

    Raises:
        NotFound: the session has none of this number.
    """
    query = (
        select(RecordParagraph, RecordVersion.text)
        .join(RecordVersion, _NEWEST)
        .where(RecordParagraph.session_id == session_id, RecordParagraph.id == number)
    )
    if (found := (await db.exec(query)).first()) is None:
        raise NotFound
    return found


async def versions_of(
    db: AsyncSession, number: ParagraphId
) -> Sequence[tuple[RecordVersion, MemberOut | None]]:
    """Everything that a paragraph ever said, and who wrote it, the newest first."""
    query = (
        select(RecordVersion, Member)
        .outerjoin(Member, col(Member.id) == col(RecordVersion.made_by_id))
        .where(RecordVersion.paragraph_id == number)
        .order_by(col(RecordVersion.version).desc())
    )
    rows = await db.exec(query)
    return [(row, None if member is None else member_out(member)) for row, member in rows]


async def add_correction(db: AsyncSession, row: RecordCorrection) -> CorrectionId:
    """Store a correction; gives its number."""
    db.add(row)
    await db.flush()
    assert row.id is not None  # noqa: S101 (it was flushed)
    return row.id


async def correction(
    db: AsyncSession, session_id: SessionId, number: CorrectionId
) -> RecordCorrection:
    """A correction of a session's record.

    Raises:
        NotFound: the session has none of this number.
    """
    query = (
        select(RecordCorrection)
        .join(RecordParagraph, col(RecordParagraph.id) == col(RecordCorrection.paragraph_id))
        .where(RecordCorrection.id == number, RecordParagraph.session_id == session_id)
    )
    if (found := (await db.exec(query)).first()) is None:
        raise NotFound
    return found


def seen_by(
    standing: Standing, member_id: MemberId | None, *, is_writer: bool
) -> ColumnElement[bool]:
    """Which corrections somebody sees: all who write the record, others those of their side."""
    if is_writer:
        return true()
    own = col(RecordCorrection.member_id) == member_id
    if standing.on_behalf is None:
        return own
    return or_(own, col(RecordCorrection.delegation_id) == standing.on_behalf.delegation_id)


async def corrections_of(
    db: AsyncSession, number: ParagraphId, seen: ColumnElement[bool]
) -> Sequence[RecordCorrection]:
    """The corrections of a paragraph, the newest first."""
    query = select(RecordCorrection).where(RecordCorrection.paragraph_id == number, seen)
    return (await db.exec(query.order_by(col(RecordCorrection.id).desc()))).all()


async def waiting(
    db: AsyncSession, session_id: SessionId, seen: ColumnElement[bool]
) -> Mapping[ParagraphId, int]:
    """How many corrections of each paragraph of a session's record are undecided."""
    query = (
        select(RecordCorrection.paragraph_id, func.count())
        .join(RecordParagraph, col(RecordParagraph.id) == col(RecordCorrection.paragraph_id))
        .where(
            RecordParagraph.session_id == session_id,
            RecordCorrection.state == CorrectionState.WAITING,
            seen,
        )
        .group_by(col(RecordCorrection.paragraph_id))
    )
    return {ParagraphId(number): many for number, many in await db.exec(query)}
