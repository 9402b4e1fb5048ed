"""The texts whose translations people correct: who reads each, and where it stands.

A further kind of text needs a finder here, its join in `seeing`, and its rows in `texts`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import DecisionId, MemberId, PostId, RemarkId, SessionId, SpaceId, TopicId
from forum.decisions import queries as decisions
from forum.decisions.subjects import Sources
from forum.decisions.venues import parted
from forum.discussions import queries as discussions
from forum.discussions.subjects import post_text, tags_subject, title_text
from forum.live.captions.queries import caption_subject
from forum.live.captions.tables import LiveCaption
from forum.live.chat.queries import line_subject
from forum.live.chat.tables import ChatLine
from forum.live.deciding.venues import VENUES
from forum.live.floor.subjects import KIND as STATEMENT
from forum.live.floor.subjects import statement_subject
from forum.live.floor.tables import FloorSlot
from forum.live.questions.queries import answer_subject, question_subject
from forum.live.questions.tables import LiveQuestion
from forum.live.sessions import queries as sessions
from forum.live.sessions.subjects import SUBJECTS as ANNOUNCING
from forum.live.sessions.tables import AgendaItem, LiveSession
from forum.spaces import queries as spaces
from forum.spaces.subjects import description_subject, name_subject
from forum.spaces.tables import Space
from forum.translations.subjects import Source, Subject, Subjects, load

T = TypeVar("T")
_DECIDING = Sources(VENUES)
POLLS = _DECIDING.of_decisions
SPACES: Subjects = {"space_name": name_subject, "space_text": description_subject}


class Speech(NamedTuple):
    """A kind of text that is said in sessions: where it is stored, what loads it, and its page."""

    table: type[LiveCaption | ChatLine | LiveQuestion]
    load: Source
    page: str


SPOKEN: Mapping[str, Speech] = {
    "answer": Speech(LiveQuestion, answer_subject, "questions"),
    "caption": Speech(LiveCaption, caption_subject, "captions"),
    "chat": Speech(ChatLine, line_subject, "chat"),
    "question": Speech(LiveQuestion, question_subject, "questions"),
}
_SUBJECTS: Subjects = {
    "tags": tags_subject,
    **ANNOUNCING,
    **_DECIDING.all,
    **SPACES,
    **{kind: one.load for kind, one in SPOKEN.items()},
    STATEMENT: statement_subject,
}
"""What loads texts whose rows do not hold their number."""


@dataclass(frozen=True, slots=True)
class Original:
    """A text that somebody reads.

    Attributes:
        subject: as something to translate.
        space: where it stands; `None`: in a session of no space.
        title: of what it belongs to: a topic, a session, a decision, a space.
        language: BCP 47 tag of the title.
        url: of its page.
        author_id: who wrote it, where that matters.
        is_alone: whether some read it who do not see its space, as of a session.
    """

    subject: Subject
    space: Space | None
    title: str
    language: str
    url: str
    author_id: MemberId | None = None
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks for which text of a kind, and whether it is to be locked."""

    actor: Actor
    kind: str
    number: int
    lock: bool


async def original(db: AsyncSession, actor: Actor, name: str, *, lock: bool = False) -> Original:
    """A text that the actor reads, by its name, such as `post:12`.

    Args:
        db: to read from.
        actor: who asks.
        name: of the text, from wherever.
        lock: whether nobody else may change it until the change ends.

    Raises:
        NotFound: there is none for this actor, or nobody corrects its translations.
    """
    kind, _, digits = name.partition(":")
    find = FINDERS.get(kind)
    if find is None or not (digits.isdecimal() and digits.isascii() and len(digits) < _DIGITS):
        raise NotFound
    return await find(db, _Asked(actor, kind, int(digits), lock))


async def text_now(db: AsyncSession, name: str) -> Subject | None:
    """A text as it is now, whoever reads it; `None`: it says nothing any more."""
    return await load(_SUBJECTS, db, name)


_DIGITS = 19
"""A number of fewer digits is one that both databases know."""


async def _post(db: AsyncSession, asked: _Asked) -> Original:
    number = PostId(asked.number)
    if asked.lock:
        await discussions.post_for_update(db, asked.actor, number)
    else:
        await discussions.post(db, asked.actor, number)
    post, space = _there(await discussions.post_to_translate(db, number))
    topic, _ = _there(await discussions.topic_to_translate(db, post.topic_id))
    text, url = post_text(post, space), f"/p/{number}"
    return Original(text, space, topic.title, topic.language, url, post.author_id)


