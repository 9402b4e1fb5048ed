"""All SQL of captions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Integer, bindparam
from sqlalchemy import select as select_rows
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.errors import NotFound
from forum.core.ids import CaptionId, MemberId, SessionId
from forum.core.paging import Page, Window, cut
from forum.db.base import Id
from forum.db.inserting import insert_into
from forum.live.captions.events import KIND
from forum.live.captions.rules import Span, Via
from forum.live.captions.schemas import CaptionOut, EarlierText
from forum.live.captions.tables import CaptionRevision, LiveCaption
from forum.live.sessions.queries import place_of, space_of
from forum.live.sessions.subjects import Place
from forum.live.sessions.tables import LiveSession
from forum.live.speech.queries import Speakers, Voice, speakers
from forum.live.speech.subjects import spoken_subject
from forum.live.speech.texts import Fresh, Translations
from forum.translations.asking import Missing
from forum.translations.schemas import TranslationOut
from forum.translations.subjects import Subject

CAPTION_CURSOR: tuple[type, ...] = (int, int)
"""What a cursor of the log holds: when a caption began, and its id."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption with who wrote it, for readers of any language."""

    row: LiveCaption
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
    def began(self) -> int:
        """See `rules.Said`."""
        return self.row.began

    @property
    def ended(self) -> int:
        """See `rules.Said`."""
        return self.row.ended

    @property
    def language(self) -> str:
        """See `rules.Said`."""
        return self.row.language

    @property
    def via(self) -> Via:
        """See `rules.Said`."""
        return self.row.via

    @property
    def subject(self) -> Missing:
        """What of it is translated."""
        return Missing(f"{KIND}:{self.id}", self.row.language)

    def out(self, locale: str, translations: Translations) -> CaptionOut:
        """As it goes out to readers of a language."""
        row = self.row
        return CaptionOut(
            id=self.id,
            session_id=row.session_id,
            at=row.said_at,
            speaker=self.speakers.out(voice(row), locale),
            language=row.language,
            text=row.text,
            translation=translations.get(self.subject.subject),
            key=row.key,
            via=row.via,
            engine=row.engine,
            heard=row.heard,
            began=moment(row.began),
            ended=moment(row.ended),
            item_id=row.item_id,
            version=row.version,
        )


class Brief(NamedTuple):
    """What the choice of captions looks at, see `rules.Said`, and what the room shows of one.

    Attributes:
        translation: into the language of whoever reads, once it was asked for.
    """

    id: CaptionId
    session_id: SessionId
    began: int
    ended: int
    language: str
    via: Via
    version: int
    heard: str
    text: str
    translation: TranslationOut | None = None

    @property
    def mark(self) -> tuple[int, int]:
        """Of the caption as it says now."""
        return self.id, self.version

    @property
    def subject(self) -> Missing:
        """What of it is translated."""
        return Missing(f"{KIND}:{self.id}", self.language)


def moment(ms: int) -> datetime:
    """An instant of so many ms since 1970."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def voice(row: LiveCaption) -> Voice:
    """Who wrote a caption."""
    return Voice(row.author_id, row.delegation_id, row.capacity)


async def caption_of_key(
    db: AsyncSession, session_id: SessionId, author_id: MemberId, key: str
) -> LiveCaption | None:
    """The caption that somebody stored under a key, if there is one."""
    query = select(LiveCaption).where(
        LiveCaption.session_id == session_id,
        LiveCaption.author_id == author_id,
        LiveCaption.key == key,
    )
    return (await db.exec(query)).first()


async def last_span(
    db: AsyncSession, session_id: SessionId, author_id: MemberId, language: str
) -> Span | None:
    """From when to when somebody's last caption in a language was."""
    query = (
        select(LiveCaption.began, LiveCaption.ended)
        .where(
            LiveCaption.session_id == session_id,
            LiveCaption.author_id == author_id,
            LiveCaption.language == language,
        )
        .order_by(col(LiveCaption.began).desc())
        .limit(1)
    )
    found = (await db.exec(query)).first()
    return None if found is None else Span(*found)


async def add_caption(db: AsyncSession, row: LiveCaption) -> CaptionId | None:
    """Store a caption, which gets its number; `None` if its key was taken in the same moment."""
    insert = insert_into(db, LiveCaption).values(row.model_dump(exclude={"id"}))
    kept = insert.on_conflict_do_nothing().returning(col(LiveCaption.id))
    row.id = (await db.exec(kept)).scalar_one_or_none()
    return row.id


async def caption_of(db: AsyncSession, row: LiveCaption) -> Caption:
    """A row that was read or stored just now, with who wrote it."""
    return (await _captions(db, [row]))[0]


async def fresh(
    db: AsyncSession, session: LiveSession, caption: Caption, present: Sequence[str]
) -> Fresh:
    """A caption of a session, to be sent to the readers of the languages that are present."""
    return Fresh(caption, _subject(caption.row, (session, await space_of(db, session))), present)


async def caption_for_update(
    db: AsyncSession, session_id: SessionId, caption: CaptionId
) -> LiveCaption:
    """Load and lock a caption.

    Raises:
        NotFound: the session has none of this number.
    """
    query = select(LiveCaption).where(
        LiveCaption.id == caption, LiveCaption.session_id == session_id
    )
    if (row := (await db.exec(query.with_for_update())).first()) is None:
        raise NotFound
    return row


