"""All SQL of chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Executable, Integer, bindparam, insert
from sqlalchemy import select as select_rows
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries.rows import named_member
from forum.accounts.tables import Member
from forum.core.errors import NotFound
from forum.core.ids import LARGEST_ID, ChatLineId, DelegationId, MemberId, SessionId
from forum.core.paging import Page, Window, cut
from forum.db.base import Id
from forum.delegations.queries.rows import called
from forum.delegations.rules import Capacity
from forum.delegations.tables import Delegation, Organisation
from forum.live.chat.events import KIND
from forum.live.chat.schemas import ChatLineOut
from forum.live.chat.tables import ChatLine
from forum.live.sessions.queries import place_of, space_of
from forum.live.sessions.subjects import Place
from forum.live.sessions.tables import LiveSession
from forum.live.speech.queries import Speakers, Voice, speakers
from forum.live.speech.schemas import DelegationName, SpeakerOut, VoiceOut
from forum.live.speech.subjects import spoken_subject
from forum.live.speech.texts import Fresh, Translations
from forum.translations.asking import Missing
from forum.translations.subjects import Subject

CHAT_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list holds: a line's id."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with who said it, for readers of any language."""

    row: ChatLine
    speakers: Speakers

    @property
    def id(self) -> int:
        """Its number."""
        assert self.row.id is not None  # noqa: S101 (it was read)
        return self.row.id

    @property
    def session_id(self) -> SessionId:
        """Where it was said."""
        return self.row.session_id

    @property
    def author_id(self) -> MemberId:
        """Who said it."""
        return self.row.author_id

    @property
    def waits(self) -> bool:
        """Whether it is read first by somebody who leads the session."""
        return self.row.waits

    @property
    def is_shown(self) -> bool:
        """Whether everybody can read it."""
        return self.row.removed_at is None and not self.row.waits

    @property
    def subject(self) -> Missing:
        """What of it is translated."""
        return Missing(f"{KIND}:{self.id}", self.row.language)

    def out(self, locale: str, translations: Translations) -> ChatLineOut:
        """As it goes out to readers of a language."""
        return ChatLineOut(
            id=self.id,
            session_id=self.session_id,
            at=self.row.said_at,
            speaker=self.speakers.out(voice(self.row), locale),
            language=self.row.language,
            text=self.row.text,
            translation=translations.get(self.subject.subject),
            removed=self.row.removed_at is not None,
            waits=self.row.waits,
        )


class Brief(NamedTuple):
    """All that a line shows, but for its translation, as one value that changes when that does."""

    id: ChatLineId
    session_id: SessionId
    at: datetime
    author_id: MemberId
    language: str
    text: str
    waits: bool
    removed: bool
    capacity: Capacity | None
    author: str
    handle: str
    author_organisation: str
    author_partner: str
    delegation_id: DelegationId | None
    slug: str | None
    delegation: str | None
    delegation_language: str | None
    partner: str | None
    organisation: str | None
    organisation_language: str | None

    @property
    def is_shown(self) -> bool:
        """Whether everybody can read it."""
        return not self.removed and not self.waits

    @property
    def subject(self) -> Missing:
        """What of it is translated."""
        return Missing(f"{KIND}:{self.id}", self.language)

    def out(self, locale: str, translations: Translations) -> ChatLineOut:
        """As it goes out to readers of a language."""
        of = (self.author_organisation, self.author_partner)
        author = named_member(self.author_id, self.handle, self.author, *of)
        return ChatLineOut.model_construct(
            id=self.id,
            session_id=self.session_id,
            at=self.at,
            speaker=SpeakerOut.model_construct(member=author, on_behalf=self._on_behalf(locale)),
            language=self.language,
            text=self.text,
            translation=translations.get(self.subject.subject),
            removed=self.removed,
            waits=self.waits,
        )

    def _on_behalf(self, locale: str) -> VoiceOut | None:
        if self.delegation_id is None or self.capacity is None:
            return None
        own = (self.delegation or "", self.delegation_language or "")
        of = self.organisation and (self.organisation, self.organisation_language or "")
        name, language = called(own, of or None, self.partner or "", locale)
        delegation = DelegationName.model_construct(
            id=self.delegation_id, url=f"/delegations/{self.slug}", name=name, language=language
        )
        return VoiceOut.model_construct(delegation=delegation, capacity=self.capacity)


def voice(row: ChatLine) -> Voice:
    """Who said a line."""
    return Voice(row.author_id, row.delegation_id, row.capacity)


