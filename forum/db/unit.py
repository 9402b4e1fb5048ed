"""One change: a transaction, what it will announce, and what is left for later."""

from collections.abc import AsyncIterator, Awaitable, Callable, Container, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class Later:
    """A job to be done after the change: its kind, what it needs (JSON), and not before when."""

    kind: str
    data: Mapping[str, object]
    due: datetime


Step = Callable[[], Awaitable[None]]
"""Something that a change does last."""


TEXT_CHANGED = "text.changed"
"""The kind of job left by `Unit.text_changed`; its data: `subjects`, a list of names."""
EVENT_HAPPENED = "event.happened"
"""The kind of job left by `Unit.tell`; its data: `id`, as no other has, `event`, `data`, `at`."""


class Unit:
    """Handed to every action: the database session, the actor, the hour, and what follows.

    Args:
        db: of the transaction.
        actor: who changes something.
        now: when.
        after: the change before it in the same transaction.
    """

    def __init__(
        self, db: AsyncSession, actor: Actor, now: datetime, *, after: "Unit | None" = None
    ) -> None:
        self.db = db
        self.actor = actor
        self.now = now
        self.events: list[Event] = []
        self.jobs: list[Later] = []
        self.last_steps: list[Step] = []
        self._texts: list[str] | None = None
        self._connection: AsyncConnection | None = None
        if after is not None:
            self._connection = after._connection  # noqa: SLF001 (another unit's own)

    async def connection(self) -> AsyncConnection:
        """The change's database connection, for statements below the level of objects."""
        if self._connection is None:
            self._connection = await self.db.connection()
        return self._connection

    def emit(self, event: Event) -> None:
        """Announce `event` if, and after, this change commits."""
        self.events.append(event)

    def later(self, kind: str, *, due: datetime | None = None, **data: object) -> None:
        """Have a job of `kind` done if, and after, this change commits; not before `due`."""
        self.jobs.append(Later(kind, data, due or self.now))

    def at_last(self, step: Step) -> None:
        """Have `step` done right before the change commits, when it waits for nothing else.

        For what takes a lock that all changes of a kind share: taken last, it is held for a moment
        only, and who holds it never waits for somebody who wants it.
        """
        self.last_steps.append(step)

    def text_changed(self, subject: str) -> None:
        """Have what is made of a text (search finds it) made anew after this change.

        Args:
            subject: names a text by its kind and number, such as `post:12`.
        """
        if self._texts is None:
            self._texts = []
            self.later(TEXT_CHANGED, subjects=self._texts)
        if subject not in self._texts:
            self._texts.append(subject)

    def tell(self, wanted: Container[str]) -> None:
        """Leave a job for each event of this change whose name is `wanted`.

        Stored with the change: what was acknowledged is told, whatever becomes of the process.
        """
        for event in self.events:
            if event.name in wanted:
                self.later(
                    EVENT_HAPPENED,
                    id=uuid4().hex,
                    event=event.name,
                    data=event.payload(),
                    at=self.now.isoformat(),
                )

    @asynccontextmanager
    async def rehearse(self) -> AsyncIterator[None]:
        """A part of the change that is undone when the block ends, with all that it leads to."""
        events, jobs, steps = len(self.events), len(self.jobs), len(self.last_steps)
        texts = self._texts
        known = list(texts or ())
        await self.db.flush()
        point = await self.db.begin_nested()
        try:
            yield
        finally:
            await point.rollback()
            del self.events[events:], self.jobs[jobs:], self.last_steps[steps:]
            if texts is not None:
                texts[:] = known
            self._texts = texts