def keep_earlier(db: AsyncSession, row: LiveCaption, by: MemberId, at: datetime) -> None:
    """Keep what a caption says, which somebody is about to replace."""
    assert row.id is not None  # noqa: S101 (it was read)
    db.add(
        CaptionRevision(
            caption_id=row.id,
            version=row.version,
            text=row.text,
            heard=row.heard,
            replaced_by_id=by,
            replaced_at=at,
        )
    )


async def earlier_texts(db: AsyncSession, caption: CaptionId) -> Sequence[EarlierText]:
    """What a caption said before it was corrected, the newest first."""
    query = (
        select(CaptionRevision, Member)
        .join(Member, col(Member.id) == CaptionRevision.replaced_by_id)
        .where(CaptionRevision.caption_id == caption)
        .order_by(col(CaptionRevision.version).desc())
    )
    return [
        EarlierText(**row.model_dump(), replaced_by=member_out(member))
        for row, member in await db.exec(query)
    ]


async def briefs_since(
    db: AsyncSession, session_id: SessionId, began: int, most: int
) -> Sequence[Brief]:
    """The newest captions, at most `most`, that began at an instant or later, the oldest first."""
    asked = {"session": session_id, "began": began, "most": most}
    found = (await (await db.connection()).execute(_SINCE, asked)).all()
    return [Brief(*one) for one in found[::-1]]


async def newest_of_each(db: AsyncSession, session_id: SessionId, began: int) -> Sequence[Brief]:
    """The newest caption in each language, as it came about, since an instant in ms."""
    asked = {"session": session_id, "began": began}
    return [Brief(*one) for one in await (await db.connection()).execute(_NEWEST, asked)]


# Composed once, and below the level of objects: whoever comes into a room asks them.
_BRIEF: tuple[Any, ...] = (
    *(LiveCaption.id, LiveCaption.session_id, LiveCaption.began, LiveCaption.ended),
    *(LiveCaption.language, LiveCaption.via, LiveCaption.version),
    *(LiveCaption.heard, LiveCaption.text),
)
_OF_LATE = (
    col(LiveCaption.session_id) == bindparam("session", type_=Id),
    col(LiveCaption.began) >= bindparam("began", type_=BigInteger),
)
_SINCE = (
    select_rows(*_BRIEF)
    .where(*_OF_LATE)
    .order_by(col(LiveCaption.began).desc(), col(LiveCaption.id).desc())
    .limit(bindparam("most", type_=Integer))
)
_NEWEST = (
    select_rows(*_BRIEF)
    .where(
        col(LiveCaption.id).in_(
            select(func.max(LiveCaption.id))
            .where(*_OF_LATE)
            .group_by(LiveCaption.language, LiveCaption.via)
        )
    )
    .order_by(col(LiveCaption.id))
)


async def captions_between(
    db: AsyncSession, session_id: SessionId, began: int, ended: int
) -> Sequence[Caption]:
    """Captions of which a part lies between two instants, the oldest first."""
    query = (
        select(LiveCaption)
        .where(
            LiveCaption.session_id == session_id,
            LiveCaption.began < ended,
            LiveCaption.ended > began,
        )
        .order_by(col(LiveCaption.began), col(LiveCaption.id))
    )
    return await _captions(db, (await db.exec(query)).all())


async def captions_page(db: AsyncSession, session_id: SessionId, window: Window) -> Page[Caption]:
    """One page of a session's captions, the newest first; who asks follows the session."""
    began, number = col(LiveCaption.began), col(LiveCaption.id)
    query = select(LiveCaption).where(LiveCaption.session_id == session_id)
    if window.after is not None:
        at, last = window.after
        query = query.where((began < at) | ((began == at) & (number < last)))
    query = query.order_by(began.desc(), number.desc()).limit(window.limit + 1)
    found = await _captions(db, (await db.exec(query)).all())
    return cut(found, window, lambda one: (one.began, one.id))


async def load_captions(db: AsyncSession, numbers: Sequence[int]) -> Sequence[Caption]:
    """See `forum.live.speech.texts.Loader`."""
    query = select(LiveCaption).where(col(LiveCaption.id).in_(numbers))
    ordered = query.order_by(col(LiveCaption.began), col(LiveCaption.id))
    return await _captions(db, (await db.exec(ordered)).all())


async def _captions(db: AsyncSession, rows: Sequence[LiveCaption]) -> Sequence[Caption]:
    found = await speakers(db, {voice(row) for row in rows})
    return [Caption(row, found) for row in rows]


async def caption_subject(db: AsyncSession, number: int) -> Subject | None:
    """`caption:<id>`; see `forum.translations.subjects.Source`."""
    row = await db.get(LiveCaption, number)
    if row is None or (place := await place_of(db, row.session_id)) is None:
        return None
    return _subject(row, place)


def _subject(row: LiveCaption, place: Place) -> Subject:
    text = (row.text, row.language)
    return spoken_subject(f"{KIND}:{row.id}", text, place, version=row.version)
