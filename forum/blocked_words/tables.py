"""Blocked words, and by what each list is known."""

from datetime import datetime

from sqlmodel import Column, Field, SQLModel, UniqueConstraint

from forum.blocked_words.rules import Consequence
from forum.db.base import Choice, Id, UtcDateTime


class BlockedWord(SQLModel, table=True):
    """A word that a space, or the whole site, does not want."""

    __tablename__ = "blocked_word"
    __table_args__ = (UniqueConstraint("space_id", "key", "language", name="uq_blocked_word"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    space_id: int = Field(sa_type=Id)
    """0: everywhere."""
    key: str
    """What all spellings have in common; see `i18n.wordlists.key_of`."""
    word: str
    language: str = ""
    """BCP 47 tag of the texts in which it counts; empty for any."""
    consequence: Consequence = Field(sa_column=Column(Choice(Consequence), nullable=False))
    changed_at: datetime = Field(sa_type=UtcDateTime)


class BlockedList(SQLModel, table=True):
    """What a list is known by, so that it is read only when it has changed; see `rules.digest`."""

    __tablename__ = "blocked_list"

    space_id: int = Field(primary_key=True, sa_type=Id, sa_column_kwargs={"autoincrement": False})
    """0: everywhere."""
    all_words: str = ""
    strict_words: str = ""
    """Of the words that count before a text is posted; empty where there are none."""
