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
    """One registry of several.

    Raises:
        ValueError: two handlers claim the same kind.
    """
    found: dict[str, Handler] = {}
    for registry in registries:
        if both := found.keys() & registry.keys():
            raise ValueError(f"two handlers for {', '.join(sorted(both))}")
        found |= registry
    return found
