"""When captions can have been said, how they came about, and which of them a reader is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from forum.core.errors import N_, Fault, ForumError, InvalidInput
from forum.live.parts import Part
from forum.live.sessions.rules import Deed, Standing, may

KEPT_MS = 600_000
"""What who comes late is shown at once: the last ten minutes."""
LONGEST_MS = 60_000
"""How long one caption may take."""
AHEAD_MS = 10_000
"""How far a captioner's clock may be ahead of ours."""
MS_A_CHARACTER = 60
"""How long a character is spoken, about: 110 words a minute, nine characters a word with spaces."""


class Via(StrEnum):
    """How a caption came about."""

    TYPED = "typed"
    """A captioner wrote down what is heard."""
    RECOGNISED = "recognised"
    """A machine did."""
    INTERPRETED = "interpreted"
    """An interpreter says it in another language than the speaker."""


VIA_NAMES: Mapping[Via, str] = {
    Via.TYPED: N_("Typed by a captioner"),
    Via.RECOGNISED: N_("Recognised by a machine"),
    Via.INTERPRETED: N_("Interpreted by a person"),
}


class CaptionDiffers(ForumError):
    """A segment of this key was stored before, and says something else."""

    code, status = "caption_differs", 409
    text = N_("A segment with this key is there already, and says something else.")


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something was said, in ms since 1970."""

    began: int
    ended: int


def span_of(text: str, now: int, before: Span | None) -> Span:
    """When a text was said, about, by somebody who writes as they hear.

    Args:
        text: what was said.
        now: ms since 1970.
        before: of their last caption, which it does not overlap; of two that are sent at once, the
            later one may be stored first, and this one then begins when that does.
    """
    took = min(max(1_000, len(text) * MS_A_CHARACTER), LONGEST_MS)
    began, before = now - took, _of_now(before, now)
    if before is not None:
        began = max(min(max(began, before.ended), now - 1), before.began)
    return Span(began, max(now, began + 1))


def check_span(span: Span, now: int, before: Span | None) -> None:
    """Let a caption be of these times.

    Args:
        span: as its captioner says.
        now: ms since 1970, by our clock.
        before: of their last caption in the language.

    Raises:
        InvalidInput: it ends before it begins, takes too long, begins before the last one or long
            ago, or is of the future.
    """
    if span.ended <= span.began:
        raise _at("ended", N_("A caption ends after it begins."))
    if span.ended - span.began > LONGEST_MS:
        raise _at("ended", N_("A caption takes a minute at most."))
    if span.ended > now + AHEAD_MS:
        raise _at("ended", N_("This time has not come yet: your clock may be wrong."))
    if span.began < now - KEPT_MS:
        raise _at("began", N_("This was more than ten minutes ago: your clock may be wrong."))
    if (before := _of_now(before, now)) is not None and span.began < before.began:
        raise _at("began", N_("This was before the segment that you sent last."))


def _of_now(before: Span | None, now: int) -> Span | None:
    """The last caption, unless it is of the future: our clock was wrong, and was set since."""
    return None if before is None or before.began > now + AHEAD_MS else before


def _at(field: str, text: str) -> InvalidInput:
    return InvalidInput([Fault(field, text)])


def may_correct(standing: Standing, *, is_own: bool) -> bool:
    """Whether somebody may let a caption say something else, while the record is not final."""
    return may(standing, Deed.CORRECT_CAPTION) and (is_own or Part.SECRETARIAT in standing.holds)


class Said(Protocol):
    """What the choice of captions looks at."""

    @property
    def began(self) -> int:
        """In ms since 1970."""
        ...

    @property
    def ended(self) -> int:
        """In ms since 1970."""
        ...

    @property
    def language(self) -> str:
        """BCP 47 tag of what was written."""
        ...

    @property
    def via(self) -> Via:
        """How it came about."""
        ...


AnySaid = TypeVar("AnySaid", bound=Said)


def for_readers(captions: Iterable[AnySaid], language: str) -> Sequence[AnySaid]:
    """The captions that readers of a language are shown: people before machines.

    Those of the floor, and those interpreted into their language; where an interpreter speaks, the
    floor is left out, as it is said already.
    """
    every = list(captions)
    theirs = [one for one in every if one.via is Via.INTERPRETED and one.language == language]
    return [
        one
        for one in every
        if (one.via is Via.INTERPRETED and one.language == language)
        or (
            one.via is not Via.INTERPRETED
            and (one.language == language or not any(_meet(one, other) for other in theirs))
        )
    ]


def _meet(one: Said, other: Said) -> bool:
    return one.began < other.ended and other.began < one.ended


class Provision(StrEnum):
    """How readers of a language follow what is said."""

    SPOKEN = "spoken"
    """It is captioned in their language."""
    INTERPRETED = "interpreted"
    TRANSLATED = "translated"
    MISSING = "missing"
    """Nobody and no engine provides it: the original is shown."""
    SILENT = "silent"
    """Nothing was captioned of late, in any language."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was captioned of late.

    Attributes:
        floor: BCP 47 tags that captions of the floor were in.
        interpreted: those that somebody interpreted into.
    """

    floor: frozenset[str] = frozenset()
    interpreted: frozenset[str] = frozenset()

    @classmethod
    def of(cls, captions: Iterable[Said]) -> "Heard":
        """What some captions are in."""
        every = list(captions)
        floor = {one.language for one in every if one.via is not Via.INTERPRETED}
        others = {one.language for one in every if one.via is Via.INTERPRETED}
        return cls(frozenset(floor), frozenset(others))


def provision(heard: Heard, language: str, untranslated: Iterable[str]) -> Provision:
    """How readers of a language are provided for.

    Args:
        heard: what was captioned of late.
        language: theirs, a BCP 47 tag.
        untranslated: languages of the floor that no engine translates into it at the moment.
    """
    if language in heard.interpreted:
        return Provision.INTERPRETED
    if not heard.floor:
        return Provision.SILENT
    if heard.floor == {language}:
        return Provision.SPOKEN
    if heard.floor.isdisjoint(set(untranslated) - {language}):
        return Provision.TRANSLATED
    return Provision.MISSING