async def _topic(db: AsyncSession, asked: _Asked) -> Original:
    number = TopicId(asked.number)
    if asked.lock:
        await discussions.topic_for_update(db, asked.actor, number)
    else:
        await discussions.topic(db, asked.actor, number)
    topic, space = _there(await discussions.topic_to_translate(db, number))
    text: Subject | None = title_text(topic, space)
    if asked.kind == "tags":
        text = await tags_subject(db, number)
    url = discussions.topic_url(topic)
    return Original(_there(text), space, topic.title, topic.language, url, topic.author_id)


async def _session(db: AsyncSession, asked: _Asked) -> Original:
    find = sessions.announced_for_update if asked.lock else sessions.announced_session
    number = asked.number
    if asked.kind == "item_text":
        number = _there(await db.get(AgendaItem, asked.number)).session_id
    row = await find(db, asked.actor, SessionId(number))
    text = _there(await ANNOUNCING[asked.kind](db, asked.number))
    return await _in_session(db, text, row, "about")


async def _spoken(db: AsyncSession, asked: _Asked) -> Original:
    table, subject, page = SPOKEN[asked.kind]
    query = select(table).where(col(table.id) == asked.number)
    # The session itself stays as it is for who speaks in it.
    row: Any = (await db.exec(query.with_for_update() if asked.lock else query)).first()
    session = await sessions.session_of(db, asked.actor, _there(row).session_id)
    return await _in_session(db, _there(await subject(db, asked.number)), session, page)


async def _statement(db: AsyncSession, asked: _Asked) -> Original:
    query = select(FloorSlot, AgendaItem.session_id).join(
        AgendaItem, col(AgendaItem.id) == col(FloorSlot.item_id)
    )
    query = query.where(col(FloorSlot.id) == asked.number)
    locked = query.with_for_update(of=FloorSlot) if asked.lock else query
    row, session_id = _there((await db.exec(locked)).first())
    session = await sessions.session_of(db, asked.actor, SessionId(session_id))
    text = _there(await statement_subject(db, asked.number))
    return await _in_session(db, text, session, f"floor/{row.item_id}")


async def _in_session(db: AsyncSession, text: Subject, session: LiveSession, page: str) -> Original:
    space_id = session.space_id
    space = None if space_id is None else await spaces.space_to_translate(db, space_id)
    url = f"/sessions/{session.id}/{page}"
    return Original(text, space, session.title, session.language, url, is_alone=True)


async def _poll(db: AsyncSession, asked: _Asked) -> Original:
    find = decisions.decision_for_update if asked.lock else decisions.decision
    number = DecisionId(asked.number)
    if asked.kind == "remark":
        number = _there(await decisions.remark(db, RemarkId(asked.number))).decision_id
    row = await find(db, number)
    if row.opened_at is None:  # those who lead see it, and may still change it
        raise NotFound
    place, key = parted(row.place)
    if place == "session":
        session = await sessions.session_of(db, asked.actor, SessionId(int(key)))
        space_id = session.space_id
        space = None if space_id is None else await spaces.space_to_translate(db, space_id)
    else:
        space = await spaces.space_by_slug(db, asked.actor, key)
    text = _there(await _DECIDING.all[asked.kind](db, asked.number))
    url, is_alone = f"/polls/{row.id}", place == "session"
    return Original(text, space, row.title, row.language, url, is_alone=is_alone)


async def _space(db: AsyncSession, asked: _Asked) -> Original:
    query = select(Space).where(
        col(Space.id) == SpaceId(asked.number), spaces.visible_to(asked.actor)
    )
    found = await db.exec(query.with_for_update() if asked.lock else query)
    space = _there(found.first())
    text = _there(await SPACES[asked.kind](db, asked.number))
    url = f"/s/{space.slug}"
    return Original(text, space, space.name, space.language, url, is_alone=True)


def _there(found: T | None) -> T:
    if found is None:
        raise NotFound
    return found


Finder = Callable[[AsyncSession, _Asked], Awaitable[Original]]
FINDERS: Mapping[str, Finder] = {
    "post": _post,
    **dict.fromkeys(("topic", "tags"), _topic),
    **dict.fromkeys(ANNOUNCING, _session),
    **dict.fromkeys(_DECIDING.all, _poll),
    **dict.fromkeys(SPOKEN, _spoken),
    STATEMENT: _statement,
    **dict.fromkeys(SPACES, _space),
}
"""What finds each kind of text."""
