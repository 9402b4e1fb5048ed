"""What a job is done by. Features register theirs as `KINDS`; `app.py` puts them together."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from forum.runtime import Runtime

Single: TypeAlias = Callable[[Runtime, Mapping[str, Any]], Awaitable[None]]
"""Does a job from its data. It may come twice, so doing it again must do no harm."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Does what several jobs of its kind want at once, such as in one transaction.

    Under load a change then costs little more than its own job's row. When it fails, each of them
    is tried again alone, so that one which cannot be done keeps no other from it.

    Attributes:
        do: takes the data of each, the longest due first; see `Single`.
        most: jobs at a time.
    """

    do: Callable[[Runtime, Sequence[Mapping[str, Any]]], Awaitable[None]]
    most: int = 100


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
        await one.do(runtime, jobs)
        await other.do(runtime, jobs)

    return Batch(do, min(one.most, other.most))
