"""What translations are worth, and when none is made."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from forum.core.errors import N_, ForumError
from i18n.translate.memory import Unit
from i18n.translate.translation import Segment

WORK_MAY_TAKE = timedelta(days=1)
"""How long a translation counts as being made; the job queue gives up after about as long."""

FAILURE_STANDS = timedelta(hours=1)
"""How long nobody tries again what no engine could do."""

MOST_WAITING = 10_000
"""How many translations may be under way before readers set off no more of them."""


MOST_RETRANSLATED = 1_000
"""Stale translations that are made anew by one request."""


class Status(StrEnum):
    """How far a translation can be relied on."""

    MACHINE = "machine"
    """An engine made it; nobody has read it over."""
    REVIEWED = "reviewed"
    """An engine made it and a person approved it."""
    HUMAN = "human"
    """A person wrote it."""
    OUTDATED = "outdated"
    """The original has changed since."""
    PARTIAL = "partial"
    """No engine had some parts, which stay in the original language."""


class Reach(StrEnum):
    """Which engines may be sent a text."""

    NONE = "none"
    """None at all: people translate it, and what was translated before is used again."""
    INSIDE = "inside"
    """Those that the house runs itself."""
    ANY = "any"


class Origin(StrEnum):
    """Who made a unit of the memory; the words of `i18n.translate.memory.Origin`."""

    MACHINE = "machine"
    REVIEWED = "reviewed"
    HUMAN = "human"


class ProposalKind(StrEnum):
    """What a member says about a text that is translated."""

    TEXT = "text"
    """Its translation should read otherwise."""
    WRONG = "wrong"
    """Its translation is wrong."""
    LANGUAGE = "language"
    """It is written in another language than it is marked with."""


class ProposalState(StrEnum):
    """What became of a proposal."""

    WAITING = "waiting"
    APPROVED = "approved"
    CHANGED = "changed"
    """Approved in other words."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """By its author."""


class Deed(StrEnum):
    """What somebody did about a translation."""

    PROPOSED = "proposed"
    REPORTED = "reported"
    APPROVED = "approved"
    CHANGED = "changed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"
    """Took a decision back."""
    WRITTEN = "written"
    """Put their own words in its place."""
    CHECKED = "checked"
    """Said of what there was that it is right."""
    LOCKED = "locked"
    UNLOCKED = "unlocked"


BUDGET = "budget"
"""Why a text was not translated if the day's budget was spent."""


class NoTranslation(ForumError):
    """No engine that may see this text translates it into this language."""

    code, status = "no_translation", 404
    text = N_("No translation into this language is available.")


class BudgetSpent(ForumError):
    """An engine has the pair, but may be sent nothing more today."""

    code, status = "translation_budget_spent", 503
    text = N_("No translation is available: the budget of this day is spent.")


class SameLanguage(ForumError):
    """The text is written in the language it is wanted in."""

    code, status = "same_language", 422
    text = N_("This text is written in that language already.")


class LanguageNotDeclared(ForumError):
    """Only who says that they know a language well corrects translations into it."""

    code, status = "language_not_declared", 403
    text = N_("To correct this, first say in your settings that you know the language well.")


def check_correction(writes: Collection[str], original: str, language: str) -> None:
    """Let a person who knows `writes` well correct a translation from `original` into `language`.

    Raises:
        SameLanguage, LanguageNotDeclared: they may not.
    """
    if language == original:
        raise SameLanguage
    if language not in writes:
        raise LanguageNotDeclared


def approved(status: Status) -> Status:
    """What a translation becomes when a person says of all of it that it is right."""
    return Status.HUMAN if status == Status.HUMAN else Status.REVIEWED


BY_PEOPLE = (Status.REVIEWED, Status.HUMAN)
"""Of translations that a person stands by as they are."""


def is_reviewed(status: Status) -> bool:
    """Whether a person stands by a translation as it is, so that records and votes may hold it."""
    return status in BY_PEOPLE


def confirmed(known: Unit | None, said: Unit) -> Unit:
    """What a person has `said` of a segment; where an engine said the same, it is only reviewed.

    Args:
        known: what the memory has, if it has the same words.
        said: the person's unit.
    """
    if known is None or known.origin == "human":
        return said
    return replace(said, origin="reviewed", engine=known.engine, via=known.via)


_LEAST_TO_MOST = (Status.MACHINE, Status.REVIEWED, Status.HUMAN)
_HOPELESS = frozenset(
    {"no_translation", "refused", "vetoed", "masks_lost", "unanswered", "too_long", BUDGET}
)


def status_of(segments: Sequence[Segment]) -> Status:
    """The status of a whole: that of its least reliable segment."""
    if any(segment.failed for segment in segments):
        return Status.PARTIAL
    origins = [Status(segment.origin) for segment in segments if segment.origin is not None]
    return min(origins, key=_LEAST_TO_MOST.index, default=Status.MACHINE)


def engines_of(segments: Sequence[Segment]) -> str:
    """The engines that had part in a whole, each once."""
    return " + ".join(dict.fromkeys(segment.engine for segment in segments if segment.engine))


def via_of(segments: Sequence[Segment]) -> str | None:
    """The first language that a segment of a whole passed through."""
    return next((segment.via for segment in segments if segment.via), None)


def failures_of(segments: Sequence[Segment]) -> list[str]:
    """Why segments stayed in the original that should not have, each reason once."""
    reasons = (segment.reason for segment in segments if segment.failed)
    return list(dict.fromkeys(reason for reason in reasons if reason is not None))


def is_hopeless(failures: Sequence[str]) -> bool:
    """Whether none of `failures` would pass by waiting."""
    return _HOPELESS.issuperset(failures)


def next_day(now: datetime) -> datetime:
    """When budgets begin anew: at midnight, UTC."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def again_after(failures: Sequence[str], now: datetime) -> datetime:
    """Until when nobody tries again what failed in these ways."""
    return next_day(now) if BUDGET in failures else now + FAILURE_STANDS


def refusal_of(failure: str) -> ForumError:
    """What a reader is told of a text that could not be translated."""
    return BudgetSpent() if failure == BUDGET else NoTranslation()
