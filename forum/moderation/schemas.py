"""Flags, acts and the record of them, as they come in and go out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
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
from forum.moderation.hints.signs import Sign
from forum.moderation.queueing import CaseKind
from forum.moderation.rules import FlagReason, Outcome, Target, parse_target
from forum.web.fields import Line, Text
from forum.web.inputs import LARGEST_ID

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
MemberNumber = Annotated[MemberId, Field(ge=1, le=LARGEST_ID)]
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


class FlagDraft(BaseModel):
    """What is wrong with a post, in the words of who reports it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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


class FlagOut(BaseModel):
    """A flag, for moderators and for who reported it."""

    model_config = ConfigDict(frozen=True)

    id: FlagId
    post_id: PostId
    reporter: MemberOut
    reason: FlagReason
    remark: str
    language: str
    translation: str = ""
    """BCP 47 tag of the translation that it is about; empty: it is about the post."""
    created_at: datetime


class TopicRef(BaseModel):
    """The topic that a post is in."""

    model_config = ConfigDict(frozen=True)

    id: TopicId
    url: str
    title: str
    language: str


class ClaimOut(BaseModel):
    """Who looks at a case for now, and until when."""

    model_config = ConfigDict(frozen=True)

    by: MemberOut
    until: datetime


class HistoryOut(BaseModel):
    """How often moderators decided about somebody, and what is in force."""

    model_config = ConfigDict(frozen=True)

    decisions: int
    in_force: Sequence[SanctionKind]


class AuditOut(BaseModel):
    """One act of a moderator, as it stands in the record."""

    model_config = ConfigDict(frozen=True)

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


class AppealOut(BaseModel):
    """What somebody answered to a decision, and what became of it."""

    model_config = ConfigDict(frozen=True)

    text: str
    language: str
    made_at: datetime
    outcome: Outcome | None
    answer: str
    decided_at: datetime | None


class AppealedOut(BaseModel):
    """An appeal, for moderators: who it is by, and against what."""

    model_config = ConfigDict(frozen=True)

    member: MemberOut
    decision: AuditOut
    appeal: AppealOut


class HintOut(BaseModel):
    """A sign that nobody might want what waits."""

    model_config = ConfigDict(frozen=True)

    sign: Sign
    text: str
    """What it says, in the reader's language."""
    details: dict[str, Any]
    made_at: datetime


class HintsOut(BaseModel):
    """How often hints of one kind were right.

    Attributes:
        made: hints in all.
        right: those after which a moderator did something.
        wrong: those after which what they were about was left, or posted.
        waiting: those that nobody has decided about.
    """

    model_config = ConfigDict(frozen=True)

    sign: Sign
    made: int
    right: int
    wrong: int
    waiting: int


class CaseOut(BaseModel):
    """Something that waits for a decision, and what is said about it.

    One of `post`, `held` and `appeal` is there.
    """

    model_config = ConfigDict(frozen=True)

    id: CaseId
    kind: CaseKind
    """Of the weightiest thing that is said."""
    subject: Annotated[str, Field(examples=["post:12", "held:2", "appeal:7"])]
    url: str
    """Of the page where it is decided about."""
    post: PostOut | None
    held: HeldOut | None
    appeal: AppealedOut | None
    topic: TopicRef | None
    """Of a post, or that a text answers."""
    space: SpaceRef | None
    """Null for an appeal."""
    language: str
    opened_at: datetime
    count: int
    flags: Sequence[FlagOut]
    hints: Sequence[HintOut]
    claim: ClaimOut | None
    history: HistoryOut
    """Of who wrote it."""
    suggested: Sequence[str]
    """Names of acts that fit what was reported, the likeliest first."""


class HandlingOut(BaseModel):
    """How cases in one language were handled in some time.

    Attributes:
        language: BCP 47 tag.
        opened: cases that began.
        closed: cases that an act settled.
        waiting: cases that began and wait.
        median_minutes: from the beginning to the act, of half of them at most; null for none.
        slow_minutes: the same, of nine in ten.
    """

    model_config = ConfigDict(frozen=True)

    language: str
    opened: int
    closed: int
    waiting: int
    median_minutes: int | None
    slow_minutes: int | None


class MemberStandingOut(BaseModel):
    """A member, and what is in force about them."""

    model_config = ConfigDict(frozen=True)

    member: MemberOut
    role: Role
    state: str
    joined_at: datetime
    sanctions: Sequence[SanctionOut]


Changed = PostOut | TopicOut | HeldOut | MemberStandingOut | None
"""What an act has changed, as it stands then."""


class ActOut(BaseModel):
    """What an act has changed, as it stands then, and the record of the act.

    In a dry run, the record has no entry of it.
    """

    model_config = ConfigDict(frozen=True)

    changed: Changed
    """Null for a post that was deleted and leaves no place."""
    audit: AuditOut | None
    dry_run: bool = False


class AppealDraft(BaseModel):
    """What somebody answers to a decision about them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Text(1, LONGEST_APPEAL)]


class Verdict(BaseModel):
    """What a moderator decides about an appeal, and says to who made it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcome: Outcome
    answer: Reason


class DecisionOut(BaseModel):
    """What a moderator decided about the reader, without who it was."""

    model_config = ConfigDict(frozen=True)

    id: AuditId
    url: str
    act: str
    target: str
    target_url: str | None
    reason: str
    made_at: datetime
    ends_at: datetime | None
    """When it ends by itself."""
    undone: bool
    appeal: AppealOut | None
