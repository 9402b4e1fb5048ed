"""How soon a caption is read in five languages, with an engine that answers at once."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx2
import uvloop

from forum.app import open_product
from forum.core.actor import Actor
from forum.core.ids import MemberId, SessionId
from forum.live.parts import Part
from forum.live.sessions.states import SessionState
from forum.settings import Settings
from tests import factories
from tests.benchmarks import servers
from tests.benchmarks.bench import Bench
from tests.benchmarks.data.keys import Keys, let_in
from tests.benchmarks.data.stores import Store, on_each
from tests.benchmarks.listeners import Arrivals, Noted, arrivals, listening
from tests.benchmarks.load import request
from tests.benchmarks.measure import Figure, Finding, at_most, percentile
from tests.benchmarks.servers import SECRET, Server
from tests.benchmarks.steady import Answered, Due, send

INTO = ("de", "vi", "ur", "th", "zh-Hans")
PROMPT = at_most(150)
A_SECOND = 2
"""Captions that are posted in a second."""
_TRANSLATED = Noted("for sentence number ", '"translation": null')
"""Captions with a translation, and apart those on their way without one."""
_TAIL = 2.0
"""Seconds that the last translations are waited for."""


class CaptionsUnheard(Exception):
    """Not every listener was sent every translation; the message says of which captions."""


def measure(bench: Bench) -> Iterator[Finding]:
    """Captions to the last of the listeners in each language; 95 of 100 come sooner."""
    return on_each(bench.cache, partial(_measure, bench))


def _measure(bench: Bench, store: Store) -> Iterator[Figure]:
    folder, count = bench.room(f"{store.name}-captions"), bench.sizes.readers // len(INTO)
    with store.copy(bench.sizes.posts[0]) as url:
        keys, session = let_in(url), uvloop.run(_session(url, folder))
        with servers.forum(url, folder, more={"FORUM_TRANSLATORS": "pseudo"}) as server:
            _visit(server, keys, session)
            with ExitStack() as stack:
                crowds = [
                    stack.enter_context(
                        listening(
                            bench, server, count, f"session:{session}:{into}", noted=_TRANSLATED
                        )
                    )
                    for into in INTO
                ]
                began = server.cpu
                posted = send(server.port, [*_captions(keys, session, _many(bench))])
                time.sleep(_TAIL)
                spent = server.cpu - began
                waits = _waits(posted, [arrivals(one) for one in crowds], count)
    half, most = waits[len(waits) // 2], percentile(waits, 95)
    name = f"{store.name}: caption to {bench.sizes.readers} listeners, {len(INTO)} languages"
    yield Figure(name, most, "ms", target=PROMPT, more={"half": half, "slowest": waits[-1]})
    yield Figure(f"{name}, cost", spent * 1000 / _many(bench), "ms/caption")


def _many(bench: Bench) -> int:
    return max(4, round(bench.sizes.seconds * bench.sizes.rounds * A_SECOND))


async def _session(url: str, folder: Path) -> SessionId:
    """A session under way, in which the first member writes captions."""
    now, who = datetime.now(UTC), Actor(MemberId(1), "member1", "Member 1")
    more = {"starts_at": now, "ends_at": now + timedelta(hours=1), "languages": ["en", *INTO]}
    settings = Settings(database=url, data=folder, secret=SECRET)
    async with open_product(settings) as product:
        runtime = product.runtime
        session = await factories.live_session(runtime, who, state=SessionState.IN_SESSION, **more)
        await factories.participant(runtime, session, who, Part.CAPTIONER)
    return session


def _visit(server: Server, keys: Keys, session: SessionId) -> None:
    """Have captions read in each language, so that they are translated into it."""
    for language in INTO:
        path = f"/api/v1/sessions/{session}/captions?lang={language}"
        httpx2.get(
            f"http://127.0.0.1:{server.port}{path}",
            headers={"authorization": keys.authorization},
            timeout=30,
        ).raise_for_status()


def _captions(keys: Keys, session: SessionId, many: int) -> Iterator[Due]:
    headers = {"Authorization": keys.authorization, "Content-Type": "application/json"}
    for number in range(many):
        text = f"The delegation thanks the chair for sentence number {number} of this morning."
        body = json.dumps({"key": str(number), "text": text, "language": "en"}).encode()
        what = request("POST", f"/api/v1/sessions/{session}/captions", headers, body)
        yield Due(number / A_SECOND, what, number)


def _waits(
    posted: Sequence[Answered],
    heard: Sequence[Mapping[int, tuple[Arrivals, Arrivals]]],
    count: int,
) -> Sequence[float]:
    """The ms from when each caption was due until all listeners of a language have read it.

    Raises:
        CaptionsUnheard: one of them never did, or did twice.
    """
    waits: list[float] = []
    for one in posted:
        for crowd in heard:
            translated, _ = crowd[one.number]
            if translated.times != count:
                raise CaptionsUnheard(f"{one.number}: {translated.times} of {count}")
            waits.append((translated.last - one.due) / 1e6)
    return sorted(waits)
