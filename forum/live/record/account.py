"""The record of a session, for somebody who follows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import SessionId
from forum.live.floor.rules import ON_BEHALF
from forum.live.record import queries
from forum.live.record.attendance import Attendee, attendance
from forum.live.record.entries import Entry, Who, read_entries, slots_in, speaker
from forum.live.record.files import Names
from forum.live.record.sittings import Stretch, meeting
from forum.live.record.statistics import Statistics, statistics
from forum.live.record.summary import Sentence, draft
from forum.live.record.transcript import Moment, Texts, transcript
from forum.live.record.words import log_words
from forum.live.sessions import queries as sessions
from forum.live.sessions.doing import milliseconds
from forum.live.sessions.schemas import ItemOut
from forum.live.sessions.tables import LiveSession
from i18n.catalogs import gettext


@dataclass(frozen=True, slots=True)
class Account:
    """All that a session's log tells, with names for one reader.

    Attributes:
        session: whose.
        agenda: in its order.
        entries: of the log.
        texts: by what the log names.
        moments: what happened, in its order.
        held: from the opening to the end; `None`: it was never opened.
        draft: of the summary record.
    """

    session: LiveSession
    agenda: Sequence[ItemOut]
    entries: Sequence[Entry]
    texts: Texts
    moments: Sequence[Moment]
    held: Stretch | None
    attendees: Sequence[Attendee]
    statistics: Statistics
    names: Names
    draft: Sequence[Sentence]


async def account_of(
    db: AsyncSession, actor: Actor, session_id: SessionId, now: datetime
) -> Account:
    """What the log of a session tells until `now`.

    Raises:
        NotFound: the actor does not follow the session.
    """
    session = await sessions.session_of(db, actor, session_id)
    agenda = await sessions.items_of(db, session_id)
    entries = read_entries(await queries.log_of(db, session_id))
    texts, until = await queries.texts_of(db, session_id), milliseconds(now)
    attendees = attendance(entries, await queries.seats_of(db, session_id), until)
    people = [*_people(entries), *(one.who for one in attendees)]
    named = await _names(db, people, agenda, actor.locale)
    names = replace(named, options=await queries.options_of(db, session_id))
    regions = await queries.regions_of(db, names.delegations, actor.locale)
    return Account(
        session=session,
        agenda=agenda,
        entries=entries,
        texts=texts,
        moments=transcript(entries, texts),
        held=meeting(entries, until),
        attendees=attendees,
        statistics=statistics(entries, regions, until),
        names=names,
        draft=draft(entries, [one.id for one in agenda], texts, names, until),
    )


def _people(entries: Sequence[Entry]) -> Sequence[Who]:
    """Everybody whom a log names as doing something."""
    return [
        *(one.who for one in entries),
        *(speaker(slot) for one in entries for slot in slots_in(one)),
    ]


async def _names(
    db: AsyncSession, people: Sequence[Who], agenda: Sequence[ItemOut], locale: str
) -> Names:
    members = {one.member for one in people if one.member is not None}
    whom = (number for one in people for number in (one.delegation, one.group))
    delegations = {one for one in whom if one is not None}
    return Names(
        members=await queries.member_names(db, members),
        delegations=await queries.delegation_names(db, delegations, locale),
        items={one.id: f"{one.number} {one.title}".strip() for one in agenda},
        words=log_words(locale),
        on_behalf=gettext(ON_BEHALF, locale),
    )
