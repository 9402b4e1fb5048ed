"""The sessions of the demonstration: one that is over, with its record, and one in progress."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise

from forum.accounts.identity import actor_for
from forum.core.actor import Actor
from forum.core.ids import ItemId, SessionId
from forum.db.unit import Unit
from forum.decisions.rules import Method
from forum.demo import queries
from forum.demo.debate import (
    CHAIR,
    HOST,
    LANGUAGES,
    PARTS,
    RAPPORTEUR,
    Debate,
)
from forum.demo.declaration import Texts, read_texts
from forum.demo.hall import Beat, Hall, Words
from forum.live.accreditation.actions import DECIDED, invite
from forum.live.accreditation.schemas import Invitation
from forum.live.agenda.actions import add_item
from forum.live.agenda.schemas import ItemDraft
from forum.live.profiles import ProfileName
from forum.live.record.actions import hand_over
from forum.live.sessions.actions import make_session
from forum.live.sessions.schemas import SessionDraft
from forum.live.sessions.states import SessionState as State
from forum.live.summaries import actions as summaries
from forum.live.summaries.reading import summary
from forum.live.summaries.schemas import CorrectionDecision, ParagraphChange
from forum.runtime import Runtime
from forum.spaces.actions import make_space
from forum.spaces.schemas import SpaceDraft

SPACE = SpaceDraft(
    slug="sessions",
    name="Live sessions",
    description="What was said in live sessions, to be discussed on.",
    place=9,
)
ABOUT = (
    "Delegates read what the Universal Declaration of Human Rights says. "
    "All of it is made up, except the words of the Declaration."
)
IN_PROGRESS = "The Declaration, article by article"
_ARTICLES = (26, 27)
"""What it was about."""
ALL = (1, 18, 19, 23, 26, 27, 2, 3, 13, 20, 22, 29)
"""The articles that the one in progress goes through."""
_AGO = timedelta(days=12)
"""How long before now the one that is over was held."""
_OPENED = (State.DRAFT, State.ANNOUNCED, State.LOBBY, State.IN_SESSION)


class Cast:
    """The people of the demonstration, who act in changes of their own.

    Args:
        runtime: of the product.
        actors: by handle.
    """

    def __init__(self, runtime: Runtime, actors: Mapping[str, Actor]) -> None:
        self.runtime, self._actors = runtime, actors

    @classmethod
    async def of(cls, runtime: Runtime) -> "Cast":
        """Those whom the database has."""
        async with runtime.database.reading() as db:
            rows = await queries.members(db)
        return cls(runtime, {row.handle: actor_for(row) for row in rows})

    def actor(self, who: str) -> Actor:
        """Somebody, by handle."""
        return self._actors[who]

    @asynccontextmanager
    async def unit(self, who: str, at: datetime | None = None) -> AsyncIterator[Unit]:
        """A change of somebody's, now or at an hour that has passed."""
        async with self.runtime.unit(self._actors[who]) as unit:
            unit.now = at or unit.now
            yield unit

    def enter(self, unit: Unit, who: str, at: datetime) -> None:
        """Let somebody else act in the same change."""
        unit.actor, unit.now = self._actors[who], at


async def set_up(runtime: Runtime) -> None:
    """Make what is missing of the sessions; what is there stays as it is."""
    async with runtime.database.reading() as db:
        there = await queries.session_titles(db)
    cast, texts = await Cast.of(runtime), read_texts()
    if queries.HELD not in there:
        await _hold(cast, texts)
    if await playing(runtime) is None:
        await open_session(cast, texts)


async def playing(runtime: Runtime) -> SessionId | None:
    """The session in progress."""
    async with runtime.database.reading() as db:
        return await queries.session_in_progress(db, IN_PROGRESS)


async def open_session(cast: Cast, texts: Texts) -> SessionId:
    """Begin a session that is in progress from now on."""
    now = cast.runtime.clock()
    async with cast.unit(HOST) as unit:
        draft = _draft(IN_PROGRESS, now, timedelta(days=2))
        hall, _ = await _opened(unit, draft, [Debate(texts, one) for one in ALL])
    return hall.session


