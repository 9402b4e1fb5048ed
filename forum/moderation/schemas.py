"""Flags, acts and the record of them, as they come in and go out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
)

from forum.accounts.rules import SanctionKind
from forum.accounts.schemas import MemberOut, SanctionOut
from forum.core.errors import N_
from forum.core.ids import AuditId, CaseId, FlagId, MemberId, PostId, TopicId
from forum.core.permissions import Role
from forum.discussions.schemas import HeldOut, OptionalLanguage, PostOut, SpaceRef, TopicOut
from forum.live.accreditation.schemas import RequestWaiting
from forum.live.sessions.schemas import ParticipantOut
from forum.moderation.hints.signs import Sign
from forum.moderation.queueing import CaseKind
from forum.moderation.rules import FlagReason, Outcome, Target, parse_target
from forum.translations.schemas import TranslationOut
from forum.web.fields import COUNTED, Line, Text
from forum.web.shapes import Input, Output

LONGEST_REASON = 500
LONGEST_REMARK = 1_000
_LAST = datetime(8999, 12, 31, tzinfo=UTC)
LONGEST_APPEAL = 4_000


def _target(value: object) -> Target:
    try:
        return parse_target(str(value))
    except ValueError as error:
        raise ValueError(N_("Name what it is about like post:12 or topic:3.")) from error


Reason = Annotated[str, Text(1, LONGEST_REASON)]
ActWord = Annotated[str, Line(0, 60)]
TargetWord = Annotated[str, Line(0, 60)]
MemberNumber = Annotated[MemberId, COUNTED]
AnyTarget = Annotated[Target, BeforeValidator(_target)]
"""A target as its written form, `post:12`."""


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


Moment = Annotated[
    Annotated[AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), le=_LAST)] | None,
    BeforeValidator(_none_if_empty),
]
"""With its offset from UTC."""
Day = Annotated[
    Annotated[date, Field(ge=date(1970, 1, 1), le=date(8999, 12, 31))] | None,
    BeforeValidator(_none_if_empty),
]


class FlagDraft(Input):
    """What is wrong with a post, in the words of who reports it."""

    reason: FlagReason
    remark: Annotated[str, Text(0, LONGEST_REMARK)] = ""
    translation: Annotated[OptionalLanguage, Field(validate_default=True)] = None
    """Of a wrong translation: its language."""

    @field_validator("translation")
    @classmethod
    def _fits(cls, language: str | None, info: ValidationInfo) -> str | None:
        if "reason" in info.data and (language is not None) != (
            info.data["reason"] == FlagReason.WRONG_TRANSLATION
        ):
            raise ValueError(N_("Name the language of the translation if it is wrong."))
        return language


class ReportsOut(Output):
    """How the earlier reports of somebody were decided."""

    decided: int
    upheld: int
    """After how many of them something was done, rather than the post left as it is."""


class FlagOut(Output):
    """A flag, for moderators and for who reported it."""

    id: FlagId
    post_id: PostId
    reporter: MemberOut
    reason: FlagReason
    remark: str
    language: str
    translation: str = ""
    """BCP 47 tag of the translation that it is about; empty: it is about the post."""
    remark_translation: TranslationOut | None = None
    """In the queue: of the remark, for who does not read it."""
    created_at: datetime
    earlier: ReportsOut | None = None
    """In the queue: of the same reporter."""


class TopicRef(Output):
    """The topic that a post is in."""

    id: TopicId
    url: str
    title: str
    language: str
    translated_title: TranslationOut | None = None
    """In a language of the reader's, where it is not written in one and there is a translation."""


class ClaimOut(Output):
    """Who looks at a case for now, and until when."""

    by: MemberOut
    until: datetime


class HistoryOut(Output):
    """How often moderators decided about somebody, and what is in force."""

    decisions: int
    in_force: Sequence[SanctionKind]


class AuditOut(Output):
    """One act of a moderator, as it stands in the record."""

    id: AuditId
    made_at: datetime
    actor: MemberOut
    act: str
    target: Annotated[str, Field(examples=["post:12"])]
    url: str | None
    reason: str
    details: dict[str, Any]
    undoes: AuditId | None
    undone_by: AuditId | None


