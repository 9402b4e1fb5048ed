"""Shared resources: what stands on the card of a topic."""

from datetime import datetime

from sqlmodel import Column, Field, Index, SQLModel

from forum.core.ids import SpaceId, TopicId
from forum.db.base import Choice, Id, UtcDateTime
from forum.resources.rules import Level, Licence, ResourceType, Subject


class Resource(SQLModel, table=True):
    """The card of one topic, and what is known of its address."""

    __table_args__ = (
        Index("ix_resource_of_type", "type", "topic_id"),
        Index("ix_resource_of_licence", "licence", "topic_id"),
        Index("ix_resource_of_level", "level", "topic_id"),
        Index("ix_resource_of_subject", "subject", "topic_id"),
        Index("ix_resource_of_country", "country", "topic_id"),
        Index("ix_resource_in_space", "space_id", "topic_id"),
    )

    topic_id: TopicId = Field(foreign_key="topic.id", primary_key=True, sa_type=Id)
    space_id: SpaceId = Field(foreign_key="space.id", sa_type=Id)
    """The topic's, which never changes."""
    url: str
    """As it was given."""
    canonical: str = Field(index=True)
    """Equal for addresses of the same thing (see `addresses.canonical`)."""
    type: ResourceType = Field(sa_column=Column(Choice(ResourceType), nullable=False))
    licence: Licence = Field(sa_column=Column(Choice(Licence), nullable=False))
    provider: str = ""
    level: Level | None = Field(default=None, sa_column=Column(Choice(Level)))
    subject: Subject | None = Field(default=None, sa_column=Column(Choice(Subject)))
    country: str = ""
    """ISO 3166-1 alpha-2 code of where it comes from, or "" if not said."""
    work_id: TopicId = Field(index=True, sa_type=Id)
    """The same for all language versions of one work: the lowest topic id among them."""
    changed_at: datetime = Field(sa_type=UtcDateTime)
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    check_due: datetime = Field(sa_type=UtcDateTime, index=True)
    failures: int = 0
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unreachable_since: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ResourceLanguage(SQLModel, table=True):
    """A language that a resource can be used in."""

    __tablename__ = "resource_language"
    __table_args__ = (Index("ix_resource_language_of", "language", "topic_id"),)

    topic_id: TopicId = Field(foreign_key="resource.topic_id", primary_key=True, sa_type=Id)
    language: str = Field(primary_key=True)
    place: int
    """Its place among them: the main one is 0."""


class ResourceCompetence(SQLModel, table=True):
    """Something that one learns by a resource."""

    __tablename__ = "resource_competence"
    __table_args__ = (Index("ix_resource_competence_of", "competence", "topic_id"),)

    topic_id: TopicId = Field(foreign_key="resource.topic_id", primary_key=True, sa_type=Id)
    competence: str = Field(primary_key=True)
