"""Terms, as they come in and go out."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from forum.core.errors import N_
from forum.glossaries.rules import LONGEST_TERM, ONE_LANGUAGE
from forum.web.fields import LanguageTag, Line
from forum.web.lists import ListQuery
from i18n.segment import words


def _or_any(value: Any) -> Any:
    return value or None


AnyLanguage = Annotated[LanguageTag | None, BeforeValidator(_or_any)]
"""A BCP 47 tag; empty or null for any language."""
SpaceWord = Annotated[str, Line(0, 60), Field(examples=["courses"])]
"""The end of a space's address; empty for the whole site."""
Words = Annotated[str, Line(0, LONGEST_TERM)]


class TermDraft(BaseModel):
    """A term and what it becomes; without a translation it stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    space: SpaceWord = ""
    source: AnyLanguage = None
    target: AnyLanguage = None
    term: Annotated[str, Line(1, LONGEST_TERM)]
    translation: Words = ""
    note: Words = ""

    @model_validator(mode="after")
    def _one_language(self) -> "TermDraft":
        if self.translation and self.target is None:
            raise ValueError(ONE_LANGUAGE)
        if not words(self.term):
            raise ValueError(N_("A term needs letters or digits."))
        if self.source is not None and self.source == self.target:
            raise ValueError(N_("Choose two different languages."))
        return self


class TermChange(BaseModel):
    """What is to be different about a term; what is left out stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    translation: Words | None = None
    note: Words | None = None


class TermOut(BaseModel):
    """A term of the glossary."""

    model_config = ConfigDict(frozen=True)

    id: int
    space: str
    """The end of its space's address; empty where it counts everywhere."""
    source: str | None
    target: str | None
    term: str
    translation: str
    """Empty where the term is not translated."""
    note: str


class TermsAsked(BaseModel):
    """Which terms: of a space, a pair of languages, or that begin with some letters."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    space: SpaceWord | None = None
    source: AnyLanguage = None
    target: AnyLanguage = None
    term: Words = ""


class TermQuery(TermsAsked, ListQuery):
    """A part of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TermsFile(TermsAsked):
    """Which terms are to be in a file, and of which kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["csv", "tmx"] = "csv"


class FileSent(BaseModel):
    """What the file of a request is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    space: SpaceWord = ""


class TermsTaken(BaseModel):
    """What came of a file."""

    model_config = ConfigDict(frozen=True)

    added: int
    changed: int
