"""Translations, as they go out."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Status(StrEnum):
    """How far a translation can be relied on."""

    MACHINE = "machine"
    """An engine made it; nobody has read it over."""
    REVIEWED = "reviewed"
    """An engine made it and a person approved it."""
    HUMAN = "human"
    """A person wrote it."""
    OUTDATED = "outdated"
    """The original has changed since."""
    PARTIAL = "partial"
    """No engine had some parts, which stay in the original language."""


class TranslationOut(BaseModel):
    """One text in another language, and how it came about (EU AI Act, article 50)."""

    model_config = ConfigDict(frozen=True)

    language: str
    html: str
    text: str
    """Markdown that `html` was rendered from; a title is plain text."""
    status: Status
    engine: str
    via: str | None
    """Language it passed through, where no engine had the pair itself."""
    made_at: datetime
    reviewer: str | None
