"""Changes of one thing made in one transaction, where they would wait for each other anyway."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from forum.core.actor import Actor
from forum.db.batches import Batches, turns
from forum.db.unit import Unit

MOST = 32
"""Changes in one transaction: who comes first waits for all of them."""
_TURNS = 4
"""Of the loop: requests that are here already are read and checked meanwhile."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants: `act` is given a unit of the actor's, and gives what is answered.

    It may be begun a second time, after everything that it did in its first unit was undone.
    """

    actor: Actor
    act: Callable[[Unit], Awaitable[Any]]


class Undone(Exception):
    """One of several changes was refused before any of them was stored."""


Make = Callable[[Sequence[Change]], Awaitable[Sequence[Any]]]
"""Makes changes in one transaction, one after the other; raises `Undone` if one is refused."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    made: Any = None
    refusal: Exception | None = None


class Together:
    """Lets changes of one thing that come while others of it are made be made together."""

    def __init__(self) -> None:
        self._waiting: dict[str, Batches[Change, _Outcome]] = {}

    async def make(self, thing: str, change: Change, make: Make) -> Any:
        """What `change.act` gives, once it is stored; refusing one change undoes no other.

        Raises:
            Exception: what `change.act` raised, or what kept all of them from being stored.
        """
        line = self._waiting.get(thing)
        if line is None:
            line = Batches(partial(_make_each, make), most=MOST, moment=turns(_TURNS))
            self._waiting[thing] = line
        try:
            outcome = await line.ask(change)
        finally:
            if line.is_idle and self._waiting.get(thing) is line:
                del self._waiting[thing]
        if outcome.refusal is not None:
            raise outcome.refusal
        return outcome.made


async def _make_each(make: Make, changes: Sequence[Change]) -> Sequence[_Outcome]:
    if len(changes) > 1:
        try:
            return [_Outcome(made) for made in await make(changes)]
        except Undone:
            pass
    return [await _make_alone(make, change) for change in changes]


async def _make_alone(make: Make, change: Change) -> _Outcome:
    try:
        [made] = await make([change])
    except Exception as refusal:  # noqa: BLE001 (whoever asked for this change is told)
        return _Outcome(refusal=refusal)
    return _Outcome(made)
