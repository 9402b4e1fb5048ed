"""What the secretariat says about the site, as it comes in and goes out."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from forum.site.rules import MOST_DOMAINS, Mode, TextKind, domain_rule
from forum.web.fields import LanguageTag, Line, Text
from forum.web.shapes import Input, Output

LONGEST_TAGLINE = 120
LONGEST_TEXT = 20_000


def _separate(value: object) -> object:
    """The lines of a form's field as a list."""
    return [one for one in re.split(r"[\s,;]+", value) if one] if isinstance(value, str) else value


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(map(domain_rule, values)))


Domains = Annotated[
    list[str],
    BeforeValidator(_separate),
    Field(max_length=MOST_DOMAINS, examples=[["example.org", "*.example.org"]]),
    AfterValidator(_distinct),
]
"""Domains of addresses: `example.org` for that one alone, `*.example.org` for those below too."""


class In(Input):
    """What every input has in common."""


class SiteChange(In):
    """What is to be different about the site; what is left out stays."""

    name: Annotated[str, Line(0, 60)] | None = None
    """Empty: the name that the environment gives."""
    registration: Mode | None = None
    domains: Domains | None = None


class SiteForm(In):
    """The form of settings, and the version that it was filled with."""

    name: Annotated[str, Line(0, 60)] = ""
    registration: Mode
    domains: Domains = Field(default_factory=list)
    version: int


class TextDraft(In):
    """A text in one language, as Markdown; a tagline is one line of plain text."""

    text: Annotated[str, Text(1, LONGEST_TEXT)]


class TextForm(In):
    """The form of a text; an empty one takes it away."""

    text: Annotated[str, Text(0, LONGEST_TEXT)] = ""
    version: int


class NewTextForm(In):
    """Which text is to be written next."""

    kind: TextKind
    language: LanguageTag


class Out(Output):
    """What every output has in common."""


class SiteOut(Out):
    """The site, for everybody.

    Attributes:
        tagline: in the language of the request, as far as it is written; else "".
        registration: who may register.
        domains: whose addresses may always register at once; `*.` before a domain: sub-domains too.
    """

    name: str
    tagline: str
    registration: Mode
    domains: list[str]


class SettingsOut(Out):
    """The site, for the secretariat; `version` counts changes."""

    name: str
    registration: Mode
    domains: list[str]
    version: int


class TextOut(Out):
    """One text in one language; `version` counts changes."""

    kind: TextKind
    language: str
    source: str
    html: str
    version: int
