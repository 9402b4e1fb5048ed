"""What a job is done by. Features register theirs as `KINDS`; `app.py` puts them together."""

from collections.abc import Awaitable, Callable, Mapping

from forum.runtime import Runtime

Handler = Callable[[Runtime, Mapping[str, object]], Awaitable[None]]
"""Does a job from its data. It may come twice, so doing it again must do no harm."""


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
