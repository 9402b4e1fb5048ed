"""A session under way while things end: people chat, vote, and ask for the floor."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import TokenDraft
from forum.core.actor import SYSTEM, Actor
from forum.core.ids import ItemId, SessionId
from forum.core.permissions import Scope
from forum.decisions.tables import Ballot, DecisionElector
from forum.decisions.verifying import defects
from forum.live.chat.tables import ChatLine
from forum.live.floor import actions as floor
from forum.live.floor.rules import ListState
from forum.live.floor.schemas import ListOrder
from forum.live.floor.tables import FloorSlot
from forum.live.parts import Part
from forum.live.profiles import ProfileName
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import AgendaItem
from forum.runtime import Runtime
from tests import factories
from tests.client import API
from tests.faults.writer import Act, Client, Done, Writer

VOTERS, CHOICES = 5, ("1", "2", "3")
REST = 0.1
"""Seconds between two acts of one person."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session, and how those in it are known to the API; the chair is none of `people`."""

    session: SessionId
    item: ItemId
    chair: dict[str, str]
    people: Sequence[dict[str, str]]

    @property
    def path(self) -> str:
        """Of the session, below the API's."""
        return f"/sessions/{self.session}"


async def hold(runtime: Runtime, people: int = VOTERS, **more: Any) -> Meeting:
    """Open a session with so many people in it, and the speakers' list of its one item."""
    chair = await factories.member(runtime, "chair")
    values = {"state": SessionState.IN_SESSION, "profile": ProfileName.ASEAN_CONSENSUS, **more}
    session = await factories.live_session(runtime, chair, **values)
    await factories.participant(runtime, session, chair, Part.CHAIR)
    item = AgendaItem(session_id=session, place=1, number="1", title="Courses")
    async with runtime.unit(chair) as unit:
        unit.db.add(item)
    assert item.id is not None
    async with runtime.unit(chair) as unit:
        opened = ListOrder(state=ListState.OPEN, expected=ListState.CLOSED)
        await floor.change_list(unit, session, item.id, opened)
    members = [await factories.member(runtime, f"voter{number}") for number in range(people)]
    for one in members:
        await factories.participant(runtime, session, one, Part.OBSERVER)
    keys = [await headers_of(runtime, one) for one in (chair, *members)]
    return Meeting(session, item.id, keys[0], keys[1:])


async def headers_of(runtime: Runtime, who: Actor) -> dict[str, str]:
    """Headers by which a program acts for somebody."""
    draft = TokenDraft(name="faults", scopes=[Scope.READ, Scope.WRITE])
    async with runtime.unit(SYSTEM) as unit:
        word = (await add_token(unit, who.require_member(), draft))[1]
    return {"authorization": f"Bearer {word}"}


async def propose(meeting: Meeting, url: str, method: str, **more: Any) -> int:
    """Open a vote of everybody in a session; gives its number."""
    draft = {"title": "Go on?", "language": "en", "method": method, "voters": "members"}
    async with httpx2.AsyncClient(timeout=20) as http:
        answer = await http.post(
            f"{url}{API}{meeting.path}/polls",
            json={**draft, "is_open": True, **more},
            headers=meeting.chair,
        )
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


@dataclass(frozen=True, slots=True)
class Busy:
    """Those who act in a session, and what must have become of it in the end.

    Attributes:
        poll: a straw poll, in which everybody may vote again and again; the last vote counts.
    """

    meeting: Meeting
    poll: int
    chat: Writer
    votes: Writer
    floor: Writer

    @property
    def writers(self) -> Sequence[Writer]:
        """All of them."""
        return (self.chat, self.votes, self.floor)

    async def check(self, db: AsyncSession, url: str) -> None:
        """Fail unless everything acknowledged is there once, and the vote comes to its ballots."""
        said = [done.act.body["text"] for done in self.chat.acknowledged]
        lines = select(ChatLine.text).where(ChatLine.session_id == self.meeting.session)
        assert sorted(await db.exec(lines)) == sorted(said)
        slots = select(FloorSlot.id).where(FloorSlot.item_id == self.meeting.item)
        asked = [done.answer["id"] for done in self.floor.acknowledged if "id" in done.answer]
        assert sorted(await db.exec(slots.order_by(col(FloorSlot.id)))) == sorted(asked)
        await self._check_votes(db, url)
        assert sorted(await self._recorded(url)) == sorted(said)

    async def _recorded(self, url: str) -> Sequence[str]:
        """What the record has of the chat."""
        address = f"{url}{API}{self.meeting.path}/record/transcript"
        async with httpx2.AsyncClient(timeout=20) as http:
            answer = await http.get(address, headers=self.meeting.chair)
        assert answer.status_code == 200, answer.text
        return [one["text"] for one in answer.json()["moments"] if one["kind"] == "chat"]

    async def _check_votes(self, db: AsyncSession, url: str) -> None:
        last = {done.act.headers["authorization"]: done for done in self.votes.acknowledged}
        cast = Counter(done.act.body["choice"] for done in last.values())
        found = select(Ballot.choice).join(
            DecisionElector, col(DecisionElector.id) == col(Ballot.elector_id)
        )
        assert Counter(await db.exec(found.where(Ballot.decision_id == self.poll))) == cast
        closed = await close(self.meeting, url, self.poll)
        votes = {one["key"]: one["votes"] for one in closed["options"] if one["votes"]}
        assert votes == dict(cast)


async def close(meeting: Meeting, url: str, poll: int) -> dict[str, Any]:
    """Close a vote, as its chair; gives it as it stands then."""
    client = Client([url], random.Random(1))
    act = Act(f"/polls/{poll}/close", {}, meeting.chair)
    async with httpx2.AsyncClient(timeout=20) as http:
        return (await client.insist(http, act, f"close {poll}")).answer


async def all_defects(db: AsyncSession) -> list[str]:
    """What `forum decisions verify` would say."""
    return [one async for one in defects(db)]


def busy(meeting: Meeting, poll: int, clients: Iterator[Client]) -> Busy:
    """Programs that act in a session."""

    def writer(name: str, acts: Callable[[int, Done | None], Act]) -> Writer:
        return Writer(name, next(clients), acts, rest=REST)

    return Busy(
        meeting,
        poll,
        chat=writer("chat", lambda number, _: _line(meeting, number)),
        votes=writer("votes", lambda number, _: _vote(meeting, poll, number)),
        floor=writer("floor", lambda _, before: _floor(meeting, before)),
    )


def _line(meeting: Meeting, number: int) -> Act:
    body = {"text": f"line {number}", "language": "en"}
    return Act(f"{meeting.path}/chat", body, meeting.people[number % len(meeting.people)])


def _vote(meeting: Meeting, poll: int, number: int) -> Act:
    voter = meeting.people[number % len(meeting.people)]
    return Act(f"/polls/{poll}/ballots", {"choice": CHOICES[number % len(CHOICES)]}, voter)


def _floor(meeting: Meeting, before: Done | None) -> Act:
    """Ask for the floor, and take that back, in turn."""
    path = f"{meeting.path}/speakers"
    if before is None or before.act.path != path:
        body = {"item_id": meeting.item, "kind": "statement"}
        return Act(path, body, meeting.people[0])
    taken_back = {"act": "withdraw", "expected": before.answer["state"]}
    return Act(f"{path}/{before.answer['id']}/acts", taken_back, meeting.people[0])
