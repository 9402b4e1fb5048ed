"""How many characters may be sent to engines in a day, by engine and by space."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta

from forum.core.clock import Clock, system_clock
from forum.db.engine import Database
from forum.settings import Settings
from forum.translations import queries
from i18n.translate.base import Batch
from i18n.translate.refusals import BudgetSpent

_KEPT = timedelta(days=35)
"""How long it can be looked up what was spent."""

_NO_LIMIT = 2**62
"""Engines outside of the house are counted even where they may be sent any number."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Counts in the database what is sent, so that all processes share it and none forgets it.

    What is sent counts, answered or not: most engines count so, too.

    Attributes:
        database: where the counts are.
        engines: characters a day by engine; who is not named may be sent any number.
        space: characters a day to engines outside of the house, of each space that has no limit
            of its own; 0 for any number.
        inside: the names of engines that are run by the house itself.
    """

    database: Database
    engines: Mapping[str, int] = field(default_factory=dict)
    space: int = 0
    inside: frozenset[str] = frozenset()
    clock: Clock = system_clock

    async def reserve(self, engine: str, batch: Batch) -> Batch:
        """Count a batch before it is sent; see `i18n.translate.hooks.BeforeTranslate`.

        Raises:
            BudgetSpent: it would be more than the day's budget; then nothing is counted.
        """
        payers = dict(self.payers(engine, batch))
        if not payers:
            return batch
        day, characters = self.clock().astimezone(UTC).date(), sum(map(len, batch.texts))
        async with self.database.writer() as db, db.begin():
            await queries.forget_spending(db, day - _KEPT)
            for payer, most in payers.items():
                if not await queries.spend(db, day, payer, characters, most):
                    raise BudgetSpent(f"{payer} may be sent {most} characters a day")
        return batch

    def payers(self, engine: str, batch: Batch) -> Iterator[tuple[str, int]]:
        """Whose budgets a batch that goes to `engine` is counted in, and how much is in each."""
        if engine in self.engines or engine not in self.inside:
            yield f"engine:{engine}", self.engines.get(engine, _NO_LIMIT)
        if batch.account and engine not in self.inside:
            if batch.ceiling is not None:
                yield batch.account, batch.ceiling
            elif self.space:
                yield batch.account, self.space


def budget_of(settings: Settings, database: Database, inside: frozenset[str]) -> Budget:
    """The budget that the settings give."""
    return Budget(database, settings.translate_budget, settings.translate_space_budget, inside)