async def add_line(db: AsyncSession, row: ChatLine) -> None:
    """Store a line, which gets its number."""
    stored = await (await db.connection()).execute(_LINE, row.model_dump(exclude={"id"}))
    row.id = ChatLineId(stored.scalar_one())


# Composed once, and below the level of objects: everybody in a room may speak at the same time.
_LINE: Executable = insert(ChatLine).returning(col(ChatLine.id))


async def line_of(db: AsyncSession, row: ChatLine) -> Line:
    """A row that was stored or locked just now, with who said it."""
    return (await _lines(db, [row]))[0]


async def fresh(
    db: AsyncSession, session: LiveSession, line: Line, present: Sequence[str]
) -> Fresh:
    """A line of a session, to be sent to the readers of the languages that are present."""
    return Fresh(line, _subject(line.row, (session, await space_of(db, session))), present)


async def line_for_update(db: AsyncSession, session_id: SessionId, line: ChatLineId) -> ChatLine:
    """Load and lock a line that was not removed.

    Raises:
        NotFound: there is none.
    """
    query = select(ChatLine).where(
        ChatLine.id == line, ChatLine.session_id == session_id, col(ChatLine.removed_at).is_(None)
    )
    if (row := (await db.exec(query.with_for_update())).first()) is None:
        raise NotFound
    return row


async def lines_page(db: AsyncSession, session_id: SessionId, window: Window) -> Page[Line]:
    """One page of a session's chat, the newest line first; see `waiting.shown_to` for who asks."""
    column = col(ChatLine.id)
    query = select(ChatLine).where(ChatLine.session_id == session_id)
    if window.after is not None:
        query = query.where(column < window.after[0])
    rows = (await db.exec(query.order_by(column.desc()).limit(window.limit + 1))).all()
    return cut(await _lines(db, rows), window, lambda one: (one.id,))


async def briefs_page(db: AsyncSession, session_id: SessionId, window: Window) -> Page[Brief]:
    """The same, as values."""
    asked = {
        "session": session_id,
        "before": LARGEST_ID if window.after is None else window.after[0],
        "most": window.limit + 1,
    }
    found = await (await db.connection()).execute(_BRIEFS, asked)
    return cut([Brief(*row) for row in found], window, lambda one: (one.id,))


# Composed once, and below the level of objects: whoever comes into a room reads them.
_SHOWN: tuple[Any, ...] = (
    *(ChatLine.id, ChatLine.session_id, ChatLine.said_at, ChatLine.author_id, ChatLine.language),
    *(ChatLine.text, ChatLine.waits, col(ChatLine.removed_at).is_not(None), ChatLine.capacity),
    *(Member.name, Member.handle, Member.organisation, Member.partner),
    *(Delegation.id, Delegation.slug, Delegation.name, Delegation.language, Delegation.partner),
    *(Organisation.name, Organisation.language),
)
_BRIEFS = (
    select_rows(*_SHOWN)
    .join_from(ChatLine, Member, col(Member.id) == ChatLine.author_id)
    .outerjoin(Delegation, col(Delegation.id) == col(ChatLine.delegation_id))
    .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
    .where(
        col(ChatLine.session_id) == bindparam("session", type_=Id),
        col(ChatLine.id) < bindparam("before", type_=Id),
    )
    .order_by(col(ChatLine.id).desc())
    .limit(bindparam("most", type_=Integer))
)


async def load_lines(db: AsyncSession, numbers: Sequence[int]) -> Sequence[Line]:
    """See `forum.live.speech.texts.Loader`."""
    query = select(ChatLine).where(
        col(ChatLine.id).in_(numbers), col(ChatLine.removed_at).is_(None)
    )
    return await _lines(db, (await db.exec(query.order_by(col(ChatLine.id)))).all())


async def _lines(db: AsyncSession, rows: Sequence[ChatLine]) -> Sequence[Line]:
    found = await speakers(db, {voice(row) for row in rows})
    return [Line(row, found) for row in rows]


async def line_subject(db: AsyncSession, number: int) -> Subject | None:
    """`chat:<id>`; see `forum.translations.subjects.Source`."""
    row = await db.get(ChatLine, number)
    if row is None or row.removed_at is not None or row.waits:
        return None
    place = await place_of(db, row.session_id)
    return place and _subject(row, place)


def _subject(row: ChatLine, place: Place) -> Subject:
    return spoken_subject(f"{KIND}:{row.id}", (row.text, row.language), place)
