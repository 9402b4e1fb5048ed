"""What moderation allows: plain values in, a refusal or a value out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.accounts.rules import SanctionKind
from forum.core.actor import Actor
from forum.core.errors import N_, Forbidden, ForumError
from forum.core.ids import MemberId
from forum.core.permissions import GRANTS, Permission, Role
from forum.discussions.rules import PostGone, PostState
from i18n.detect import detect


class FlagReason(StrEnum):
    """What somebody finds wrong with a post."""

    SPAM = "spam"
    ABUSE = "abuse"
    OFF_TOPIC = "off_topic"
    WRONG_LANGUAGE = "wrong_language"
    WRONG_TRANSLATION = "wrong_translation"
    """Of one of its translations, which the flag names."""
    OTHER = "other"


class TargetKind(StrEnum):
    """What acts are done to."""

    POST = "post"
    HELD = "held"
    """A text that waits for a moderator."""
    TOPIC = "topic"
    MEMBER = "member"
    PARTICIPANT = "participant"
    """Somebody's part in a live session."""
    REQUEST = "request"
    """Somebody's wish to take part in one."""
    TEXT = "text"
    """A text that is translated and is no post: acts are about its translations."""


class Outcome(StrEnum):
    """What becomes of an appeal."""

    KEPT = "kept"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that an act is about, written as `post:12`.

    Attributes:
        kind: what it is.
        id: its number.
        text: of a text: its kind, such as `caption`, so that it is written as `text:caption:8`.
    """

    kind: TargetKind
    id: int
    text: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.text else f"{self.kind}:{self.id}"

    @property
    def name(self) -> str:
        """Of a text: by which its translations are found, such as `caption:8`."""
        return f"{self.text}:{self.id}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a target stands, which decides what acts fit it.

    Attributes:
        state: one of `PostState`, `HeldState`, `TopicState`, `MemberState` or `RequestState`.
        pinned: of a topic: whether it stays on top of its space.
        flags: of a post: how many open flags it has.
        hints: of a post: how many open hints are about it.
        sanctions: of a member: what is in force.
        muted: of a participant: whether they do not take the word for now.
        author: whom it is about: who wrote it, or the member.
    """

    state: str
    pinned: bool = False
    flags: int = 0
    hints: int = 0
    sanctions: tuple[SanctionKind, ...] = ()
    muted: bool = False
    author: MemberId | None = None


class OwnPost(ForumError):
    """Nobody flags what they wrote themselves."""

    code, status, text = "own_post", 409, N_("This post is your own: you can edit or delete it.")


class AlreadyDone(ForumError):
    """The target does not stand as the act needs it; mostly, somebody else came first."""

    code, status = "already_done", 409
    text = N_("Somebody did this already, or it no longer fits. Nothing was changed.")


class AlreadyDoneBy(AlreadyDone):
    """The same, with who came first."""

    code = "already_done_by"
    text = N_("Somebody acted on this before you: {name}, on {when}. Nothing was changed.")


class AppealedAlready(ForumError):
    """A decision is answered once."""

    code, status = "appealed_already", 409
    text = N_("You have answered this decision already. Another moderator reads your answer.")


class AppealDecided(ForumError):
    """Another moderator has decided about the appeal."""

    code, status, text = "appeal_decided", 409, N_("This appeal is decided already.")


class OwnDecision(ForumError):
    """Nobody decides about an appeal against themselves."""

    code, status = "own_decision", 403
    text = N_("You made this decision yourself: another moderator decides about the appeal.")


class Claimed(ForumError):
    """Another moderator has taken the case for now."""

    code, status = "claimed", 409
    text = N_("Somebody is looking at this until {until}: {name}.")


class NotUndoable(ForumError):
    """The act cannot be undone: it never can, or something came after it."""

    code, status = "not_undoable", 409
    text = N_("This act cannot be undone, or not any more. Nothing was changed.")


def check_reach(actor: Actor, member_id: MemberId, role: Role) -> None:
    """Return if the actor may decide about a member: another one, of a lower standing.

    Raises:
        Forbidden: the member is the actor, or is of the same or a higher standing.
    """
    if actor.member_id == member_id or not GRANTS[role] < GRANTS[actor.role]:
        raise Forbidden


