"""Cards of resources, as they come in and go out."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from forum.core.addresses import LONGEST, NotAWebAddress, canonical, host_of, split
from forum.core.errors import N_
from forum.core.ids import TopicId
from forum.resources.rules import Level, Licence, ResourceType, Subject
from forum.web.countries import is_country
from forum.web.fields import COUNTED, LanguageTag, Line
from forum.web.shapes import Input, Output

MOST_LANGUAGES = 20
MOST_COMPETENCES = 10
_OF_A_TOPIC = re.compile(r"(?:https?://[^/?#]+)?/t/(\d{1,19})(?:[/?#].*)?")


def _web_address(value: str) -> str:
    try:
        canonical(value)
        host = host_of(split(value))
    except NotAWebAddress as error:
        raise ValueError(N_("This needs to be an address of the web: https://…")) from error
    if "." not in host and ":" not in host:
        raise ValueError(N_("Others cannot open this address."))
    return value


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _needed(value: object) -> object:
    if value == "":  # what a form gives where nothing was chosen
        raise PydanticCustomError("missing", "nothing was chosen")
    return value


def _country(value: str) -> str:
    code = value.upper()
    if code and not is_country(code):
        raise ValueError(N_("This country is not known here."))
    return code


def _several(value: object) -> object:
    """What a form gives: one word, several, or none that count."""
    if isinstance(value, str):
        return [value] if value else []
    return value


def _competences(value: object) -> object:
    if isinstance(value, str):
        return [part for part in re.split("[,،、\n]", value) if part.strip()]
    return value


def _distinct(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _folded(words: list[str]) -> list[str]:
    return _distinct([word.casefold() for word in words])


def _topic_number(value: object) -> object:
    """A topic as people name one: by its address, or by its number."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return None
    found = _OF_A_TOPIC.fullmatch(text)
    if found is None and not (text.isascii() and text.isdigit()):
        raise ValueError(N_("This needs to be the address of a topic here."))
    return int(found[1] if found else text[:20])


WebAddress = Annotated[
    str,
    Line(1, LONGEST),
    AfterValidator(_web_address),
    Field(examples=["https://www.oercommons.org/"]),
]
"""An address that others can open: http or https."""


class ResourceDraft(Input):
    """A card as filled in.

    Attributes:
        url: where the resource is; a file is uploaded first, and named by its address.
        languages: BCP 47 tags of the languages it can be used in, the main one first.
        competences: what one learns by it: tags, free of form.
        country: ISO 3166-1 alpha-2 code of where it comes from, or a partner's (`EU`, `XN`).
        version_of: topic of a resource of which this one is the same in another language.
        shared_again: share it though the same address was shared before.
    """

    url: WebAddress
    type: ResourceType
    languages: Annotated[
        list[LanguageTag],
        BeforeValidator(_several),
        AfterValidator(_distinct),
        Field(min_length=1, max_length=MOST_LANGUAGES),
    ]
    licence: Annotated[Licence, BeforeValidator(_needed)]
    provider: Annotated[str, Line(0, 120)] = ""
    level: Annotated[Level | None, BeforeValidator(_none_if_empty)] = None
    subject: Annotated[Subject | None, BeforeValidator(_none_if_empty)] = None
    competences: Annotated[
        list[Annotated[str, Line(1, 60)]],
        BeforeValidator(_competences),
        AfterValidator(_folded),
        Field(max_length=MOST_COMPETENCES),
    ] = Field(default_factory=list)
    country: Annotated[str, Line(0, 2), AfterValidator(_country)] = ""
    version_of: Annotated[Annotated[TopicId, COUNTED] | None, BeforeValidator(_topic_number)] = None
    shared_again: bool = False


class ResourceOut(Output):
    """A card, for whoever may see its topic.

    Attributes:
        host: of the address, to say where it leads.
        licence_url: where the licence can be read; "" where there is none.
        unreachable_since: since when the address has given no answer, if it has been for days.
        checked_at: when it was last asked for.
    """

    url: str
    host: str
    type: ResourceType
    languages: list[str]
    licence: Licence
    licence_url: str
    provider: str
    level: Level | None
    subject: Subject | None
    competences: list[str]
    country: str
    changed_at: datetime
    unreachable_since: datetime | None
    checked_at: datetime | None


class LanguageVersionOut(Output):
    """The same resource in other languages, in another topic."""

    topic_id: TopicId
    url: str
    title: str
    title_language: str
    languages: list[str]
