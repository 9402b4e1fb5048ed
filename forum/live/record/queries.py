"""What the record of a session is made from: its log, its texts, and who is named in it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import ItemId, SessionId, TopicId
from forum.db.tables import LogEntry
from forum.decisions.queries.ballots import keys_of
from forum.decisions.tables import Decision, DecisionRemark
from forum.delegations.partners import PARTNERS
from forum.delegations.queries.rows import delegation_out
from forum.delegations.tables import Delegation, Organisation
from forum.delegations.words import GROUPS
from forum.live.captions.tables import LiveCaption
from forum.live.chat.tables import ChatLine
from forum.live.floor.rules import SlotState
from forum.live.floor.tables import FloorSlot
from forum.live.floor.viewing import DELIVERED
from forum.live.questions.rules import QuestionState
from forum.live.questions.tables import LiveQuestion
from forum.live.record.attendance import Seats
from forum.live.record.entries import Who
from forum.live.record.tables import HandedOver
from forum.live.record.transcript import Kind, Said, Texts
from forum.live.sessions.tables import AgendaItem, LiveSession, Participant
from forum.spaces.queries import visible_to as space_visible_to
from forum.spaces.tables import Space
from i18n.catalogs import gettext

_AT_ONCE = 500
"""Rows that are named in one query."""


async def log_of(db: AsyncSession, session_id: SessionId) -> Sequence[tuple[int, str]]:
    """Number and text of all entries of a session's log, the oldest first."""
    query = select(LogEntry.offset, LogEntry.data).where(
        LogEntry.channel == f"session:{session_id}"
    )
    return (await db.exec(query.order_by(col(LogEntry.offset)))).all()


async def texts_of(db: AsyncSession, session_id: SessionId) -> Texts:
    """What was written and said in a session; what was removed is not among it."""
    return {
        **await _captions(db, session_id),
        **await _chat(db, session_id),
        **await _questions(db, session_id),
        **await _statements(db, session_id),
        **await _decisions(db, session_id),
        **await _remarks(db, session_id),
    }


async def _captions(db: AsyncSession, session_id: SessionId) -> Texts:
    rows = await db.exec(select(LiveCaption).where(LiveCaption.session_id == session_id))
    return {
        (Kind.CAPTION, row.id or 0): Said(
            row.text, row.language, row.heard, row.via.value, row.engine, row.ended
        )
        for row in rows
    }


async def _chat(db: AsyncSession, session_id: SessionId) -> Texts:
    query = select(ChatLine.id, ChatLine.text, ChatLine.language).where(
        ChatLine.session_id == session_id, col(ChatLine.removed_at).is_(None)
    )
    return {
        (Kind.CHAT, number or 0): Said(text, language)
        for number, text, language in await db.exec(query)
    }


async def _questions(db: AsyncSession, session_id: SessionId) -> Texts:
    query = select(LiveQuestion).where(
        LiveQuestion.session_id == session_id, LiveQuestion.state != QuestionState.REMOVED
    )
    found: dict[tuple[Kind, int], Said] = {}
    for row in await db.exec(query):
        found[Kind.QUESTION, row.id or 0] = Said(row.text, row.language)
        found[Kind.ANSWER, row.id or 0] = Said(row.answer, row.answer_language)
    return found


async def _statements(db: AsyncSession, session_id: SessionId) -> Texts:
    """Statements that were delivered: others are not for everybody."""
    query = (
        select(FloorSlot.id, FloorSlot.statement, FloorSlot.language)
        .join(AgendaItem, col(AgendaItem.id) == col(FloorSlot.item_id))
        .where(AgendaItem.session_id == session_id, col(FloorSlot.state).in_(DELIVERED))
    )
    return {
        (Kind.SPEECH, number or 0): Said(text, language)
        for number, text, language in await db.exec(query)
    }


async def undelivered(db: AsyncSession, session_id: SessionId) -> Texts:
    """Statements that were handed in, not delivered, and not taken back."""
    query = (
        select(FloorSlot.id, FloorSlot.statement, FloorSlot.language)
        .join(AgendaItem, col(AgendaItem.id) == col(FloorSlot.item_id))
        .where(
            AgendaItem.session_id == session_id,
            col(FloorSlot.state).not_in({*DELIVERED, SlotState.WITHDRAWN}),
        )
    )
    return {
        (Kind.SPEECH, number or 0): Said(text, language)
        for number, text, language in await db.exec(query)
    }


