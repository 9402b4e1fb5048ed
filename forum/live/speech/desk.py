"""What is written in a session on its way to readers: at once as it is, then in their languages.

Each process translates what was written through it, at once. What comes while an engine is busy
with a language is translated together; a language that is behind lets go of what is oldest, which
readers can still ask for.
Nothing here has a number: what matters is in the tables and in the session's log, and a reader who
missed something asks for the list.
"""

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import HTTPConnection

from forum.core.ids import SessionId
from forum.db.batches import Batches
from forum.live.speech import queries
from forum.live.speech.events import Spoken
from forum.live.speech.presence import Presence, Read, heard
from forum.live.speech.texts import Fresh, LiveText, LiveTexts, Text, Translations
from forum.runtime import Runtime
from forum.translations import queries as translations
from forum.translations.actions import Result
from forum.translations.engines import Engines
from forum.translations.subjects import Subject, Subjects, load
from forum.translations.together import UNWANTED, Together

log = logging.getLogger(__name__)

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


class Desk:
    """Sends texts of sessions to those who read them, and has them translated.

    Args:
        runtime: of the process.
        engines: likewise.
        subjects: what loads the texts to translate.
        texts: what loads them to be shown.
    """

    def __init__(
        self, runtime: Runtime, engines: Engines, subjects: Subjects, texts: LiveTexts
    ) -> None:
        self._runtime, self._subjects, self._texts = runtime, subjects, texts
        self._together = Together(runtime, engines, subjects)
        self._loaded = Batches(self._load)
        self._waiting: dict[str, list[_Line]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.presence = Presence()
        self._is_ready = False

    async def note(self, *read: Read) -> None:
        """Note that sessions are read in languages; before the first is, get ready to translate.

        Not when the process starts: where nobody listens, it would take memory for nothing.
        """
        if read and not self._is_ready:
            self._is_ready = True
            self._begin(self._get_ready(), "get ready")
        await self.presence.note(self._runtime, *read)

    async def _get_ready(self) -> None:
        try:
            await self._together.get_ready({one.subject for one in self._texts.values()})
        except Exception:
            # What comes is translated all the same, the first of it a little later.
            log.exception("could not get ready to translate")

    async def hear(self, _runtime: Runtime, event: Spoken) -> None:
        """Have a text that was just stored sent and translated; who stored it does not wait."""
        self._begin(self._say(event), f"say {event.kind()}:{event.id}")

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(self, event: Spoken) -> None:
        try:
            fresh = event.fresh or await self._loaded.ask(event)
            if fresh is not None:
                await self._say_to_all(event, fresh)
        except Exception:
            log.exception("could not send %s:%d", event.kind(), event.id)

    async def _say_to_all(self, event: Spoken, fresh: Fresh) -> None:
        kind, present = self._texts[event.kind()], event.readers(fresh.present)
        for language in present:
            await self._send(kind, fresh.text, language, {})
        if fresh.subject is not None:
            for language in present:
                self._add(language, _Line(kind, fresh.text, fresh.subject))

    async def _load(self, events: Sequence[Spoken]) -> Sequence[Fresh | None]:
        """Texts that were stored at about the same time, read together; those still there."""
        runtime, sessions = self._runtime, {one.session_id for one in events}
        async with runtime.database.reading() as db:
            texts = await self._load_texts(db, events)
            subjects = {name: await load(self._subjects, db, name) for name in texts}
            there = {
                one: await queries.languages_present(db, one, runtime.clock()) for one in sessions
            }
        names = [f"{self._texts[one.kind()].subject}:{one.id}" for one in events]
        return [
            Fresh(texts[name], subjects[name], there[one.session_id]) if name in texts else None
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
        """Have a language's engines asked until nothing waits; the rest is done meanwhile."""
        try:
            while waiting := self._waiting[language]:
                lines, waiting[:] = waiting[:MOST_TOGETHER], waiting[MOST_TOGETHER:]
                subjects = [one.subject for one in lines]
                try:
                    made = await self._together.make(subjects, language, seconds=DEADLINE)
                except Exception:
                    log.exception("could not translate %d lines into %s", len(lines), language)
                else:
                    self._begin(self._keep(lines, made, language), f"keep {language}")
        finally:
            del self._waiting[language]

    async def _keep(self, lines: Sequence[_Line], made: Sequence[Result], language: str) -> None:
        try:
            await self._send_kept(lines, made, language)
        except Exception:
            log.exception("could not store %d lines in %s", len(lines), language)

    async def _send_kept(
        self, lines: Sequence[_Line], made: Sequence[Result], language: str
    ) -> None:
        """Store what was made, and send what is stored: a text may have been removed meanwhile."""
        outcomes = await self._together.keep(made)
        failed: dict[SessionId, str] = {}
        for kind, text, subject in lines:
            outcome = outcomes[subject.name]
            if outcome.translation is not None:
                await self._send(kind, text, language, {subject.name: outcome.translation})
            elif outcome.reason != UNWANTED:
                failed[text.session_id] = outcome.reason
        for session, reason in failed.items():
            await self._say_missing(session, language, reason)

    async def _send(self, kind: LiveText, text: Text, language: str, made: Translations) -> None:
        if kind.beside:  # what is shown with it may have a translation already
            async with self._runtime.database.reading() as db:
                known = await translations.translations(db, kind.names([text.id]), language)
            made = {**known, **made}
        out = text.out(language, made)
        data = {"event": kind.event, **out.model_dump(mode="json")}
        channel = f"session:{text.session_id}:{language}"
        await self._runtime.hub.publish(channel, json.dumps(data, ensure_ascii=False))

    async def _say_missing(self, session_id: SessionId, language: str, reason: str) -> None:
        """Tell readers of a language that they do not get what is said; silence would mislead."""
        data = json.dumps({"event": "translation.missing", "language": language, "reason": reason})
        await self._runtime.hub.publish(f"session:{session_id}:{language}", data)

    async def run(self) -> None:
        """Note again and again which languages are heard in this process, until cancelled."""
        while True:
            await asyncio.sleep(self.presence.every)
            try:
                await self.note(*heard(self._runtime.hub.registry.channels()))
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
        await self._loaded.aclose()
        await self._together.aclose()


def desk(connection: HTTPConnection[Any]) -> Desk:
    """The process's own, which `app.lifespan` puts into the ASGI state."""
    found: Desk = connection.scope["state"]["desk"]
    return found
