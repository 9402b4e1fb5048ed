"""How a list of topics is asked for by its address, and the choices that its page offers."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BeforeValidator
from starlette.requests import Request

from forum.core.actor import Actor
from forum.core.paging import Page, Window, encode_cursor, window_at
from forum.discussions import queries
from forum.discussions.pages.rows import chosen_of, titles
from forum.discussions.pages.words import kinds, sorts
from forum.discussions.queries import Sort, TopicFilter
from forum.discussions.reading import Listing
from forum.discussions.rules import Kind
from forum.discussions.schemas import OptionalLanguage, TopicOut
from forum.discussions.seen import unread_by
from forum.web.choices import language_choices
from forum.web.fields import Line
from forum.web.shapes import QueryString
from i18n.languages import LANGUAGES

Ticked = Annotated[bool, BeforeValidator(lambda value: value or False)]


class TopicsAsked(QueryString):
    """The part of a list's address after `?`; names that others add are passed over.

    Attributes:
        lang: BCP 47 tag that titles are wanted in where they are translated; none: as written.
        language: BCP 47 tag of the language that topics were begun in.
        unread: whether only topics are wanted that hold posts which the reader has not seen.
    """

    lang: OptionalLanguage = None
    kind: Annotated[Kind | None, BeforeValidator(lambda value: value or None)] = None
    tag: Annotated[str, Line(0, 40)] = ""
    language: OptionalLanguage = None
    unread: Ticked = False
    unanswered: Ticked = False
    sort: Annotated[Sort, BeforeValidator(lambda value: value or "latest")] = "latest"
    after: str | None = None
    before: str | None = None

    @property
    def filters(self) -> dict[str, str]:
        """Every filter as the form names it, "" for none."""
        return {
            "kind": self.kind or "",
            "tag": self.tag,
            "language": self.language or "",
            "unread": "1" if self.unread else "",
            "unanswered": "1" if self.unanswered else "",
            "sort": self.sort,
        }

    @property
    def narrowed(self) -> bool:
        """Whether some topics are left out; in which order the others stand is no matter."""
        return any(value for name, value in self.filters.items() if name != "sort")

    @property
    def is_start(self) -> bool:
        """Whether it is the list as it is first met: nothing chosen, and its first page."""
        return not (chosen_of(self.filters) or self.after or self.before)

    def window(self, limit: int) -> Window:
        """The part of the list that is asked for.

        Raises:
            InvalidCursor: it is none that we gave out.
        """
        shape = queries.SHAPES[self.sort]
        return window_at(limit, shape, after=self.after, before=self.before)


def topic_filter(request: Request[Any], asked: TopicsAsked, space: str = "") -> TopicFilter:
    """Which topics are wanted, of one space or of all.

    Raises:
        SignInRequired: a visitor asks for what they have not read.
    """
    return TopicFilter(
        space,
        asked.kind,
        asked.tag.casefold(),
        asked.language or "",
        asked.sort,
        unanswered=asked.unanswered,
        unread=unread_by(request) if asked.unread else None,
    )


def choices(url: str, asked: TopicsAsked, actor: Actor, found: Listing) -> dict[str, Any]:
    """What `_choose.html` takes: what is chosen, what else can be, and where that is listed."""
    filters = asked.filters
    rest = {"lang": asked.lang or ""}

    def at(**other: str) -> str:
        query = urlencode(chosen_of({**filters, **rest, **other}))
        return f"{url}?{query}" if query else url

    return {
        "url": url,
        "filters": filters,
        "narrowed": asked.narrowed,
        "words": _words(asked, actor.locale),
        "views": {
            "all": at(unread="", unanswered=""),
            "unread": at(unread="1", unanswered=""),
            "unanswered": at(unread="", unanswered="1"),
        },
        "everything": at(**dict.fromkeys(filters, "")),
        "left_out": found.left_out,
        "every_language": at(language=""),
        "kinds": kinds(actor.locale),
        "languages": language_choices(actor.reads),
        "sorts": sorts(actor.locale),
        "titles": titles(url, filters, actor, asked.lang),
        "pager": _pager(at, found.topics),
    }


def _words(asked: TopicsAsked, locale: str) -> list[str]:
    """What the form has narrowed the list to, as the reader calls it."""
    said = [
        dict(kinds(locale)).get(asked.kind or ""),
        LANGUAGES[asked.language].own if asked.language else None,
        f"#{asked.tag}" if asked.tag else None,
        dict(sorts(locale))[asked.sort] if asked.sort != "latest" else None,
    ]
    return [word for word in said if word]


def _pager(at: Callable[..., str], topics: Page[TopicOut]) -> dict[str, str | None]:
    return {
        "first": at() if topics.previous else None,
        "previous": at(before=encode_cursor(topics.previous)) if topics.previous else None,
        "next": at(after=encode_cursor(topics.next)) if topics.next else None,
        "last": None,
    }