def _draft(title: str, at: datetime, length: timedelta) -> SessionDraft:
    return SessionDraft(
        title=title,
        description=ABOUT,
        language="en",
        languages=LANGUAGES,
        space=SPACE.slug,
        profile=ProfileName.ASEAN_CONSENSUS,
        starts_at=at,
        ends_at=at + length,
        zone="Asia/Jakarta",
    )


async def _opened(
    unit: Unit, draft: SessionDraft, debates: Sequence[Debate]
) -> tuple[Hall, Sequence[ItemId]]:
    """A session with its agenda and everybody in it, just opened by its host."""
    row = await make_session(unit, draft)
    assert row.id is not None  # noqa: S101 (it was flushed)
    hall, items = Hall(row.id), []
    for debate in debates:
        item = await add_item(unit, row.id, ItemDraft(title=debate.title, minutes=10))
        assert item.id is not None  # noqa: S101 (it was flushed)
        items.append(item.id)
    for was, to in pairwise(_OPENED[:-1]):
        await hall.step(was, to)(unit)
    for who, part, slug in PARTS:
        await invite(unit, row.id, Invitation(who=who, part=part, delegation=slug))
    # Letters about it would only fill the mailbox of the demonstration.
    unit.jobs[:] = [job for job in unit.jobs if job.kind != DECIDED]
    await hall.step(State.LOBBY, State.IN_SESSION)(unit)
    return hall, items


async def _hold(cast: Cast, texts: Texts) -> None:
    """Hold a session, write its record, correct it, and hand it over."""
    began = cast.runtime.clock() - _AGO
    debates = [Debate(texts, one) for one in _ARTICLES]
    async with cast.unit(HOST, began - timedelta(days=20)) as unit:
        await make_space(unit, SPACE)
        cast.enter(unit, HOST, began)
        hall, items = await _opened(unit, _draft(queries.HELD, began, timedelta(hours=1)), debates)
        at = began
        for beat in _beats(hall, items, debates):
            at += timedelta(seconds=6 * beat.after)
            cast.enter(unit, beat.who, at)
            await beat.act(unit)
            await unit.db.flush()
    await _write_record(cast, hall, at)


def _beats(hall: Hall, items: Sequence[ItemId], debates: Sequence[Debate]) -> Sequence[Beat]:
    found: list[Beat] = []
    for item, debate in zip(items, debates, strict=True):
        found.append(Beat(20, CHAIR, hall.open_item(item)))
        found += debate.beats(hall)
    text = "Partners offer their open courses in each other’s languages."
    late = debates[-1].said("somchai")
    return [
        *found,
        Beat(4, CHAIR, hall.propose(Method.CONSENSUS, Words("Joint conclusion", "en"), text)),
        Beat(20, CHAIR, hall.close_poll()),
        Beat(4, "somchai", hall.ask_floor("somchai", late)),
        Beat(9, CHAIR, hall.step(State.IN_SESSION, State.CLOSED)),
    ]


async def _write_record(cast: Cast, hall: Hall, at: datetime) -> None:
    """Write the record and hand over, in as many changes as steps that the record follows."""
    number, day = hall.session, timedelta(days=1)
    async with cast.unit(CHAIR, at + day / 24) as unit:
        await hall.step(State.CLOSED, State.RECORD_DRAFT)(unit)
    async with cast.unit(RAPPORTEUR, at + day / 12) as unit:
        first = (await summary(unit.db, unit.actor, number, unit.now)).paragraphs[0]
        change = ParagraphChange(text=f"{first.text} The agenda was adopted.", version=1)
        await summaries.edit(unit, number, first.id, change)
        cast.enter(unit, CHAIR, at + day)
        await hall.step(State.RECORD_DRAFT, State.CORRECTIONS)(unit)
    async with cast.unit("camille", at + 2 * day) as unit:
        text = f"{change.text} Camille, for France, thanked the interpreters."
        correction = await summaries.propose(unit, number, first.id, text)
        cast.enter(unit, RAPPORTEUR, at + 3 * day)
        decision = CorrectionDecision(take=True, word="Thank you.", version=2)
        await summaries.decide(unit, number, correction, decision)
        cast.enter(unit, CHAIR, at + 9 * day)
        await hall.step(State.CORRECTIONS, State.RECORD_FINAL)(unit)
        await hand_over(unit, number)
