from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest

from forum.core.actor import SYSTEM
from forum.core.events import Event
from forum.db import answers
from forum.db.answers import Answer
from forum.jobs import housekeeping
from forum.jobs.tables import Job
from tests.forum.jobs.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Ticked(Event):
    name: ClassVar[str] = "clock.ticked"
    channel: str
    number: int

    def channels(self) -> Sequence[str]:
        return [self.channel]


async def test_logs_are_trimmed_to_what_a_reader_may_recover(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "LOG_KEPT", 3)
    async with workshop.runtime.unit(SYSTEM) as unit:
        for number in range(5):
            unit.emit(Ticked("topic:1", number))
        unit.emit(Ticked("topic:2", 0))
    await housekeeping.tidy(workshop.runtime, {})
    log = workshop.runtime.log
    kept = await log.read("topic:1", after=2)
    assert [entry.offset for entry in kept.entries] == [3, 4, 5]
    assert not (await log.read("topic:1", after=1)).complete
    assert (await log.read("topic:2", after=0)).complete


async def test_first_answers_and_dead_jobs_are_forgotten_in_time(workshop: Workshop) -> None:
    def answer(key: str, age: timedelta) -> Answer:
        made = workshop.now - age
        return Answer(
            owner="member 1", key=key, digest="", status=200, headers={}, body="", made_at=made
        )

    def dead(age: timedelta) -> Job:
        return Job(kind="x", data={}, due=workshop.now, dead_at=workshop.now - age)

    async with workshop.runtime.unit(SYSTEM) as unit:
        await answers.keep(unit.db, answer("old", timedelta(days=1, seconds=1)))
        await answers.keep(unit.db, answer("new", timedelta(hours=23)))
        unit.db.add_all([dead(timedelta(days=31)), dead(timedelta(days=29))])
    await housekeeping.tidy(workshop.runtime, {})
    async with workshop.runtime.database.reading() as db:
        assert await answers.find(db, "member 1", "old") is None
        assert await answers.find(db, "member 1", "new") is not None
    assert len(await workshop.jobs()) == 1


def test_what_recurs_has_a_handler() -> None:
    assert housekeeping.RECURRING.keys() <= housekeeping.KINDS.keys()
