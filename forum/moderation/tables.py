"""Flags that wait for a moderator, and the record of all that moderators did."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import JSON, Column, Field, Index, SQLModel

from forum.core.ids import (
    AuditId,
    CaseId,
    FlagId,
    HeldId,
    MemberId,
    ParticipantId,
    PostId,
    SpaceId,
)
from forum.db.base import Choice, Id, UtcDateTime, partial_index
from forum.moderation.hints.signs import Sign
from forum.moderation.queueing import CaseKind
from forum.moderation.rules import FlagReason, Outcome

_OPEN = text("resolved_at IS NULL")


class AuditEntry(SQLModel, table=True):
    """One act of a moderator. Rows are only ever added: an act is undone by another one.

    The database itself refuses to change or remove them. Nothing in them names a person but by
    number, so that they can stay as they are when a member goes.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_by_act", "act", "id"),
        Index("ix_audit_entry_by_time", "made_at", "id"),
        Index("ix_audit_entry_by_actor", "actor_id", "id"),
        Index("ix_audit_entry_on_target", "target", "id"),
    )

    id: AuditId | None = Field(default=None, primary_key=True, sa_type=Id)
    made_at: datetime = Field(sa_type=UtcDateTime)
    actor_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    act: str
    """A name of `acts.ACTS`, or of an act that there is no more."""
    target: str
    """What it was done to, as `post:12`."""
    reason: str
    details: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """How the target stood before, in `was`, and whatever else the act needs to be undone."""
    undoes: AuditId | None = Field(
        default=None, foreign_key="audit_entry.id", unique=True, sa_type=Id
    )


class AuditLink(SQLModel, table=True):
    """The place of an entry in the chain of the record, in the order of commits; see `chain`."""

    __tablename__ = "audit_link"

    number: int = Field(primary_key=True, sa_type=Id, sa_column_kwargs={"autoincrement": False})
    """From 1 on, without gaps."""
    entry_id: AuditId = Field(foreign_key="audit_entry.id", unique=True, sa_type=Id)
    hash: str
    """SHA-256 over the hash before and the entry, in hexadecimal."""