class AppealOut(Output):
    """What somebody answered to a decision, and what became of it."""

    text: str
    language: str
    made_at: datetime
    outcome: Outcome | None
    answer: str
    answer_language: str = ""
    """BCP 47 tag; empty without an answer."""
    answer_translation: TranslationOut | None = None
    """For whom it answers, who does not read it."""
    decided_at: datetime | None


class AppealedOut(Output):
    """An appeal, for moderators: who it is by, and against what."""

    member: MemberOut
    decision: AuditOut
    language: str
    """BCP 47 tag of the reason of the decision."""
    appeal: AppealOut


class HeldWaiting(HeldOut):
    """A text that waits for a moderator, for moderators."""

    translation: TranslationOut | None = None
    """For who does not read it; null also while it is not made yet."""


class AppealWaiting(AppealedOut):
    """An appeal that waits, with what who decides about it does not read."""

    translation: TranslationOut | None = None
    """Of what was answered; null also while it is not made yet."""
    reason_translation: TranslationOut | None = None
    """The same of the reason of the decision."""


class HintOut(Output):
    """A sign that nobody might want what waits."""

    sign: Sign
    text: str
    """What it says, in the reader's language."""
    details: dict[str, Any]
    made_at: datetime


class HintsOut(Output):
    """How often hints of one kind were right.

    Attributes:
        made: hints in all.
        right: those after which a moderator did something.
        wrong: those after which what they were about was left, or posted.
        waiting: those that nobody has decided about.
    """

    sign: Sign
    made: int
    right: int
    wrong: int
    waiting: int


class CaseOut(Output):
    """Something that waits for a decision, and what is said about it.

    One of `post`, `held`, `appeal` and `request` is there.
    """

    id: CaseId
    kind: CaseKind
    """Of the weightiest thing that is said."""
    subject: Annotated[str, Field(examples=["post:12", "held:2", "appeal:7", "request:4"])]
    url: str
    """Of the page where it is decided about."""
    post: PostOut | None
    held: HeldOut | None
    appeal: AppealedOut | None
    request: RequestWaiting | None
    topic: TopicRef | None
    """Of a post, or that a text answers."""
    space: SpaceRef | None
    """Null for an appeal, and for a session of the whole site."""
    language: str
    translation: TranslationOut | None = None
    """Of what waits, for who does not read it; null also while it is not made yet."""
    opened_at: datetime
    count: int
    flags: Sequence[FlagOut]
    hints: Sequence[HintOut]
    claim: ClaimOut | None
    history: HistoryOut
    """Of who wrote it."""
    suggested: Sequence[str]
    """Names of acts that fit what was reported, the likeliest first."""


class HandlingOut(Output):
    """How cases in one language were handled in some time.

    Attributes:
        language: BCP 47 tag.
        opened: cases that began.
        closed: cases that an act settled.
        waiting: cases that began and wait.
        median_minutes: from the beginning to the act, of half of them at most; null for none.
        slow_minutes: the same, of nine in ten.
    """

    language: str
    opened: int
    closed: int
    waiting: int
    median_minutes: int | None
    slow_minutes: int | None


class MemberStandingOut(Output):
    """A member, and what is in force about them."""

    member: MemberOut
    role: Role
    state: str
    joined_at: datetime
    sanctions: Sequence[SanctionOut]


Changed = PostOut | TopicOut | HeldOut | RequestWaiting | MemberStandingOut | ParticipantOut | None
"""What an act has changed, as it stands then."""


class ActOut(Output):
    """What an act has changed, as it stands then, and the record of the act.

    In a dry run, the record has no entry of it.
    """

    changed: Changed
    """Null for a post that was deleted and leaves no place."""
    audit: AuditOut | None
    dry_run: bool = False


class AppealDraft(Input):
    """What somebody answers to a decision about them."""

    text: Annotated[str, Text(1, LONGEST_APPEAL)]


class Verdict(Input):
    """What a moderator decides about an appeal, and says to who made it."""

    outcome: Outcome
    answer: Reason


class DecisionOut(Output):
    """What a moderator decided about the reader, without who it was."""

    id: AuditId
    url: str
    act: str
    target: str
    target_url: str | None
    reason: str
    language: str
    """BCP 47 tag of the reason."""
    translation: TranslationOut | None = None
    """Of the reason, for a reader who does not read it; null also while it is not made yet."""
    made_at: datetime
    ends_at: datetime | None
    """When it ends by itself."""
    undone: bool
    appeal: AppealOut | None
