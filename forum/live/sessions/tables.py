"""Live sessions, who takes part in them, and their agendas."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Column, Field, Index, SQLModel, UniqueConstraint

from forum.core.ids import (
    DelegationId,
    ItemId,
    MemberId,
    ParticipantId,
    SessionId,
    SpaceId,
    UploadId,
)
from forum.db.base import Choice, Id, UtcDateTime
from forum.delegations.rules import Capacity
from forum.live.parts import Part
from forum.live.profiles import ProfileName
from forum.live.sessions.rules import RequestState, SessionAccess
from forum.live.sessions.states import ItemState, SessionState


class LiveSession(SQLModel, table=True):
    """A meeting over the network."""

    __tablename__ = "live_session"
    __table_args__ = (Index("ix_live_session_times", "ends_at", "id"),)

    id: SessionId | None = Field(default=None, primary_key=True, sa_type=Id)
    title: str
    description: str = ""
    """Markdown."""
    language: str
    """BCP 47 tag of title, description and agenda."""
    languages: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    """BCP 47 tags of the languages that captions and chat are offered in."""
    space_id: SpaceId | None = Field(default=None, foreign_key="space.id", index=True, sa_type=Id)
    """Where its topics go afterwards; who does not see the space does not see the session."""
    access: SessionAccess = Field(sa_column=Column(Choice(SessionAccess), nullable=False))
    state: SessionState = Field(
        default=SessionState.DRAFT, sa_column=Column(Choice(SessionState), nullable=False)
    )
    profile: ProfileName = Field(sa_column=Column(Choice(ProfileName), nullable=False))
    overrides: dict[str, Any] = Field(default={}, sa_column=Column(JSON, nullable=False))
    """What custom rules change, as `overrides.Overrides` reads it."""
    quotas: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))
    """How many people a delegation has at most, by part; what is not here has no limit."""
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    zone: str
    """IANA name of the host's time zone."""
    video_url: str = ""
    sequence: int = 0
    """Counts changes that calendars are told of (RFC 5545 §3.8.7.4)."""
    host_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    open_item_id: ItemId | None = Field(default=None, sa_type=Id)
    """The item of the agenda that is being dealt with."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Participant(SQLModel, table=True):
    """That somebody takes part in a session as something, or has asked to."""

    __tablename__ = "live_participant"
    __table_args__ = (
        UniqueConstraint(
            "session_id", "member_id", "part", name="uq_live_participant_session_id_member_id_part"
        ),
    )

    id: ParticipantId | None = Field(default=None, primary_key=True, sa_type=Id)
    session_id: SessionId = Field(foreign_key="live_session.id", sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    delegation_id: DelegationId | None = Field(
        default=None, foreign_key="delegation.id", index=True, sa_type=Id
    )
    """`None`: for themselves, or as an officer."""
    capacity: Capacity | None = Field(
        default=None, sa_column=Column(Choice(Capacity), nullable=True)
    )
    part: Part = Field(sa_column=Column(Choice(Part), nullable=False))
    badge: str = ""
    """What stands on their badge beside the part."""
    state: RequestState = Field(
        default=RequestState.RECEIVED, sa_column=Column(Choice(RequestState), nullable=False)
    )
    letter_id: UploadId | None = Field(default=None, index=True, sa_type=Id)
    """Number of their upload that is the letter of nomination; one of others shows nothing."""
    reason: str = ""
    """Why it was declined, or approved, in the words of whoever decided."""
    decided_by_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    muted_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Until when a moderator lets them follow and vote, and not take the word."""
    asked_at: datetime = Field(sa_type=UtcDateTime)


class AgendaItem(SQLModel, table=True):
    """A point of a session's agenda."""

    __tablename__ = "agenda_item"
    __table_args__ = (Index("ix_agenda_item_place", "session_id", "place"),)

    id: ItemId | None = Field(default=None, primary_key=True, sa_type=Id)
    session_id: SessionId = Field(foreign_key="live_session.id", sa_type=Id)
    place: int
    """Order among the items of the session, the lowest first."""
    number: str
    """As the agenda has it, such as `3.1`."""
    title: str
    description: str = ""
    """Markdown."""
    minutes: int = 0
    """How long it is meant to take; 0: nothing is said."""
    owner: str = ""
    """Who introduces it, in words."""
    documents: list[dict[str, str]] = Field(default=[], sa_column=Column(JSON, nullable=False))
    """`title` and `url` of each."""
    state: ItemState = Field(
        default=ItemState.PLANNED, sa_column=Column(Choice(ItemState), nullable=False)
    )
