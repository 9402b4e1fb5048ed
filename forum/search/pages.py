"""Search for people."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import ForumError
from forum.core.limits import Act
from forum.core.paging import Window, decode_cursor, encode_cursor
from forum.discussions.keeping import visible_spaces
from forum.discussions.pages.words import kinds
from forum.runtime import runtime
from forum.search import reading
from forum.search.parsing import parse
from forum.search.rules import Asked, check
from forum.search.schemas import SearchQuery
from forum.web.choices import language_choices
from forum.web.fields import Line
from forum.web.forms import Form, explain
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.limits import count
from forum.web.render import page

PER_PAGE = 20
FIELDS = ("q", "kind", "language", "space", "author", "before", "after", "sort")


class PageQuery(SearchQuery):
    """The part of the page's address after `?`; names that others add are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    next: Annotated[str, Line(0, 200)] = ""

    def part(self) -> Window:
        """The part of the list that is shown.

        Raises:
            InvalidCursor: the address is not one that we gave out.
        """
        after = decode_cursor(self.next, reading.SHAPE) if self.next else None
        return Window(PER_PAGE, after=after)


async def show(request: Request[Any]) -> Response:
    """Show the form of search and, where something is looked for, what is found."""
    typed = {name: request.query_params[name] for name in FIELDS if name in request.query_params}
    form, found, asked = Form(dict(typed)), None, Asked()
    try:
        wanted = query(request, PageQuery)
        asked = wanted.over(parse(wanted.q))
        if not asked.is_empty or wanted.q:
            check(asked)
            await count(request, Act.SEARCH)
            found = await _found(request, wanted, asked)
    except ForumError as error:
        explain(request, form, error)
    context = {**await _choices(request), **_answer(form, found, asked), "form": form}
    return await page(request, "search/search.html", context, status=422 if form.errors else 200)


async def _found(request: Request[Any], wanted: PageQuery, asked: Asked) -> reading.Results:
    async with runtime(request).database.reading() as db:
        actor = actor_of(request)
        return await reading.results(db, actor, asked, wanted.sort, wanted.part())


async def _choices(request: Request[Any]) -> Mapping[str, object]:
    actor = actor_of(request)
    return {
        "kinds": kinds(actor.locale),
        "languages": language_choices(actor.reads),
        "spaces": [(space.slug, space.name) for space in await visible_spaces(request)],
    }


def _answer(form: Form, results: reading.Results | None, asked: Asked) -> Mapping[str, object]:
    found = None if results is None else results.page
    given = {name: value for name, value in form.data.items() if value}
    is_narrowed = any(asked.filters.given())
    next_ = None if found is None else found.next
    return {
        "hits": None if found is None else found.items,
        "words": " ".join(phrase.text for phrase in asked.words),
        "wider": _address({"q": _words(asked)}) if is_narrowed and asked.words else None,
        "first": _address(given) if found is not None and found.previous else None,
        "newest": None if results is None or results.is_all else _address({**given, "sort": "new"}),
        "following": _address({**given, "next": encode_cursor(next_)}) if next_ else None,
    }


def _words(asked: Asked) -> str:
    """The query without its filters."""
    phrases = [*((phrase, "") for phrase in asked.words), *((one, "-") for one in asked.without)]
    return " ".join(
        f'{sign}"{phrase.text}"' if " " in phrase.text else f"{sign}{phrase.text}"
        for phrase, sign in phrases
    )


def _address(given: Mapping[str, str]) -> str:
    return f"/search?{urlencode(given)}"


ROUTES = [Route("/search", show, name="search")]
