"""How calls to engines went, gathered in the process and stored together.

Captions are translated within milliseconds: no call waits for a count of it. What a crash loses is
five seconds of counts.
"""

from collections import defaultdict
from datetime import datetime

from forum.core.clock import Clock, system_clock
from forum.db.engine import Database
from forum.jobs.regular import regularly
from forum.translations import queries
from forum.translations.health import KEPT, Condition, Counted, slot_of
from i18n.translate.engine import Call

SECONDS = 5.0

Slot = tuple[datetime, str, str]
"""When ten minutes began, the engine, and what came in place of answers."""


class Calls:
    """What this process knows of its engines, and has not stored yet.

    Args:
        database: where counts are stored.
        clock: tells when a call was made.
    """

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._database, self._clock = database, clock
        self._counted: dict[Slot, Counted] = {}
        self._conditions: defaultdict[str, Condition] = defaultdict(Condition)
        self._asked: set[str] = set()

    def note(self, call: Call) -> None:
        """Count a call; see `i18n.translate.engine.Watch`."""
        now = self._clock()
        slot = (slot_of(now), call.engine, call.failure)
        self._counted.setdefault(slot, Counted(call.failure)).add(call)
        self._conditions[call.engine].after(call, now)
        self._asked.add(call.engine)

    async def store(self) -> None:
        """Store what was counted. Where that fails, it goes on waiting."""
        if not self._counted:
            return
        counted, asked = self._counted, self._asked
        self._counted, self._asked = {}, set()
        try:
            async with self._database.writer() as db, db.begin():
                now = self._clock()
                await queries.forget_calls(db, now - KEPT)
                await queries.add_calls(db, counted)
                conditions = {one: self._conditions[one] for one in asked}
                await queries.save_conditions(db, conditions, now)
        except BaseException:
            self._take_back(counted, asked)
            raise

    def _take_back(self, counted: dict[Slot, Counted], asked: set[str]) -> None:
        self._asked |= asked
        for slot, one in counted.items():
            new = self._counted.setdefault(slot, Counted(one.failure))
            new.calls += one.calls
            new.milliseconds += one.milliseconds
            new.slowest = max(new.slowest, one.slowest)

    async def run(self) -> None:
        """Store every few seconds, until cancelled, and then once more."""
        await regularly(self.store, SECONDS)
