"""Spaces: the places that topics are in, and who belongs to the closed ones."""

from datetime import datetime

from sqlmodel import JSON, BigInteger, Column, Field, SQLModel

from forum.core.ids import MemberId, SpaceId
from forum.db.base import Choice, Id, UtcDateTime
from forum.spaces.rules import Access, Starters
from forum.translations.rules import Reach


class Space(SQLModel, table=True):
    """A place for topics of one purpose."""

    id: SpaceId | None = Field(default=None, primary_key=True, sa_type=Id)
    slug: str = Field(unique=True)
    name: str
    description: str = ""
    language: str
    """BCP 47 tag of name and description."""
    access: Access = Field(default=Access.PUBLIC, sa_column=Column(Choice(Access), nullable=False))
    place: int = 0
    """Order among spaces, the lowest first."""
    engines: Reach = Field(default=Reach.ANY, sa_column=Column(Choice(Reach), nullable=False))
    """Which translation engines may be sent its texts."""
    translated_into: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    """BCP 47 tags of languages that its texts are translated into before anybody asks."""
    translation_budget: int | None = Field(default=None, sa_type=BigInteger)
    """Characters a day to engines outside of the house; none: as many as the site gives."""
    reviews_first: bool = False
    """Whether what a member writes here first waits until a moderator has read it."""
    self_review: bool = False
    """Whether reviewers approve translations that they wrote themselves."""
    starters: Starters = Field(
        default=Starters.MEMBERS, sa_column=Column(Choice(Starters), nullable=False)
    )
    """Who starts topics."""
    texts: dict[str, dict[str, str]] = Field(default={}, sa_column=Column(JSON, nullable=False))
    """`name` and `description` in further languages, by their BCP 47 tags."""
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when nothing is added to it."""
    version: int = 1
    """Counts changes of what the space is."""
    topic_count: int = 0
    """Topics that can be read."""
    post_count: int = 0
    """Posts in them that can be read."""
    created_at: datetime = Field(sa_type=UtcDateTime)


class SpaceMember(SQLModel, table=True):
    """Somebody who belongs to a private space."""

    __tablename__ = "space_member"

    space_id: SpaceId = Field(foreign_key="space.id", primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", primary_key=True, index=True, sa_type=Id)
    added_at: datetime = Field(sa_type=UtcDateTime)
