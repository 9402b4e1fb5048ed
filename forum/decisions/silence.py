"""Decisions by silence: a text is adopted if nobody objects in writing before a deadline.

Source: UN General Assembly decision 74/544 of 27 March 2020: the text is circulated with at least
72 hours, one objection defeats it, and without any it is adopted when the time is over. ASEM and
ASEAN put a clean text under silence in the same way. A reservation is a delegation's remark for
the record and does not stop a text.
"""

import hashlib
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.errors import N_, ForumError
from forum.core.ids import ElectorId

LEAST_HOURS = 72
"""Of decision 74/544; profiles may ask for more."""


class SilenceState(StrEnum):
    """How it is with a text under silence."""

    RUNNING = "running"
    BROKEN = "broken"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"


_RUNNING = frozenset({SilenceState.RUNNING})
_ALIVE = _RUNNING | {SilenceState.BROKEN}
"""In which a text can be amended or withdrawn."""


class SilenceTooShort(ForumError):
    """Delegations would have less time than the profile gives them."""

    code, status = "silence_too_short", 422
    text = N_("The deadline needs to be {hours} hours away at least, that is after {earliest}.")


class SilenceOver(ForumError):
    """The text is adopted, withdrawn or broken, or its deadline has come."""

    code, status = "silence_over", 409
    text = N_("The silence procedure on this text is over. Nothing was changed.")


class TextChangedMeanwhile(ForumError):
    """The act is about a version of the text that another one has replaced."""

    code, status = "text_changed_meanwhile", 409
    text = N_("The text was amended meanwhile. Please read version {version} first.")


@dataclass(frozen=True, slots=True)
class Text:
    """A version of a text, as it was circulated.

    Attributes:
        words: in Unicode's composed form, with lines ended by one line feed each.
        version: from 1.
    """

    words: str
    version: int = 1

    @classmethod
    def of(cls, words: str, version: int = 1) -> "Text":
        """A version with these words, however they are encoded."""
        lines = words.replace("\r\n", "\n").replace("\r", "\n")
        return cls(unicodedata.normalize("NFC", lines), version)

    @property
    def digest(self) -> str:
        """SHA-256 of its words in UTF-8, in hexadecimal: who has it can prove what was adopted."""
        return hashlib.sha256(self.words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Remark:
    """An objection or reservation, in writing.

    Attributes:
        elector: whose.
        reason: in its own words.
        at: when it was handed in.
        version: of the text that it is about.
    """

    elector: ElectorId
    reason: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Silence:
    """A text under silence.

    Attributes:
        text: the version that is to be adopted.
        opened_at: when it was circulated.
        deadline: the first instant at which nothing is taken any more, in UTC.
        least: the shortest time that delegations must have.
        state: see `SilenceState`; whether the deadline has come is asked by `settled`.
        objections: to all versions, in the order in which they came.
        reservations: likewise.
        adopted_at: the deadline, once the text is adopted, however late that was noticed.
    """

    text: Text
    opened_at: datetime
    deadline: datetime
    least: timedelta
    state: SilenceState = SilenceState.RUNNING
    objections: tuple[Remark, ...] = ()
    reservations: tuple[Remark, ...] = ()
    adopted_at: datetime | None = None

    def standing(self) -> tuple[Remark, ...]:
        """The reservations to the version that it is about now."""
        return tuple(one for one in self.reservations if one.version == self.text.version)


def opened(text: Text, at: datetime, deadline: datetime, *, hours: int = LEAST_HOURS) -> Silence:
    """Put a text under silence.

    Args:
        text: its first version.
        at: the present instant.
        deadline: in UTC; see `forum.core.local` for local times.
        hours: least time of the profile.

    Raises:
        SilenceTooShort: the deadline is nearer than that.
    """
    least = timedelta(hours=hours)
    _check_time(at, deadline, least)
    return Silence(text, at, deadline, least)


def objected(silence: Silence, remark: Remark) -> Silence:
    """Break the silence; once it is broken, others' objections are still recorded.

    Raises:
        SilenceOver: the deadline had come, or the text was withdrawn.
        TextChangedMeanwhile: the objection is to another version.
    """
    _check_remark(silence, remark, _ALIVE)
    objections = (*silence.objections, remark)
    return replace(silence, state=SilenceState.BROKEN, objections=objections)


def reserved(silence: Silence, remark: Remark) -> Silence:
    """Record a reservation, which does not stop the text; a delegation's last one counts.

    Raises:
        SilenceOver: the deadline had come, or the silence did not run.
        TextChangedMeanwhile: the reservation is to another version.
    """
    _check_remark(silence, remark, _RUNNING)
    whose = (remark.elector, remark.version)
    others = (one for one in silence.reservations if (one.elector, one.version) != whose)
    return replace(silence, reservations=(*others, remark))


def amended(silence: Silence, words: str, at: datetime, deadline: datetime) -> Silence:
    """Start again with another version, while the silence runs or after it was broken.

    Raises:
        SilenceOver: the text is adopted, was withdrawn, or its deadline had come.
        SilenceTooShort: delegations would have less than the least time for the new version.
    """
    current = settled(silence, at)
    if current.state not in _ALIVE:
        raise SilenceOver
    _check_time(at, deadline, silence.least)
    text = Text.of(words, silence.text.version + 1)
    return replace(silence, text=text, opened_at=at, deadline=deadline, state=SilenceState.RUNNING)


def withdrawn(silence: Silence, at: datetime) -> Silence:
    """Take the text back before it is adopted.

    Raises:
        SilenceOver: it is adopted, or was withdrawn before.
    """
    if settled(silence, at).state not in _ALIVE:
        raise SilenceOver
    return replace(silence, state=SilenceState.WITHDRAWN)


def settled(silence: Silence, now: datetime) -> Silence:
    """How it stands at an instant: adopted at the deadline if nothing broke it; safe to repeat."""
    if silence.state is not SilenceState.RUNNING or now < silence.deadline:
        return silence
    return replace(silence, state=SilenceState.ADOPTED, adopted_at=silence.deadline)


def _check_time(at: datetime, deadline: datetime, least: timedelta) -> None:
    if deadline - at < least:
        raise SilenceTooShort(hours=int(least.total_seconds() // 3600), earliest=at + least)


def _check_remark(silence: Silence, remark: Remark, states: frozenset[SilenceState]) -> None:
    if silence.state not in states or remark.at >= silence.deadline:
        raise SilenceOver
    if remark.version != silence.text.version:
        raise TextChangedMeanwhile(version=silence.text.version)
