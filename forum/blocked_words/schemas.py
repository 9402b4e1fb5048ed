"""Blocked words, as they come in and go out."""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, field_validator

from forum.blocked_words.rules import LONGEST_WORD, Consequence
from forum.core.errors import N_
from forum.web.fields import LanguageTag, Line
from forum.web.lists import ListQuery
from forum.web.shapes import Input, Output, QueryString
from i18n.wordlists import key_of

AnyLanguage = Annotated[LanguageTag | None, BeforeValidator(lambda value: value or None)]
"""A BCP 47 tag; empty or null for any language."""
SpaceWord = Annotated[str, Line(0, 60), Field(examples=["courses"])]
"""The end of a space's address; empty for the whole site."""


class WordDraft(Input):
    """A word or phrase, where and in which texts it counts, and what it does."""

    space: SpaceWord = ""
    word: Annotated[str, Line(1, LONGEST_WORD)]
    language: AnyLanguage = None
    consequence: Consequence

    @field_validator("word")
    @classmethod
    def _has_a_word(cls, word: str) -> str:
        if not key_of(word):
            raise ValueError(N_("A blocked word needs letters or digits."))
        return word


class WordChange(Input):
    """What a word is to do from now on."""

    consequence: Consequence


class WordOut(Output):
    """A blocked word."""

    id: int
    space: str
    """The end of its space's address; empty where it counts everywhere."""
    word: str
    language: str | None
    """BCP 47 tag of the texts in which it counts; null for any."""
    consequence: Consequence


class WordsAsked(QueryString):
    """Which words: of a space, of a language, that begin with some letters."""

    space: SpaceWord | None = None
    language: AnyLanguage = None
    word: Annotated[str, Line(0, LONGEST_WORD)] = ""


class WordQuery(WordsAsked, ListQuery):
    """A part of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True)