class Flag(SQLModel, table=True):
    """What a member reported about a post; open until a moderator decides."""

    __table_args__ = (
        partial_index(
            "uq_flag_open",
            "post_id",
            "reporter_id",
            unique=True,
            where=_OPEN,
        ),
    )

    id: FlagId | None = Field(default=None, primary_key=True, sa_type=Id)
    post_id: PostId = Field(foreign_key="post.id", sa_type=Id)
    reporter_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    reason: FlagReason = Field(sa_column=Column(Choice(FlagReason), nullable=False))
    remark: str = ""
    language: str
    """BCP 47 tag of the remark."""
    translation: str = ""
    """BCP 47 tag of the translation that it is about; empty: it is about the post."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resolved_by: MemberId | None = Field(default=None, foreign_key="member.id", sa_type=Id)
    audit_id: AuditId | None = Field(default=None, foreign_key="audit_entry.id", sa_type=Id)
    """The act that resolved it."""


_WAITING = text("appealed_at IS NOT NULL AND outcome IS NULL")


class Decision(SQLModel, table=True):
    """An act as the member sees it whom it is about, who can answer it once."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_of", "member_id", "audit_id"),
        partial_index(
            "ix_decision_appealed",
            "audit_id",
            where=_WAITING,
        ),
    )

    audit_id: AuditId = Field(
        foreign_key="audit_entry.id",
        ondelete="CASCADE",
        primary_key=True,
        sa_type=Id,
        sa_column_kwargs={"autoincrement": False},
    )
    member_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    made_at: datetime = Field(sa_type=UtcDateTime)
    appeal: str = ""
    language: str = ""
    """BCP 47 tag of the appeal."""
    appealed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: Outcome | None = Field(default=None, sa_column=Column(Choice(Outcome), nullable=True))
    answer: str = ""
    decided_by: MemberId | None = Field(default=None, foreign_key="member.id", sa_type=Id)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Hint(SQLModel, table=True):
    """A sign that nobody might want a post, or a text that waits; never shown to its author."""

    __table_args__ = (
        Index("uq_hint_post", "post_id", "sign", unique=True),
        Index("uq_hint_held", "held_id", "sign", unique=True),
        Index("ix_hint_made", "made_at"),
        Index("ix_hint_settled_by", "audit_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    post_id: PostId | None = Field(default=None, foreign_key="post.id", sa_type=Id)
    held_id: HeldId | None = Field(
        default=None, foreign_key="held_post.id", ondelete="CASCADE", sa_type=Id
    )
    sign: Sign = Field(sa_column=Column(Choice(Sign), nullable=False))
    details: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """What it was read from; see `hints.words`."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    audit_id: AuditId | None = Field(
        default=None, foreign_key="audit_entry.id", ondelete="SET NULL", sa_type=Id
    )
    """The act that settled it."""
    was_right: bool | None = None
    """Whether that act did something about what it is about."""


class PostPrint(SQLModel, table=True):
    """By what posts are found that say much the same; see `hints.prints`."""

    __tablename__ = "post_print"
    __table_args__ = (
        Index("ix_post_print_post", "post_id"),
        Index("ix_post_print_made", "made_at"),
    )

    key: int = Field(primary_key=True, sa_type=Id, sa_column_kwargs={"autoincrement": False})
    post_id: PostId = Field(
        primary_key=True,
        foreign_key="post.id",
        sa_type=Id,
        sa_column_kwargs={"autoincrement": False},
    )
    made_at: datetime = Field(sa_type=UtcDateTime)


_UNSETTLED = text("closed_at IS NULL")
_SETTLED = text("closed_at IS NOT NULL")


def _open(name: str, *columns: str, unique: bool = False) -> Index:
    return partial_index(name, *columns, unique=unique, where=_UNSETTLED)


class Case(SQLModel, table=True):
    """Something that waits for a moderator: about a post, a text, an appeal or a request.

    One of `post_id`, `held_id`, `decision_id` and `participant_id` is set. There is one open case
    of each at most.
    """

    __tablename__ = "moderation_case"
    __table_args__ = (
        _open("uq_moderation_case_open", "post_id", unique=True),
        _open("uq_moderation_case_held", "held_id", unique=True),
        _open("uq_moderation_case_appeal", "decision_id", unique=True),
        _open("uq_moderation_case_request", "participant_id", unique=True),
        _open("ix_moderation_case_queue", "rank", "id"),
        _open("ix_moderation_case_of_kind", "kind", "rank", "id"),
        _open("ix_moderation_case_in_language", "language", "rank", "id"),
        _open("ix_moderation_case_in_space", "space_id", "rank", "id"),
        _open("ix_moderation_case_in_both", "space_id", "language", "rank", "id"),
        _open("ix_moderation_case_claimed", "claimed_by", "rank", "id"),
        Index("ix_moderation_case_about_held", "held_id"),
        Index("ix_moderation_case_opened", "opened_at"),
        # Of closed cases alone: SQLite would go through all open ones by it, and sort them.
        partial_index(
            "ix_moderation_case_closed",
            "closed_at",
            where=_SETTLED,
        ),
        Index("ix_moderation_case_settled_by", "audit_id"),
    )

    id: CaseId | None = Field(default=None, primary_key=True, sa_type=Id)
    kind: CaseKind = Field(sa_column=Column(Choice(CaseKind), nullable=False))
    """Of the weightiest thing that is said."""
    post_id: PostId | None = Field(default=None, foreign_key="post.id", sa_type=Id)
    held_id: HeldId | None = Field(
        default=None, foreign_key="held_post.id", ondelete="CASCADE", sa_type=Id
    )
    decision_id: AuditId | None = Field(
        default=None, foreign_key="decision.audit_id", ondelete="CASCADE", sa_type=Id
    )
    participant_id: ParticipantId | None = Field(
        default=None, foreign_key="live_participant.id", ondelete="CASCADE", sa_type=Id
    )
    space_id: SpaceId | None = Field(default=None, foreign_key="space.id", sa_type=Id)
    """Where it is; empty for an appeal, about which nobody decides who looks after one space, and
    for a session of the whole site."""
    language: str
    """BCP 47 tag of what waits."""
    rank: int
    """How many things are said about it, negative, so that the queue is read upwards."""
    opened_at: datetime = Field(sa_type=UtcDateTime)
    claimed_by: MemberId | None = Field(default=None, foreign_key="member.id", sa_type=Id)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When somebody else can take it."""
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: MemberId | None = Field(default=None, foreign_key="member.id", sa_type=Id)
    audit_id: AuditId | None = Field(
        default=None, foreign_key="audit_entry.id", ondelete="SET NULL", sa_type=Id
    )
    """The act that settled it."""
