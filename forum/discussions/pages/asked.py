"""How a page of a topic is asked for by its address."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BeforeValidator, Field
from starlette.requests import Request

from forum.core.ids import PostId
from forum.core.paging import Key, Window, encode_cursor, window_at
from forum.discussions import queries
from forum.discussions.reading import Wanted
from forum.discussions.schemas import OptionalLanguage, Shape
from forum.web.fields import COUNTED
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.shapes import QueryString

PER_PAGE = 20
END = "end"
UNREAD = "unread"
NEWEST = "newest"
LARGEST_NUMBER = 2**31 - 1
"""That a post can have."""
View = Literal["original", "translation", "both"]


class TopicQuery(QueryString):
    """The part of an address after `?`; names that others add are passed over."""

    view: Annotated[View | None, BeforeValidator(lambda value: value or None)] = None
    lang: OptionalLanguage = None
    order: Shape = "tree"
    after: str | None = None
    before: str | None = None
    at: Annotated[
        Annotated[PostId, COUNTED] | None,
        BeforeValidator(lambda value: None if value in {UNREAD, NEWEST} else value),
    ] = None
    number: Annotated[
        Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None,
        BeforeValidator(lambda value: value or None),
    ] = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a topic, as asked for.

    Attributes:
        view: whether posts are shown as written, translated, or both side by side.
        language: BCP 47 tag that translations are read in.
        number: of a post that is looked for.
    """

    view: View
    language: str
    wanted: Wanted
    number: int | None = None


def asked(request: Request[Any]) -> Asked:
    """Read an address.

    Raises:
        InvalidInput, InvalidCursor: it is not one that we gave out.
    """
    given = query(request, TopicQuery)
    actor = actor_of(request)
    language = given.lang or next(iter(actor.reads), actor.locale)
    view: View = given.view or ("translation" if given.lang else "original")
    wanted = Wanted(given.order, _window(given), given.at, language if view != "original" else None)
    return Asked(view, language, wanted, given.number)


def _window(given: TopicQuery) -> Window:
    shape = queries.CURSORS[given.order]
    if given.before == END:
        return Window(PER_PAGE, before=queries.END[given.order])
    return window_at(PER_PAGE, shape, after=given.after, before=given.before)


def address(url: str, how: Asked, **extra: str | int | None) -> str:
    """The address of `url` read in the same way; `extra` adds to it or, with `None`, takes away."""
    pairs = {name: value for name, value in {**_said(how), **extra}.items() if value is not None}
    return f"{url}?{urlencode(pairs)}" if pairs else url


def _said(how: Asked) -> dict[str, str]:
    """What an address has to say so that posts are read in the same way."""
    said: dict[str, str] = {}
    if how.view != "original":
        said["lang"] = how.language
    if how.view == "both":
        said["view"] = how.view
    if how.wanted.shape != "tree":
        said["order"] = how.wanted.shape
    return said


def reading_links(url: str, how: Asked, **extra: str | int) -> dict[str, Any]:
    """What `_reading.html` takes: how posts are read now, and where else to go."""
    shapes = {"tree": None, "flat": "flat"}
    return {
        "view": how.view,
        "language": how.language,
        "shape": how.wanted.shape,
        "links": {
            "original": address(url, how, lang=None, view=None, **extra),
            "translation": address(url, how, lang=how.language, view=None, **extra),
            "both": address(url, how, lang=how.language, view="both", **extra),
            **{name: address(url, how, order=word) for name, word in shapes.items()},
        },
    }


def jumps(url: str, how: Asked) -> dict[str, Any]:
    """What `_jump.html` takes: where a long topic can be entered, and how it is read there."""
    return {
        "url": url,
        "said": _said(how),
        "first": address(url, how),
        "unread": address(url, how, at=UNREAD),
        "newest": address(url, how, at=NEWEST),
    }


def pager(url: str, how: Asked, previous: Key | None, following: Key | None) -> dict[str, Any]:
    """Addresses of the neighbouring pages; none where there is nothing."""
    return {
        "first": address(url, how) if previous else None,
        "previous": address(url, how, before=encode_cursor(previous)) if previous else None,
        "next": address(url, how, after=encode_cursor(following)) if following else None,
        "last": address(url, how, before=END) if following else None,
    }
