"""What the secretariat has decided about the site, and its texts."""

from datetime import datetime

from sqlmodel import JSON, Column, Field, SQLModel

from forum.db.base import Choice, UtcDateTime
from forum.site.rules import Mode, TextKind

THE_SITE = 1


class Site(SQLModel, table=True):
    """The one row of decisions; without it the environment decides."""

    __tablename__ = "site"

    id: int = Field(default=THE_SITE, primary_key=True)
    name: str = ""
    """Empty: the name that the environment gives."""
    registration: Mode = Field(sa_column=Column(Choice(Mode), nullable=False))
    domains: list[str] = Field(sa_column=Column(JSON, nullable=False))
    """As `rules.domain_rule` gives them: whose addresses may always register at once."""
    version: int = 1
    changed_at: datetime = Field(sa_type=UtcDateTime)


class SiteText(SQLModel, table=True):
    """One text in one language."""

    __tablename__ = "site_text"

    kind: TextKind = Field(sa_column=Column(Choice(TextKind), primary_key=True))
    language: str = Field(primary_key=True)
    """BCP 47 tag."""
    source: str
    """Markdown; a tagline is plain text."""
    html: str
    """Of the Markdown, safe to show; "" for a tagline."""
    version: int = 1
    changed_at: datetime = Field(sa_type=UtcDateTime)