def parse_target(text: str) -> Target:
    """Read a target back from its written form.

    Raises:
        ValueError: it names nothing that acts can be done to.
    """
    kind, _, digits = text.partition(":")
    of = ""
    if kind == TargetKind.TEXT:
        of, _, digits = digits.partition(":")
        if not of or of == TargetKind.POST:  # a post has acts of its own
            raise ValueError(text)
    if not (digits.isascii() and digits.isdecimal() and not digits.startswith("0")):
        raise ValueError(text)
    return Target(TargetKind(kind), int(digits), of)


def path_of(target: str) -> str | None:
    """The address of a target as written in the record; `None` if it has no page."""
    kind, _, number = target.partition(":")
    return f"{_PAGES[kind]}{number}" if kind in _PAGES else None


def path_for_all(target: str) -> str | None:
    """The same, unless only moderators see the page."""
    return None if target.partition(":")[0] in _FOR_MODERATORS else path_of(target)


_PAGES = {
    TargetKind.POST.value: "/p/",
    TargetKind.HELD.value: "/held/",
    TargetKind.TOPIC.value: "/t/",
    "delegation": "/delegations/",
    "organisation": "/organisations/",
    "space": "/s/",
    "member": "/moderation/members/",
    TargetKind.PARTICIPANT.value: "/moderation/participants/",
    TargetKind.REQUEST.value: "/moderation/requests/",
    TargetKind.TEXT.value: "/moderation/texts/",
    "session": "/sessions/",
}
_FOR_MODERATORS = {"member", TargetKind.PARTICIPANT, TargetKind.REQUEST, TargetKind.TEXT}
"""Targets with pages that only moderators see."""


def check_flag(actor: Actor, author: MemberId, state: PostState) -> MemberId:
    """Return who flags a post.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not flag.
        OwnPost: the actor wrote it.
        PostGone: it is out of sight already.
    """
    reporter = actor.require(Permission.POST_FLAG)
    if reporter == author:
        raise OwnPost
    if state != PostState.VISIBLE:
        raise PostGone
    return reporter


def check_appeal(appealed_at: datetime | None) -> None:
    """Return if a decision can be answered.

    Raises:
        AppealedAlready: it was.
    """
    if appealed_at is not None:
        raise AppealedAlready


def check_verdict(actor: Actor, decider: MemberId, outcome: Outcome | None) -> MemberId:
    """Return who decides about an appeal.

    Args:
        actor: who wants to.
        decider: who made the decision that it is against.
        outcome: what was decided about it before, if anything.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
        OwnDecision: the actor is who made the decision.
        AppealDecided: somebody was first.
    """
    member_id = actor.require(Permission.FLAG_RESOLVE)
    if member_id == decider:
        raise OwnDecision
    if outcome is not None:
        raise AppealDecided
    return member_id


def written_in(text: str, reads: Sequence[str], locale: str) -> str:
    """The language (BCP 47 tag) of a text that does not say it.

    Args:
        text: of any length; plain.
        reads: languages that its author reads, the preferred first.
        locale: of the interface that they use.
    """
    usual = reads[0] if reads else locale
    return detect(text, hint=usual).language or usual


CLAIM_LASTS = timedelta(minutes=15)
"""How long a moderator keeps a case that they have taken."""

_SUGGESTED: Mapping[FlagReason, Sequence[str]] = {
    FlagReason.SPAM: ("hide_post",),
    FlagReason.ABUSE: ("hide_post", "edit_post"),
    FlagReason.OFF_TOPIC: ("split_topic", "hide_post"),
    FlagReason.WRONG_LANGUAGE: ("edit_post",),
    FlagReason.WRONG_TRANSLATION: ("remove_translation",),
    FlagReason.OTHER: (),
}


def suggested(reasons: Collection[FlagReason]) -> Sequence[str]:
    """Names of the acts that fit what was reported, the likeliest first, and that of leaving it."""
    likely = [name for one in FlagReason if one in reasons for name in _SUGGESTED[one]]
    return [*dict.fromkeys(likely), "dismiss_flags"]
