"""Spaces, as they come in and go out."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from forum.accounts.schemas import MemberOut
from forum.core.ids import SpaceId
from forum.spaces.rules import Access, Starters
from forum.translations.rules import Reach
from forum.translations.schemas import TranslationOut
from forum.web.fields import LanguageTag, Line, Slug, Text, blank_is_none
from forum.web.shapes import Input, Output

Name = Annotated[str, Line(1, 80)]
Description = Annotated[str, Text(0, 1000)]
Place = Annotated[int, Field(ge=0, le=9999)]
"""Order among spaces, the lowest first."""

Into = Annotated[list[LanguageTag], Field(max_length=10)]
"""Languages that texts are translated into before anybody asks."""
Ceiling = Annotated[int | None, Field(ge=0, le=1_000_000_000)]
"""Characters a day that engines outside of the house may be sent; none: as the site says."""


def listed(value: object) -> object:
    """What a form says of several things that are ticked: one of them is no list yet."""
    return [value] if isinstance(value, str) else value


class SpaceText(Input):
    """Name and description of a space in a further language."""

    name: Name
    description: Description = ""


class SpaceDraft(Input):
    """A space to be made."""

    slug: Slug
    name: Name
    description: Description = ""
    language: LanguageTag = "en"
    access: Access = Access.PUBLIC
    place: Place = 0
    engines: Reach | None = None
    """Which engines may be sent its texts; by default only the house's own, of private spaces."""
    translated_into: Into = Field(default_factory=list)
    translation_budget: Ceiling = None
    reviews_first: bool = False
    """Whether what a member writes here first waits until a moderator has read it."""
    self_review: bool = False
    """Whether reviewers approve translations that they wrote themselves."""
    starters: Starters = Starters.MEMBERS


class SpaceChange(Input):
    """What is to be different about a space; what is left out stays."""

    name: Name | None = None
    description: Description | None = None
    language: LanguageTag | None = None
    access: Access | None = None
    place: Place | None = None
    engines: Reach | None = None
    translated_into: Into | None = None
    translation_budget: Ceiling = None
    reviews_first: bool | None = None
    self_review: bool | None = None
    starters: Starters | None = None
    archived: bool | None = None
    """Whether it can only be read."""


class SpacesQuery(Input):
    """The language that texts are wanted in; none: as written."""

    lang: LanguageTag | None = None


class SpaceOut(Output):
    """A space, for whoever may see it."""

    id: SpaceId
    url: str
    slug: str
    name: str
    description: str
    language: str
    access: Access
    starters: Starters
    archived: bool
    texts: dict[str, SpaceText]
    """In further languages, by their BCP 47 tags."""
    version: int
    """Counts changes of what the space is."""
    topic_count: int
    post_count: int
    translated_name: TranslationOut | None = None
    """In the language asked for, where nobody has written it; the same of the description."""
    translated_description: TranslationOut | None = None


class SpaceTranslationOut(Output):
    """What is translated of a space, by which engines, and how much of it today."""

    engines: Reach
    translated_into: list[str]
    """BCP 47 tags of the languages that texts are translated into before anybody asks."""
    translation_budget: int | None
    """Characters a day to engines outside of the house; none: as the site gives each space."""
    spent_today: int
    """Characters that were sent to such engines today (UTC), as far as there is a limit."""


class SpaceMemberOut(Output):
    """Somebody who belongs to a space, and since when."""

    member: MemberOut
    added_at: datetime


class Invitation(Input):
    """Who is to belong to a space: a handle, with or without `@`, or an e-mail address."""

    who: Annotated[str, Line(1, 254)]


class SpaceForm(Input):
    """What a page lets an administrator say about a space."""

    name: Name
    description: Description = ""
    language: LanguageTag
    access: Access
    place: Place = 0
    engines: Reach
    translated_into: Annotated[Into, BeforeValidator(listed)] = Field(default_factory=list)
    translation_budget: Annotated[Ceiling, BeforeValidator(blank_is_none)] = None
    reviews_first: bool = False
    self_review: bool = False
    starters: Starters = Starters.MEMBERS


class ChangedSpaceForm(SpaceForm):
    """The same about a space that there is, and the version that the form was filled with."""

    archived: bool = False
    version: int


class SpaceTextForm(Input):
    """The form of a space's texts in a further language; without a name they are taken away."""

    name: Annotated[str, Line(0, 80)] = ""
    description: Description = ""
    version: int


class LanguageChosen(Input):
    """The language that texts are to be written in next."""

    language: LanguageTag


class NewSpaceForm(SpaceForm):
    """The same about a space to be made, with its address."""

    slug: Slug
