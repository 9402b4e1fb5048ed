"""Kinds of input fields: text as it may enter the house, and languages."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from forum.core.errors import N_
from forum.core.ids import LARGEST_ID
from forum.text.address import is_slug
from forum.text.clean import NotUnicodeText, clean_line, clean_text
from i18n.languages import UnknownLanguage, canonical
from i18n.segment import grapheme_length

CODE_POINTS = 3
"""Most for each character of a long text, on average: a Khmer syllable seldom has more."""
BROKEN = N_("This is not valid text.")

COUNTED = Field(ge=1, le=LARGEST_ID)
"""Bounds of what a database counts from 1: the number of a row, or of a version."""
RowNumber = Annotated[int, COUNTED]
"""The number of a row, where its kind has no type of its own."""


@dataclass(frozen=True, slots=True)
class Text:
    """Marks a `str` as text of many lines, of `least` to `most` characters after cleaning.

    Characters are what readers take for one each (UAX 29 grapheme clusters), so that scripts which
    write a syllable in several code points have as much room as the others.
    """

    least: int
    most: int

    def clean(self, value: str) -> str:
        """Give the text as it may be stored.

        Raises:
            NotUnicodeText: it holds half a character.
        """
        return clean_text(value)

    def exceeds(self, text: str) -> bool:
        """Whether a text has too many characters, or too many code points for any script."""
        return len(text) > self.most and (
            len(text) > CODE_POINTS * self.most or grapheme_length(text) > self.most
        )

    def check(self, value: str) -> str:
        """Clean `value`, or refuse it in pydantic's way."""
        if "\0" in value:
            raise ValueError(BROKEN)
        try:
            cleaned = self.clean(value)
        except NotUnicodeText as error:
            raise ValueError(BROKEN) from error
        if len(cleaned) < self.least:
            kind = "string_too_short" if cleaned else "missing"
            raise PydanticCustomError(kind, "too short", {"min_length": self.least})
        if self.exceeds(cleaned):
            raise PydanticCustomError("string_too_long", "too long", {"max_length": self.most})
        return cleaned

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """See pydantic."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """See pydantic."""
        return {**handler(schema), "minLength": self.least, "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Line(Text):
    """Marks a `str` as text of one line; it is short, and its length is that in code points."""

    def clean(self, value: str) -> str:
        """See `Text`."""
        return clean_line(value)

    def exceeds(self, text: str) -> bool:
        """See `Text`."""
        return len(text) > self.most


def _language(value: str) -> str:
    try:
        return canonical(value)
    except UnknownLanguage as error:
        raise ValueError(N_("This language is not known here.")) from error


LanguageTag = Annotated[str, AfterValidator(_language), Field(examples=["th", "pt-PT"])]
"""A BCP 47 tag of the table of languages, in canonical form."""


def _slug(value: str) -> str:
    if not is_slug(value):
        raise ValueError(N_("Use lower-case letters, digits and single dashes."))
    return value


Slug = Annotated[str, AfterValidator(_slug), Field(examples=["open-courses"])]
"""A name in an address that people choose; see `forum.text.address`."""


def _day(value: object) -> date:
    if type(value) is date:
        return value
    # Without this a number would count as seconds since 1970.
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ValueError(N_("This needs to be a day, such as 2026-11-21.")) from error


Day = Annotated[date, BeforeValidator(_day)]
"""A day of the calendar, as ISO 8601 writes it."""


def blank_is_none(value: object) -> object:
    """Take what a form leaves empty for nothing."""
    return None if value == "" else value
