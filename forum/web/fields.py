"""Kinds of input fields: text as it may enter the house, and languages."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from forum.core.errors import N_
from forum.text.clean import NotUnicodeText, clean_line, clean_text
from i18n.languages import UnknownLanguage, canonical

BROKEN = N_("This is not valid text.")


@dataclass(frozen=True, slots=True)
class Text:
    """Marks a `str` as text of many lines, of `least` to `most` characters after cleaning."""

    least: int
    most: int

    def clean(self, value: str) -> str:
        """Give the text as it may be stored.

        Raises:
            NotUnicodeText: it holds half a character.
        """
        return clean_text(value)

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
        if len(cleaned) > self.most:
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
    """Marks a `str` as text of one line."""

    def clean(self, value: str) -> str:
        """See `Text`."""
        return clean_line(value)


def _language(value: str) -> str:
    try:
        return canonical(value)
    except UnknownLanguage as error:
        raise ValueError(N_("This language is not known here.")) from error


LanguageTag = Annotated[str, AfterValidator(_language), Field(examples=["th", "pt-PT"])]
"""A BCP 47 tag of the table of languages, in canonical form."""
