"""The library for people: facets by links and by a form, and the resources that fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import N_
from forum.core.paging import Key, Window, encode_cursor, window_at
from forum.discussions import reading
from forum.discussions.keeping import audience, visible_spaces
from forum.discussions.pages.rows import titles
from forum.discussions.schemas import OptionalLanguage
from forum.library import queries
from forum.library.feeds import feed_address
from forum.library.keeping import facets, page_channels
from forum.library.schemas import Chosen, FacetName, FacetOut
from forum.resources.words import LEVELS, LICENCES, SUBJECTS, TYPES, choices, resource_words
from forum.runtime import runtime
from forum.translations.asking import ask_for
from forum.web.countries import country_name
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.kept import kept_for_visitors
from forum.web.render import page
from forum.web.shells import member_page
from i18n.catalogs import gettext
from i18n.languages import LANGUAGES

PER_PAGE = 20
FEW = 8
"""Values of a facet that are shown before the reader asks for more."""
TEMPLATE = "library/library.html"

NAMES: Mapping[FacetName, str] = {
    "type": N_("Type"),
    "language": N_("Language"),
    "licence": N_("Licence"),
    "level": N_("Level"),
    "subject": N_("Subject"),
    "country": N_("Country"),
    "space": N_("Space"),
}


class LibraryQuery(Chosen):
    """The part of the library's address after `?`; names that others add are passed over."""

    lang: OptionalLanguage = None
    """Language that titles are wanted in where they are translated; none: as written."""
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet as it is shown.

    Attributes:
        text: what it is called, and `language` the language of that, where it is not the reader's.
        share: of the largest count, in percent, for the bar.
        url: where it is chosen, or given up if it is.
    """

    value: str
    text: str
    language: str
    count: int
    share: int
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as it is shown."""

    name: FacetName
    text: str
    values: Sequence[Value]
    chosen: str


@kept_for_visitors(page_channels)
async def show_library(request: Request[Any]) -> Response:
    """Show resources, and what to choose them by."""
    if actor_of(request).member_id is None:
        return await page(request, TEMPLATE, await _library(request))
    key = (request.url.query, await audience(request))
    channels = await page_channels(request)
    return await member_page(request, key, channels, TEMPLATE, lambda: _library(request))


async def _library(request: Request[Any]) -> Mapping[str, object]:
    actor, asked = actor_of(request), query(request, LibraryQuery)
    chosen = Chosen.model_construct(**{name: getattr(asked, name) for name in Chosen.model_fields})
    counted = await facets(request, chosen)
    async with runtime(request).database.reading() as db:
        found = await queries.resources_page(db, actor, chosen, _window(asked))
        topics = await reading.with_titles(db, found.items, asked.lang)
    if asked.lang is not None:
        await ask_for(request, reading.missing_titles(topics, asked.lang), asked.lang)
    spaces = {space.slug: space.name for space in await visible_spaces(request)}
    words = chosen.words()
    read = {**words, "lang": asked.lang or ""}
    return {
        "topics": topics,
        "total": counted.total,
        "facets": [_facet(one, read, actor.locale, spaces) for one in counted.facets],
        "competence": chosen.competence,
        "chosen": bool(words),
        "words": resource_words(actor.locale),
        "few": FEW,
        "titles": titles("/library", words, actor, asked.lang),
        "feed": feed_address(words),
        "pager": _pager(read, found.previous, found.next),
    }


def _window(asked: LibraryQuery) -> Window:
    return window_at(PER_PAGE, queries.CURSOR, after=asked.after, before=asked.before)


def _facet(
    facet: FacetOut, words: Mapping[str, str], locale: str, spaces: Mapping[str, str]
) -> Facet:
    called = _called(facet.name, locale, spaces)
    here = words.get(facet.name, "")
    most = max((one.count for one in facet.values), default=1)
    values = []
    for one in facet.values:
        language = one.value if facet.name == "language" else ""
        text = called.get(one.value) or _in_words(facet.name, one.value, locale)
        is_here = one.value == here
        url = _address({**words, facet.name: "" if is_here else one.value})
        share = max(1, 100 * one.count // most)
        values.append(Value(one.value, text, language, one.count, share, is_here, url))
    return Facet(facet.name, gettext(NAMES[facet.name], locale), values, here)


def _called(name: FacetName, locale: str, spaces: Mapping[str, str]) -> Mapping[str, str]:
    match name:
        case "type":
            return dict(choices(TYPES, locale))
        case "licence":
            return dict(choices(LICENCES, locale))
        case "level":
            return dict(choices(LEVELS, locale))
        case "subject":
            return dict(choices(SUBJECTS, locale))
        case "space":
            return spaces
        case _:
            return {}


def _in_words(name: FacetName, value: str, locale: str) -> str:
    if name == "language" and value in LANGUAGES:
        return LANGUAGES[value].own
    return country_name(value, locale) if name == "country" else value


def _address(words: Mapping[str, str]) -> str:
    pairs = {name: word for name, word in words.items() if word}
    return f"/library?{urlencode(pairs)}" if pairs else "/library"


def _pager(
    words: Mapping[str, str], previous: Key | None, following: Key | None
) -> dict[str, str | None]:
    def at(**extra: str) -> str:
        return _address({**words, **extra})

    return {
        "first": at() if previous else None,
        "previous": at(before=encode_cursor(previous)) if previous else None,
        "next": at(after=encode_cursor(following)) if following else None,
        "last": None,
    }


ROUTES = [Route("/library", show_library, name="library")]
