"""Terms, as they come in and go out."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from forum.core.errors import N_
from forum.glossaries.rules import LONGEST_TERM, ONE_LANGUAGE
from forum.web.fields import LanguageTag, Line
from forum.web.lists import ListQuery
from forum.web.shapes import Input, Output, QueryString
from i18n.segment import words


def _or_any(value: Any) -> Any:
    return value or None


AnyLanguage = Annotated[LanguageTag | None, BeforeValidator(_or_any)]
"""A BCP 47 tag; empty or null for any language."""
SpaceWord = Annotated[str, Line(0, 60), Field(examples=["courses"])]
"""The end of a space's address; empty for the whole site."""
Words = Annotated[str, Line(0, LONGEST_TERM)]


class TermDraft(Input):
    """A term and what it becomes; without a translation it stays as it is."""

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


class TermChange(Input):
    """What is to be different about a term; what is left out stays."""

    translation: Words | None = None
    note: Words | None = None


class Retranslated(Output):
    """What is translated anew."""

    translations: int


class TermOut(Output):
    """A term of the glossary."""

    id: int
    space: str
    """The end of its space's address; empty where it counts everywhere."""
    source: str | None
    target: str | None
    term: str
    translation: str
    """Empty where the term is not translated."""
    note: str


class TermsAsked(QueryString):
    """Which terms: of a space, a pair of languages, or that begin with some letters."""

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


class FileSent(Input):
    """What the file of a request is for."""

    space: SpaceWord = ""


class TermsTaken(Output):
    """What came of a file."""

    added: int
    changed: int
