"""Organisations, delegations, and who acts for one from when to when."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Column, Field, SQLModel

from forum.core.ids import DelegationId, MandateId, MemberId, OrganisationId
from forum.db.base import Choice, Id, UtcDateTime, partial_index
from forum.delegations.rules import Capacity, DelegationKind, OrganisationKind

_OF_PARTNER = text("kind = 'partner'")


class Organisation(SQLModel, table=True):
    """A ministry, a university, a platform."""

    id: OrganisationId | None = Field(default=None, primary_key=True, sa_type=Id)
    name: str
    language: str
    """BCP 47 tag of the name."""
    kind: OrganisationKind = Field(sa_column=Column(Choice(OrganisationKind), nullable=False))
    partner: str = ""
    """Code of `partners.PARTNERS`; "": of none."""
    homepage: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class Delegation(SQLModel, table=True):
    """What speaks, votes and answers with one voice."""

    __table_args__ = (
        partial_index(
            "uq_delegation_partner",
            "partner",
            unique=True,
            where=_OF_PARTNER,
        ),
    )

    id: DelegationId | None = Field(default=None, primary_key=True, sa_type=Id)
    slug: str = Field(unique=True)
    name: str = ""
    """"": what readers call its partner, or its organisation."""
    language: str = "en"
    """BCP 47 tag of the name."""
    kind: DelegationKind = Field(sa_column=Column(Choice(DelegationKind), nullable=False))
    partner: str = ""
    """Code of `partners.PARTNERS`; each has one delegation of kind `partner` at most."""
    organisation_id: OrganisationId | None = Field(
        default=None, foreign_key="organisation.id", index=True, sa_type=Id
    )
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when nobody can act for it."""
    created_at: datetime = Field(sa_type=UtcDateTime)


class DelegationGroup(SQLModel, table=True):
    """That a delegation belongs to a group."""

    __tablename__ = "delegation_group"

    group_id: DelegationId = Field(foreign_key="delegation.id", primary_key=True, sa_type=Id)
    delegation_id: DelegationId = Field(
        foreign_key="delegation.id", primary_key=True, index=True, sa_type=Id
    )


class Mandate(SQLModel, table=True):
    """That a person acts for a delegation, from a first to a last day (UTC, both included)."""

    __table_args__ = (Index("ix_mandate_member", "member_id", "first_day"),)

    id: MandateId | None = Field(default=None, primary_key=True, sa_type=Id)
    delegation_id: DelegationId = Field(foreign_key="delegation.id", index=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    capacity: Capacity = Field(sa_column=Column(Choice(Capacity), nullable=False))
    is_focal_point: bool = False
    """Whether they say who else acts for the delegation."""
    first_day: date
    last_day: date | None = None
    """`None`: until it is ended."""
    given_by_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When somebody ended it before its last day."""
    ended_by_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
    created_at: datetime = Field(sa_type=UtcDateTime)
