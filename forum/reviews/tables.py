"""How far texts are translated, as last counted."""

from datetime import datetime

from sqlmodel import BigInteger, Field, SQLModel

from forum.db.base import Id, UtcDateTime


class TranslationCount(SQLModel, table=True):
    """Texts of one place, area and language, and translations into that language.

    What is counted is what everybody reads who enters the place: nothing that is hidden, held or a
    draft.
    """

    __tablename__ = "translation_count"

    space_id: int = Field(primary_key=True, sa_type=Id)
    """0: of sessions that belong to no space."""
    is_closed: bool = Field(primary_key=True)
    """Whether only those read them who were let in to a session."""
    area: str = Field(primary_key=True)
    """A word of `rules.AREAS`."""
    language: str = Field(primary_key=True)
    """BCP 47 tag."""
    texts: int = Field(default=0, sa_type=BigInteger)
    """Written in the language."""
    translated: int = Field(default=0, sa_type=BigInteger)
    """Written in another one, and translated into this."""
    reviewed: int = Field(default=0, sa_type=BigInteger)
    """Of these, what a person stands by as it is."""
    stale: int = Field(default=0, sa_type=BigInteger)
    """Of these, what is of an earlier text, or of an earlier glossary."""
    counted_at: datetime = Field(sa_type=UtcDateTime)
    """The same in all rows."""
