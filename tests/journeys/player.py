"""Plays a script of a session over the API, each act by whoever does it, at the hour of its own."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.client import API
from tests.journeys.debate import Beat
from tests.journeys.hall import Hall

Json = dict[str, Any]


@dataclass
class Player:
    """Does what a script says, on either process in turn.

    Attributes:
        programs: one for each process, whose addresses begin at the API's.
        hall: the session.
        tokens: headers of each of its people, and of `ines`.
        slots: the last request for the floor of each.
        numbers: by text: of a question or a vote.
        sent: what was acknowledged: kind, number and text of each caption and line of chat.
    """

    programs: tuple[httpx2.AsyncClient, httpx2.AsyncClient]
    hall: Hall
    tokens: Mapping[str, Mapping[str, str]]
    slots: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    sent: list[tuple[str, int, str]] = field(default_factory=list)
    _count: int = 0

    async def play(self, beat: Beat) -> None:
        """Do what happens."""
        await _ACTS[beat.act](self, beat)

    async def _send(self, who: str, path: str, how: str = "POST", /, **body: object) -> Json:
        self._count += 1
        program = self.programs[self._count % 2]
        where = path if path.startswith("/polls/") else f"{self.hall.room}/{path}"
        url = f"{API}{where}"
        answer = await program.request(how, url, json=body, headers={**self.tokens[who]})
        assert answer.is_success, (path, body, answer.text)
        found: Json = answer.json() if answer.content else {}
        return found

    async def _caption(self, beat: Beat) -> None:
        body = {"key": beat.at, "text": beat.text, "language": beat.language, "heard": beat.who}
        made = await self._send("ines", "captions", **body)
        self.sent.append(("caption", made["id"], beat.text))

    async def _chat(self, beat: Beat) -> None:
        made = await self._send(beat.who, "chat", text=beat.text, language=beat.language)
        self.sent.append(("chat", made["id"], beat.text))

    async def _question(self, beat: Beat) -> None:
        made = await self._send(beat.who, "questions", text=beat.text, language=beat.language)
        self.numbers[beat.text] = made["id"]

    async def _upvote(self, beat: Beat) -> None:
        await self._send(beat.who, f"questions/{self.numbers[beat.text]}/vote", "PUT")

    async def _answer(self, beat: Beat) -> None:
        await self._send(beat.who, f"questions/{self.numbers[beat.text]}/answer")

    async def _ask(self, beat: Beat) -> None:
        self.slots[beat.who] = (await self._send(beat.who, "speakers", kind=beat.text))["id"]

    async def _point(self, beat: Beat) -> None:
        made = await self._send(beat.who, "speakers", kind="point_of_order")
        self.slots[f"point of {beat.who}"] = made["id"]

    async def _lead(self, beat: Beat) -> None:
        expected = {"call": "listed", "start": "called", "stop": "speaking", "resume": "paused"}
        path = f"speakers/{self.slots[beat.text]}/acts"
        await self._send(beat.who, path, act=beat.act, expected=expected[beat.act])

    async def _dismiss(self, beat: Beat) -> None:
        path = f"speakers/{self.slots[f'point of {beat.text}']}/acts"
        await self._send(beat.who, path, act="dismiss", expected="called")

    async def _list(self, beat: Beat) -> None:
        states = {"open list": ("open", "closed"), "close list": ("closed", "open")}
        state, expected = states[beat.act]
        path = f"agenda/{self.hall.items[1]}/speakers"
        await self._send(beat.who, path, "PUT", state=state, expected=expected)

    async def _open_item(self, beat: Beat) -> None:
        await self._send(beat.who, "agenda/open", item_id=self.hall.items[int(beat.text) - 1])

    async def _propose(self, beat: Beat) -> None:
        draft = {"title": beat.text, "language": "en", "method": beat.language, "is_open": True}
        self.numbers[beat.text] = (await self._send(beat.who, "polls", **draft))["id"]

    async def _vote(self, beat: Beat) -> None:
        path = f"/polls/{self.numbers[beat.text]}/ballots"
        await self._send(beat.who, path, choice=beat.language)

    async def _close_vote(self, beat: Beat) -> None:
        await self._send(beat.who, f"/polls/{self.numbers[beat.text]}/close")

    async def _begin(self, beat: Beat) -> None:
        step = {"expected": "lobby", "to": "in_session", "waives_quorum": True}
        await self._send(beat.who, "steps", **step)

    async def _end(self, beat: Beat) -> None:
        await self._send(beat.who, "steps", expected="in_session", to="closed")


_ACTS: Mapping[str, Callable[[Player, Beat], Awaitable[None]]] = {
    "answer": Player._answer,
    "ask": Player._ask,
    "begin": Player._begin,
    "call": Player._lead,
    "caption": Player._caption,
    "chat": Player._chat,
    "close list": Player._list,
    "close vote": Player._close_vote,
    "dismiss": Player._dismiss,
    "end": Player._end,
    "open item": Player._open_item,
    "open list": Player._list,
    "point": Player._point,
    "propose": Player._propose,
    "question": Player._question,
    "resume": Player._lead,
    "start": Player._lead,
    "stop": Player._lead,
    "upvote": Player._upvote,
    "vote": Player._vote,
}
