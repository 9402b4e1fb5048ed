"""What is written in a session on its way to readers: at once as it is, then in their languages.

Each process translates what was written through it. Lines that come together are translated
together; a language that is behind lets go of what is oldest, which readers can still ask for.
Nothing here has a number: what matters is in the tables and in the session's log, and a reader who
missed something asks for the list.
"""

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import HTTPConnection

from forum.core.ids import SessionId
from forum.db.batches import Batches
from forum.live.speech import queries
from forum.live.speech.events import Spoken
from forum.live.speech.presence import Presence
from forum.live.speech.texts import LiveText, LiveTexts, Text, Translations
from forum.runtime import Runtime
from forum.translations import queries as translations
from forum.translations.engines import Engines
from forum.translations.subjects import Subject, Subjects, load
from forum.translations.together import UNWANTED, Together

log = logging.getLogger(__name__)

GATHER = 0.03
"""Seconds in which the first lines come together."""
ROUND = 0.1
"""Seconds between two batches of one language, while lines go on coming."""
MOST_TOGETHER = 40
"""Lines of one language in one batch."""
MOST_WAITING = 200
"""Lines that wait for one language; the oldest are let go of."""
DEADLINE = 8.0
"""Seconds that engines may take for a batch."""


class _Line(NamedTuple):
    kind: LiveText
    text: Text
    subject: Subject


class _Heard(NamedTuple):
    text: Text | None
    subject: Subject | None
    there: Sequence[str]


class Desk:
    """Sends texts of sessions to those who read them, and has them translated.

    Args:
        engines: of the process.
        subjects: what loads the texts to translate.
        texts: what loads them to be shown.
    """

    def __init__(self, engines: Engines, subjects: Subjects, texts: LiveTexts) -> None:
        self._engines, self._subjects, self._texts = engines, subjects, texts
        self._together: Together | None = None
        self._heard: Batches[Spoken, _Heard] | None = None
        self._waiting: dict[str, list[_Line]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.presence = Presence()

    async def hear(self, runtime: Runtime, event: Spoken) -> None:
        """Have a text that was just stored sent and translated; who stored it does not wait."""
        self._heard = self._heard or Batches(partial(self._load, runtime))
        self._together = self._together or Together(runtime, self._engines, self._subjects)
        self._begin(self._say(runtime, event), f"say {event.kind()}:{event.id}")

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(self, runtime: Runtime, event: Spoken) -> None:
        try:
            await self._say_to_all(runtime, event)
        except Exception:
            log.exception("could not send %s:%d", event.kind(), event.id)

    async def _say_to_all(self, runtime: Runtime, event: Spoken) -> None:
        assert self._heard is not None  # noqa: S101 (`hear` has made it)
        text, subject, there = await self._heard.ask(event)
        if text is None:
            return
        kind, present = self._texts[event.kind()], event.readers(there)
        for language in present:
            await _send(runtime, kind, text, language, {})
        if subject is not None:
            for language in present:
                self._add(language, _Line(kind, text, subject))

    async def _load(self, runtime: Runtime, events: Sequence[Spoken]) -> Sequence[_Heard]:
        """What is to know of texts that were stored at about the same time, read together."""
        sessions = {one.session_id for one in events}
        async with runtime.database.reading() as db:
            texts = await self._load_texts(db, events)
            subjects = {name: await load(self._subjects, db, name) for name in texts}
            there = {
                one: await queries.languages_present(db, one, runtime.clock()) for one in sessions
            }
        names = [f"{self._texts[one.kind()].subject}:{one.id}" for one in events]
        return [
            _Heard(texts.get(name), subjects.get(name), there[one.session_id])
            for name, one in zip(names, events, strict=True)
        ]

    async def _load_texts(self, db: AsyncSession, events: Sequence[Spoken]) -> Mapping[str, Text]:
        found: dict[str, Text] = {}
        for kind in {one.kind() for one in events}:
            numbers = [one.id for one in events if one.kind() == kind]
            for text in await self._texts[kind].load(db, numbers):
                found[f"{self._texts[kind].subject}:{text.id}"] = text
        return found

    def _add(self, language: str, line: _Line) -> None:
        if line.subject.language == language:
            return
        waiting = self._waiting.get(language)
        if waiting is None:
            waiting = self._waiting[language] = []
            self._begin(self._work(language), f"live into {language}")
        waiting.append(line)
        del waiting[:-MOST_WAITING]

    async def _work(self, language: str) -> None:
        """Translate into a language until nothing waits for it."""
        pause = GATHER
        try:
            while True:
                await asyncio.sleep(pause)
                pause = ROUND
                waiting = self._waiting[language]
                lines, waiting[:] = waiting[:MOST_TOGETHER], waiting[MOST_TOGETHER:]
                if not lines:
                    break
                try:
                    await self._translate(lines, language)
                except Exception:
                    log.exception("could not translate %d lines into %s", len(lines), language)
        finally:
            del self._waiting[language]

    async def _translate(self, lines: Sequence[_Line], language: str) -> None:
        assert self._together is not None  # noqa: S101 (`_hear` has made it)
        runtime, subjects = self._together.runtime, [one.subject for one in lines]
        outcomes = await self._together.translate(subjects, language, seconds=DEADLINE)
        failed: dict[SessionId, str] = {}
        for kind, text, subject in lines:
            outcome = outcomes[subject.name]
            if outcome.translation is not None:
                found = {subject.name: outcome.translation}
                await _send(runtime, kind, text, language, found)
            elif outcome.reason != UNWANTED:
                failed[text.session_id] = outcome.reason
        for session, reason in failed.items():
            await _say_missing(runtime, session, language, reason)

    async def run(self, runtime: Runtime) -> None:
        """Note again and again which languages are heard in this process, until cancelled."""
        while True:
            await asyncio.sleep(self.presence.every)
            try:
                await self.presence.note_heard(runtime)
            except Exception:
                # The database may be away for a while; who reads goes on reading.
                log.exception("could not note which languages are read")

    async def settled(self) -> None:
        """Wait until everything that was heard so far is translated."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def aclose(self) -> None:
        """Let go of what is being translated: readers can still ask for it."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in (self._heard, self._together):
            if one is not None:
                await one.aclose()


async def _send(
    runtime: Runtime, kind: LiveText, text: Text, language: str, made: Translations
) -> None:
    if kind.beside:  # what is shown with it may have a translation already
        async with runtime.database.reading() as db:
            known = await translations.translations(db, kind.names([text.id]), language)
        made = {**known, **made}
    out = text.out(language, made)
    data = {"event": kind.event, **out.model_dump(mode="json")}
    channel = f"session:{text.session_id}:{language}"
    await runtime.hub.publish(channel, json.dumps(data, ensure_ascii=False))


async def _say_missing(runtime: Runtime, session_id: SessionId, language: str, reason: str) -> None:
    """Tell readers of a language that they do not get what is said; silence would mislead."""
    data = json.dumps({"event": "translation.missing", "language": language, "reason": reason})
    await runtime.hub.publish(f"session:{session_id}:{language}", data)


def desk(connection: HTTPConnection[Any]) -> Desk:
    """The process's own, which `app.lifespan` puts into the ASGI state."""
    found: Desk = connection.scope["state"]["desk"]
    return found
