"""Translations, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator

from forum.accounts.rules import Skill
from forum.translations.rules import Origin, Status
from forum.web.fields import COUNTED, LanguageTag, Text
from forum.web.shapes import Input, Output, QueryString

LONGEST_TRANSLATION = 40_000
"""Characters of a translated text: twice the longest original."""


class TranslationOut(Output):
    """One text in another language, and how it came about (EU AI Act, article 50)."""

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
    """Who approved it."""
    author: str | None = None
    """Who wrote it, where that is known."""
    reviewer_skill: Skill | None = None
    """How well whoever approved it says that they know the language."""
    author_skill: Skill | None = None
    """The same of who wrote it."""
    outdated: bool = False
    """Whether the original, or what the glossary says of its words, has changed since."""


class WordsOut(Output):
    """Short words in another language, such as the tags of a topic, and how they came about."""

    language: str
    status: Status
    engine: str
    via: str | None
    made_at: datetime
    words: dict[str, str]
    """Each by how it is written; empty while the translation is of earlier words."""


class Correction(Input):
    """A person's translation, made from the text of `version` (none: whatever the newest is)."""

    body: Annotated[str, Text(1, LONGEST_TRANSLATION)]
    version: Annotated[int | None, COUNTED] = None


class SuggestionOut(Output):
    """A translation of a text that is much like a segment; for a person to judge."""

    original: str
    text: str
    score: float
    """Per cent of likeness of the originals, 75 to 100."""
    origin: Origin
    engine: str | None


class SegmentSuggestions(Output):
    """One segment of a text, and what was translated before that is like it, the nearest first."""

    original: str
    suggestions: Sequence[SuggestionOut]


class Reading(QueryString):
    """The part of an address after `?`: the language that a page is read in."""

    lang: Annotated[LanguageTag | None, BeforeValidator(lambda value: value or None)] = None


class LanguageAsked(Output):
    """The language in an address."""

    language: LanguageTag
