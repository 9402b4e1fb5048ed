"""Lines of what is said, as HTML: made once for everybody who reads them in a language."""

import json
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup
from starlette.requests import Request

from forum.core.ids import SessionId
from forum.db.kept import Only
from forum.runtime import runtime
from forum.translations.rules import Status
from forum.translations.schemas import TranslationOut
from forum.web.identity import actor_of

AnyMark = TypeVar("AnyMark", bound=Hashable)
"""Of a line as it says now: another one where anything that it shows is another."""


class Lines(NamedTuple):
    """Which lines.

    Attributes:
        kind: of texts, such as `chat`.
        session_id: where they were said.
        language: BCP 47 tag of the language that they are read in.
        size: bytes that they may take.
        is_timed: whether they show hours, which are those of the reader's zone.
    """

    kind: str
    session_id: SessionId
    language: str
    size: int
    is_timed: bool = False


@dataclass(slots=True)
class _Kept:
    """Lines by their marks; counts as large as it may grow."""

    size: int
    lines: dict[Hashable, Markup] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.size


Make = Callable[[Sequence[AnyMark]], Awaitable[Mapping[AnyMark, tuple[Markup, bool]]]]
"""Makes lines, by mark; says of each whether it stays as it is."""


async def kept_lines(
    request: Request[Any], of: Lines, marks: Sequence[AnyMark], make: Make[AnyMark]
) -> Mapping[AnyMark, Markup]:
    """The lines of some marks, without those that `make` does not find.

    A correction of a translation of their kind makes all lines of its language stale; all else
    that may change belongs to a mark.
    """
    actor = actor_of(request)
    key = ("lines", *of, actor.locale, actor.zone if of.is_timed else "")
    channel = Only(f"session:{of.session_id}:{of.language}", partial(_is_about, of.kind))
    found = await runtime(request).caches.parts.get(key, [channel], lambda: _nothing(of.size))
    kept = {mark: found.lines[mark] for mark in marks if mark in found.lines}
    missing = [mark for mark in marks if mark not in kept]
    made = await make(missing) if missing else {}
    found.lines = {**kept, **{mark: line for mark, (line, stays) in made.items() if stays}}
    return kept | {mark: line for mark, (line, _) in made.items()}


def _is_about(kind: str, data: str) -> bool:
    """Whether an event is about a text of a kind, or does not say what it is about."""
    subject: str = json.loads(data).get("subject", kind)
    return subject.partition(":")[0] == kind


async def _nothing(size: int) -> _Kept:
    return _Kept(size)


def is_final(source: str, translation: TranslationOut | None, language: str) -> bool:
    """Whether nothing but a correction changes a line; people whom it names may change theirs.

    Args:
        source: BCP 47 tag of the language that it was written in.
        translation: of it, if there is one.
        language: BCP 47 tag of the language that it is read in.
    """
    if translation is None:
        return source == language
    return translation.status is Status.MACHINE
