"""A live session that has gone on for a while, with many people in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop

from forum.accounts.tables import Member
from forum.app import open_product
from forum.core.actor import Actor
from forum.core.ids import MemberId, SessionId
from forum.live.captions.rules import KEPT_MS, Via
from forum.live.captions.tables import LiveCaption
from forum.live.chat.tables import ChatLine
from forum.live.parts import Part
from forum.live.profiles import ProfileName
from forum.live.sessions.rules import RequestState
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import Participant
from forum.runtime import Runtime
from forum.settings import Settings
from forum.translations.rules import Status
from forum.translations.tables import Translation
from tests import factories
from tests.benchmarks.data import rows
from tests.benchmarks.servers import SECRET

LANGUAGES = ("de", "vi", "ur", "th", "zh-Hans")
CAPTIONS, LINES = 300, 50
"""What was said in the last ten minutes, and written in the chat, in English."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session under way; the first member leads it and writes captions, all others take part."""

    session: SessionId
    members: list[MemberId]


def make_meeting(url: str, folder: Path, people: int) -> Meeting:
    """Make one in a filled database, with so many members in it."""
    return uvloop.run(_make(url, folder, people))


async def _make(url: str, folder: Path, people: int) -> Meeting:
    now, chair = datetime.now(UTC), Actor(MemberId(1), "member1", "Member 1")
    members = [MemberId(number) for number in range(1, people + 1)]
    settings = Settings(database=url, data=folder, secret=SECRET)  # type: ignore[arg-type]
    async with open_product(settings) as product:
        session = await factories.live_session(
            product.runtime,
            chair,
            state=SessionState.IN_SESSION,
            profile=ProfileName.ASEAN_CONSENSUS,
            languages=["en", *LANGUAGES],
            starts_at=now,
            ends_at=now + timedelta(hours=1),
        )
        await _fill(product.runtime, session, members, now)
    return Meeting(session, members)


async def _fill(
    runtime: Runtime, session: SessionId, members: list[MemberId], now: datetime
) -> None:
    async with runtime.database.writer() as db, db.begin():
        db.add_all(_member(number, now) for number in members[rows.MEMBERS :])
        await db.flush()
        db.add(_participant(session, members[0], Part.CHAIR, now))
        db.add(_participant(session, members[0], Part.CAPTIONER, now))
        db.add_all(_participant(session, one, Part.STAKEHOLDER, now) for one in members[1:])
        said = [_caption(session, number, now) for number in range(CAPTIONS)]
        written = [_line(session, number, now) for number in range(LINES)]
        db.add_all([*said, *written])
        await db.flush()
        for kind, texts in (("caption", said), ("chat", written)):
            for one in texts:
                db.add_all(_translations(f"{kind}:{one.id}", one.text, now))


def _member(number: int, now: datetime) -> Member:
    name = f"member{number}"
    address = f"{name}@example.org"
    return Member(
        id=MemberId(number),
        handle=name,
        email=address,
        email_key=address,
        email_verified_at=now,
        name=f"Member {number}",
        languages=["en"],
        created_at=now,
    )


def _participant(session: SessionId, member: MemberId, part: Part, now: datetime) -> Participant:
    return Participant(
        session_id=session,
        member_id=member,
        part=part,
        state=RequestState.APPROVED,
        asked_at=now,
    )


def _caption(session: SessionId, number: int, now: datetime) -> LiveCaption:
    step = (KEPT_MS - 60_000) // CAPTIONS
    ended = round(now.timestamp() * 1000) - (CAPTIONS - number) * step
    return LiveCaption(
        session_id=session,
        key=f"before {number}",
        author_id=MemberId(1),
        via=Via.TYPED,
        language="en",
        text=f"The delegation thanks the chair, and comes to point {number} of what it has to say.",
        began=ended - step + 100,
        ended=ended,
        said_at=now,
    )


def _line(session: SessionId, number: int, now: datetime) -> ChatLine:
    text = f"This is what we think of point {number}, too."
    return ChatLine(
        session_id=session, author_id=MemberId(2 + number), language="en", text=text, said_at=now
    )


def _translations(subject: str, text: str, now: datetime) -> Iterator[Translation]:
    for language in LANGUAGES:
        yield Translation(
            subject=subject,
            language=language,
            source="en",
            source_version=1,
            status=Status.MACHINE,
            text=f"[{language}] {text}",
            html=f"[{language}] {text}",
            engine="pseudo",
            made_at=now,
        )
