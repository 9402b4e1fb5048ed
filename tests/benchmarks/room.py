"""A live session with a thousand people in it: how soon each is answered, and hears the others."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from functools import partial

import httpx2

from tests.benchmarks import servers
from tests.benchmarks.bench import Bench
from tests.benchmarks.cases import BROWSER
from tests.benchmarks.data.keys import Keys, let_all_in
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.listeners import Arrivals, Noted, arrivals, listening
from tests.benchmarks.load import drive, request
from tests.benchmarks.measure import Figure, Finding, Target, at_least, at_most, percentile
from tests.benchmarks.meeting import LANGUAGES, Meeting, make_meeting
from tests.benchmarks.native import Talk
from tests.benchmarks.servers import Server
from tests.benchmarks.steady import Answered, Due, send

ANSWERED, HEARD, JOINED = at_most(150), at_most(250), at_most(200)
"""Milliseconds in which 95 of 100 are."""
EVERY = at_least(100)
"""Percent of the texts that come to every reader of a language, once."""
CHAT, CAPTIONS, JOINS = 20, 2, 1
"""Lines, captions and late comers a second."""
_SPOKEN = Noted("said as number ", '"translation": null')
"""Texts with a translation, and apart those on their way without one."""
_KINDS = {"ballot": 0, "line of chat": 200_000, "caption": 400_000, "late joining": 600_000}
"""Where the numbers of each kind of request begin."""
ME = "/api/v1/me"
_NEVER = (Arrivals(0, 0), Arrivals(0, 0))
_LEAD = 3.0
"""Seconds of talk and late comers before what counts: the session is ten minutes old."""
_TAIL = 2.0
"""Seconds that the last publications are waited for."""


@dataclass(frozen=True, slots=True)
class _Room:
    """A session as those in it ask for it; the first key is that of who leads it."""

    meeting: Meeting
    keys: Sequence[Keys]
    poll: int

    def requests(self, seconds: float) -> Iterator[Due]:
        """Everything that is asked before the vote and in its so many seconds, at its moment."""
        voters, whole = self.keys[1:], _LEAD + seconds
        for due in _spread("ballot", len(voters), seconds, lambda n: self._ballot(voters[n])):
            yield replace(due, at=_LEAD + due.at)
        yield from _spread("line of chat", round(CHAT * whole), whole, self._line)
        yield from _spread("caption", round(CAPTIONS * whole), whole, self._caption)
        yield from _spread("late joining", round(JOINS * whole), whole, self._join)

    def _ballot(self, keys: Keys) -> bytes:
        return _post(keys, f"/polls/{self.poll}/ballots", {"choice": "yes"}, "ballot")

    def _line(self, number: int) -> bytes:
        text = f"We agree with what the chair said as number {_KINDS['line of chat'] + number} now."
        keys = self.keys[1 + number % (len(self.keys) - 1)]
        body = {"text": text, "language": "en"}
        return _post(keys, f"/sessions/{self.meeting.session}/chat", body, f"line-{number}")

    def _caption(self, number: int) -> bytes:
        text = f"This is what the delegation said as number {_KINDS['caption'] + number} here."
        body = {"key": str(number), "text": text, "language": "en"}
        return _post(self.keys[0], f"/sessions/{self.meeting.session}/captions", body)

    def _join(self, number: int) -> bytes:
        language = LANGUAGES[number % len(LANGUAGES)]
        headers = {**BROWSER, "Cookie": self.keys[1 + number % (len(self.keys) - 1)].cookie}
        return request("GET", f"/sessions/{self.meeting.session}?lang={language}", headers)


def measure(bench: Bench) -> Iterator[Finding]:
    """A room with chat, captions, a poll of everybody, and late comers; 95 of 100 come sooner."""
    return on_each(bench.cache, partial(_measure, bench))


def _measure(bench: Bench, store: Store) -> Iterator[Figure]:
    folder, people, seconds = bench.room(f"{store.name}-room"), bench.sizes.members, _seconds(bench)
    with store.copy(bench.sizes.posts[0]) as url:
        meeting = make_meeting(url, folder, people)
        keys = let_all_in(url, meeting.members)
        with servers.forum(url, folder, more={"FORUM_TRANSLATORS": "pseudo"}) as server:
            room = _Room(meeting, keys, _poll(server, meeting, keys[0]))
            _visit(server, meeting)
            _recognise(server, keys)
            with ExitStack() as stack:
                crowds = [
                    stack.enter_context(_crowd(bench, server, meeting, one)) for one in LANGUAGES
                ]
                before, began = server.cpu, time.monotonic()
                answers = _counted(send(server.port, [*room.requests(seconds)]))
                busy = (server.cpu - before) / (time.monotonic() - began)
                time.sleep(_TAIL)
                heard = [arrivals(one) for one in crowds]
            name = f"{store.name}: {people:,} in the room"
            yield from _answered(name, answers)
            yield from _heard(name, answers, heard, people // len(LANGUAGES))
            yield Figure(f"{name}, processor", busy * 100, "% of a core")
            yield Figure(f"{name}, memory", server.resident / 2**20, "MiB")


def _seconds(bench: Bench) -> float:
    return bench.sizes.seconds * 10


def _poll(server: Server, meeting: Meeting, keys: Keys) -> int:
    draft = {"title": "Go on?", "language": "en", "method": "straw", "voters": "members"}
    answer = httpx2.post(
        f"http://127.0.0.1:{server.port}/api/v1/sessions/{meeting.session}/polls",
        json={**draft, "is_open": True},
        headers={"authorization": keys.authorization},
        timeout=30,
    )
    return int(answer.raise_for_status().json()["id"])


def _visit(server: Server, meeting: Meeting) -> None:
    """Have the session read in each language, so that what is said is translated into it."""
    for language in LANGUAGES:
        path = f"/sessions/{meeting.session}?lang={language}"
        httpx2.get(f"http://127.0.0.1:{server.port}{path}", timeout=30).raise_for_status()


def _recognise(server: Server, keys: Sequence[Keys]) -> None:
    """Have everybody asked for once who they are: in a room, that was when they came in."""
    drive(server.port, (request("GET", ME, {"Authorization": k.authorization}) for k in keys))


def _crowd(
    bench: Bench, server: Server, meeting: Meeting, language: str
) -> AbstractContextManager[Talk]:
    channel, count = f"session:{meeting.session}", bench.sizes.members // len(LANGUAGES)
    return listening(bench, server, count, channel, f"{channel}:{language}", noted=_SPOKEN)


def _post(keys: Keys, path: str, body: Mapping[str, object], once: str = "") -> bytes:
    headers = {"Authorization": keys.authorization, "Content-Type": "application/json"}
    if once:
        headers["Idempotency-Key"] = once
    return request("POST", f"/api/v1{path}", headers, json.dumps(body).encode())


def _spread(kind: str, count: int, seconds: float, what: Callable[[int], bytes]) -> Iterator[Due]:
    for number in range(count):
        yield Due(seconds * number / count, what(number), _KINDS[kind] + number)


def _counted(answers: Sequence[Answered]) -> Sequence[Answered]:
    since = min(one.due for one in answers) + round(_LEAD * 1e9)
    return [one for one in answers if one.due >= since]


def _answered(name: str, answers: Sequence[Answered]) -> Iterator[Figure]:
    for kind, first in _KINDS.items():
        waits = sorted(one.ms for one in answers if 0 <= one.number - first < 200_000)
        target = JOINED if kind == "late joining" else ANSWERED
        yield _figure(f"{name}, {kind} answered ({len(waits):,})", waits, target)


def _heard(
    name: str,
    answers: Sequence[Answered],
    heard: Sequence[Mapping[int, tuple[Arrivals, Arrivals]]],
    readers: int,
) -> Iterator[Figure]:
    """From when something was sent until the last reader of a language has it."""
    for kind in ("line of chat", "caption"):
        some = [one for one in answers if 0 <= one.number - _KINDS[kind] < 200_000]
        for place, how in ((1, "heard"), (0, "heard in one's language")):
            found = [(one, crowd.get(one.number, _NEVER)[place]) for one in some for crowd in heard]
            waits = sorted((c.last - one.due) / 1e6 for one, c in found if c.times == readers)
            whole = f"{name}, {kind} {how}"
            yield Figure(f"{whole} by all", 100 * len(waits) / len(found), "%", target=EVERY)
            if waits:
                yield _figure(f"{whole} by the last", waits, HEARD)


def _figure(name: str, waits: Sequence[float], target: Target) -> Figure:
    half, most = waits[len(waits) // 2], percentile(waits, 95)
    return Figure(name, most, "ms", target=target, more={"half": half, "slowest": waits[-1]})