async def _decisions(db: AsyncSession, session_id: SessionId) -> Texts:
    query = select(Decision.id, Decision.title, Decision.language).where(
        Decision.place == f"session:{session_id}"
    )
    return {
        (Kind.DECISION, number or 0): Said(title, language)
        for number, title, language in await db.exec(query)
    }


async def _remarks(db: AsyncSession, session_id: SessionId) -> Texts:
    query = (
        select(DecisionRemark.id, DecisionRemark.words, DecisionRemark.language, Decision.title)
        .join(Decision, col(Decision.id) == col(DecisionRemark.decision_id))
        .where(Decision.place == f"session:{session_id}")
    )
    return {
        (Kind.REMARK, number or 0): Said(words, language, about=title)
        for number, words, language, title in await db.exec(query)
    }


async def options_of(db: AsyncSession, session_id: SessionId) -> Mapping[int, Mapping[str, str]]:
    """By the number of a decision of a session: the words of its options, by what is voted."""
    query = select(Decision).where(Decision.place == f"session:{session_id}")
    return {
        row.id or 0: dict(zip(keys_of(row), row.options, strict=False))
        for row in await db.exec(query)
    }


async def seats_of(db: AsyncSession, session_id: SessionId) -> Seats:
    """For whom those who asked to take part in a session do."""
    rows = await db.exec(select(Participant).where(Participant.session_id == session_id))
    return {row.id or 0: _seat(row) for row in rows}


def _seat(row: Participant) -> Who:
    capacity = None if row.capacity is None else row.capacity.value
    return Who(row.member_id, row.delegation_id, capacity)


async def member_names(db: AsyncSession, ids: Collection[int]) -> Mapping[int, str]:
    """Names of members, as everybody sees them."""
    found: dict[int, str] = {}
    for some in _parts(ids):
        rows = await db.exec(select(Member).where(col(Member.id).in_(some)))
        found |= {row.id or 0: member_out(row).name for row in rows}
    return found


async def delegation_names(
    db: AsyncSession, ids: Collection[int], locale: str
) -> Mapping[int, str]:
    """Names of delegations, for readers of `locale`."""
    found: dict[int, str] = {}
    for some in _parts(ids):
        query = (
            select(Delegation, Organisation)
            .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
            .where(col(Delegation.id).in_(some))
        )
        rows = await db.exec(query)
        found |= {row.id or 0: delegation_out(row, of, locale).name for row, of in rows}
    return found


async def regions_of(db: AsyncSession, ids: Collection[int], locale: str) -> Mapping[int, str]:
    """What readers of `locale` call the regions of delegations of partners."""
    found: dict[int, str] = {}
    for some in _parts(ids):
        query = select(Delegation.id, Delegation.partner).where(col(Delegation.id).in_(some))
        for number, code in await db.exec(query):
            if number is not None and code in PARTNERS:
                found[number] = gettext(GROUPS[PARTNERS[code].group], locale)
    return found


async def space_of(db: AsyncSession, actor: Actor, session: LiveSession) -> Space | None:
    """The space of a session, where the actor sees it."""
    query = select(Space).where(Space.id == session.space_id, space_visible_to(actor))
    return (await db.exec(query)).first()


async def handed_over(db: AsyncSession, session_id: SessionId) -> Mapping[ItemId, TopicId]:
    """By the number of an item: the topic that it became."""
    query = select(HandedOver).where(HandedOver.session_id == session_id)
    return {row.item_id: row.topic_id for row in await db.exec(query)}


def add_handed_over(
    db: AsyncSession, session_id: SessionId, item_id: ItemId, topic_id: TopicId, at: datetime
) -> None:
    """Note that an item became a topic."""
    row = HandedOver(session_id=session_id, item_id=item_id, topic_id=topic_id, made_at=at)
    db.add(row)


def _parts(ids: Collection[int]) -> Sequence[Sequence[int]]:
    numbers = sorted(ids)
    return [numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE)]
