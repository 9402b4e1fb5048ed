"""Translations, as they come in and go out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from forum.translations.rules import Status
from forum.web.fields import LanguageTag, Text

LONGEST_TRANSLATION = 40_000
"""Characters of a translated text: twice the longest original."""


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


class Correction(BaseModel):
    """A person's translation, made from the text of `version` (none: whatever the newest is)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    body: Annotated[str, Text(1, LONGEST_TRANSLATION)]
    version: Annotated[int | None, Field(ge=1)] = None


class LanguageAsked(BaseModel):
    """The language in an address."""

    model_config = ConfigDict(frozen=True)

    language: LanguageTag
