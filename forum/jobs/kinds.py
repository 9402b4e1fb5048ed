"""What a job is done by. Features register theirs as `KINDS`; `app.py` puts them together."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from forum.runtime import Runtime

Single: TypeAlias = Callable[[Runtime, Mapping[str, Any]], Awaitable[None]]
"""Does a job from its data. It may come twice, so doing it again must do no harm."""


class SomeFailed(Exception):
    """Some jobs of a batch are to be tried again, and only these.

    Args:
        failures: what went wrong, by the place of the job in the batch.
    """

    def __init__(self, failures: Mapping[int, Exception]) -> None:
        super().__init__(f"{len(failures)} failed")
        self.failures = failures


@dataclass(frozen=True, slots=True)
class Batch:
    """Does what several jobs of its kind want at once, such as in one transaction.

    Under load a change then costs little more than its own job's row. When it fails, each of them
    is tried again alone, so that one which cannot be done keeps no other from it; `SomeFailed` says
    which of them it was.

    Attributes:
        do: takes the data of each, the longest due first; see `Single`.
        most: jobs at a time.
        gathers: whether it waits a moment for more of its kind; not where people wait for it.
    """

    do: Callable[[Runtime, Sequence[Mapping[str, Any]]], Awaitable[None]]
    most: int = 100
    gathers: bool = True


Handler: TypeAlias = Single | Batch


def merged(*registries: Mapping[str, Handler]) -> Mapping[str, Handler]:
    """One registry of several; batches of one kind are done one after the other.

    Raises:
        ValueError: two handlers claim the same kind, and not both are batches.
    """
    found: dict[str, Handler] = {}
    for registry in registries:
        for kind, handler in registry.items():
            found[kind] = _joined(kind, found[kind], handler) if kind in found else handler
    return found


def _joined(kind: str, one: Handler, other: Handler) -> Batch:
    if not (isinstance(one, Batch) and isinstance(other, Batch)):
        raise ValueError(f"two handlers for {kind}")  # noqa: TRY004 (a matter of what is wired)

    async def do(runtime: Runtime, jobs: Sequence[Mapping[str, Any]]) -> None:
        failures: dict[int, Exception] = {}
        for each in (one, other):
            try:
                await each.do(runtime, jobs)
            except SomeFailed as some:
                failures |= some.failures
        if failures:
            raise SomeFailed(failures)

    return Batch(do, min(one.most, other.most), one.gathers and other.gathers)
