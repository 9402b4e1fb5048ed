"""Who corrects translations, and who decides about what others propose."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from forum.core.actor import Actor
from forum.core.errors import N_, Fault, ForumError, InvalidInput
from forum.core.ids import MemberId
from forum.core.permissions import Permission
from forum.translations.rules import LanguageNotDeclared

LONGEST_NOTE = 500
"""Characters of a reason."""


class OwnProposal(ForumError):
    """Nobody decides about what they proposed, unless the space says so."""

    code, status = "own_proposal", 403
    text = N_("You proposed this yourself: another reviewer decides about it.")


class ProposalDecided(ForumError):
    """Another reviewer came first, or its author took it back."""

    code, status = "proposal_decided", 409
    text = N_("This is decided already: {name}, on {when}. Nothing was changed.")


class NotTakenBack(ForumError):
    """What a decision changed has become something else since, or there is no decision."""

    code, status = "not_taken_back", 409
    text = N_("This cannot be undone, or not any more. Nothing was changed.")


class TranslationLocked(ForumError):
    """Moderators keep a translation as it is."""

    code, status = "translation_locked", 409
    text = N_("Moderators have locked this translation: it stays as it is for now.")


class NothingToReport(ForumError):
    """There is no translation that could be wrong."""

    code, status = "nothing_to_report", 409
    text = N_("There is no translation into this language.")


class SaysSoAlready(ForumError):
    """The text is marked as written in that language."""

    code, status = "says_so_already", 409
    text = N_("This text is marked as written in that language already.")


def check_reason(reason: str) -> None:
    """Return if a decision to decline says why.

    Raises:
        InvalidInput: it does not.
    """
    if not reason:
        raise InvalidInput([Fault("reason", N_("Say why: whoever proposed it is told."))])


LISTS = frozenset({"agenda", "poll_options", "tags"})
"""Kinds of text of which each paragraph is shown alone: a word, a title, an option."""
_GAP = re.compile(r"\s*\n\s*\n\s*")


def as_list(original: str, translation: str) -> str:
    """A translation of a text of the kinds `LISTS`, a paragraph for each of the original.

    Raises:
        InvalidInput: it has more or fewer of them.
    """
    lines, many = _GAP.split(translation.strip()), len(original.split("\n\n"))
    if len(lines) < many:
        few = N_("At least {min_length} entries are needed.")
        raise InvalidInput([Fault("body", few, (("min_length", many),))])
    if len(lines) > many:
        long = N_("At most {max_length} entries are allowed.")
        raise InvalidInput([Fault("body", long, (("max_length", many),))])
    return "\n\n".join(lines)


@dataclass(frozen=True, slots=True)
class Reviewing:
    """One translation, as somebody stands to it.

    Attributes:
        actor: who, in the space that the text stands in (`Actor.at`).
        language: BCP 47 tag of the translation.
        declared: languages that the actor says they know well enough to judge.
        self_review: whether the space lets reviewers approve what they wrote themselves.
        locked: whether moderators keep the translation as it is.
    """

    actor: Actor
    language: str
    declared: Collection[str]
    self_review: bool
    locked: bool = False

    @property
    def is_reviewer(self) -> bool:
        """Whether the actor decides about what others propose."""
        may = self.actor.may(Permission.TRANSLATION_REVIEW, self.language)
        return may and self.language in self.declared

    def check_lock(self) -> None:
        """Return unless moderators keep the translation as it is, and the actor is none.

        Raises:
            TranslationLocked: they do.
        """
        if self.locked and not self.actor.may(Permission.POST_EDIT_ANY, self.language):
            raise TranslationLocked

    def check_decision(self, author: MemberId) -> MemberId:
        """Give who decides about a proposal by `author`.

        Raises:
            SignInRequired, Forbidden, ScopeTooNarrow: the actor reviews no such translations.
            LanguageNotDeclared: the actor does not say that they know the language.
            OwnProposal: it is their own, and the space wants another reviewer.
            TranslationLocked: moderators keep the translation as it is.
        """
        member = self.actor.require(Permission.TRANSLATION_REVIEW, self.language)
        if self.language not in self.declared:
            raise LanguageNotDeclared
        if author == member and not self.self_review:
            raise OwnProposal
        self.check_lock()
        return member

    def puts(self, *, same: bool) -> bool:
        """Whether what the actor sends stands at once, and needs nobody else to approve it.

        Args:
            same: whether it only says that what there is is right.
        """
        return self.is_reviewer and (same or self.self_review)


AREAS: Mapping[str, Collection[str]] = {
    "posts": ("post",),
    "titles": ("topic",),
    "tags": ("tags",),
    "spaces": ("space_name", "space_text"),
    "sessions": (
        *("session_title", "session_text", "agenda", "item_text"),
        *("caption", "chat", "question", "answer", "statement"),
    ),
    "decisions": ("poll_title", "poll_text", "poll_options", "remark"),
}
"""Kinds of text that are counted together."""


@dataclass(frozen=True, slots=True)
class Count:
    """How far some texts are translated into a language.

    Attributes:
        texts: written in other languages.
        translated: of these; a translation that is stale counts.
        reviewed: of these, what a person stands by as it is.
        stale: of these, what is of an earlier text, or of an earlier glossary.
    """

    texts: int = 0
    translated: int = 0
    reviewed: int = 0
    stale: int = 0

    def __add__(self, other: "Count") -> "Count":
        """Those of both."""
        return Count(
            self.texts + other.texts,
            self.translated + other.translated,
            self.reviewed + other.reviewed,
            self.stale + other.stale,
        )


@dataclass(frozen=True, slots=True)
class Covered:
    """How far the texts of one space are translated into a language.

    Attributes:
        space: slug; "": of sessions that belong to no space.
        name: of the space.
        language: BCP 47 tag.
        areas: by word of `AREAS`, those in which there are texts.
    """

    space: str
    name: str
    language: str
    areas: Mapping[str, Count]

    @property
    def reviewed(self) -> int:
        """Of all of them."""
        return sum(one.reviewed for one in self.areas.values())

    @property
    def stale(self) -> int:
        """Of all of them."""
        return sum(one.stale for one in self.areas.values())

    @property
    def translated(self) -> int:
        """Of all of them."""
        return sum(one.translated for one in self.areas.values())


@dataclass(frozen=True, slots=True)
class Stale:
    """A translation that is of an earlier text, or of an earlier glossary.

    Attributes:
        subject: name of the text, such as `post:12`.
        language: BCP 47 tag.
        since: when it became so.
        title: of the topic, decision, session or space that the text is of, or stands in.
        title_language: BCP 47 tag.
    """

    subject: str
    language: str
    since: datetime
    title: str
    title_language: str

    @property
    def url(self) -> str:
        """Where it is read beside the original."""
        kind, _, number = self.subject.partition(":")
        at = f"{kind[0]}/{number}" if kind in ("post", "topic") else f"texts/{self.subject}"
        return f"/{at}/translations/{self.language}"


@dataclass(frozen=True, slots=True)
class Sent:
    """How many characters one engine was sent on one day."""

    day: date
    engine: str
    characters: int

    def cost(self, prices: Mapping[str, float]) -> float | None:
        """What that cost, by prices of a million characters; `None` where no price is known."""
        price = prices.get(self.engine)
        return None if price is None else price * self.characters / 1_000_000
