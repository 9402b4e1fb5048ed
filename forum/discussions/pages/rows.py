"""Lists of topics on pages, with titles as written or in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request

from forum.core.actor import Actor
from forum.discussions import reading
from forum.discussions.schemas import TopicOut
from forum.translations.asking import ask_for
from forum.web.render import render


async def topic_rows(
    request: Request[Any], topics: Sequence[TopicOut], lang: str | None, *, with_space: bool
) -> Markup:
    """Render rows of topics; titles that are not there in `lang` are asked for. "" for no topics.

    Args:
        request: of the page.
        topics: as `reading.with_titles` gives them.
        lang: BCP 47 tag that titles are wanted in; none: as written.
        with_space: whether each row names its space.
    """
    if not topics:
        return Markup()
    if lang is not None:
        await ask_for(request, reading.missing_titles(topics, lang), lang)
    context = {"topics": topics, "with_space": with_space, "lang": lang}
    html = render(request, "discussions/_topic_rows.html", context)
    return Markup(html)  # noqa: S704 (rendered from a template)


def chosen_of(filters: Mapping[str, str]) -> dict[str, str]:
    """The filters of a list that its address has to name: none that say what holds anyway."""
    return {name: value for name, value in filters.items() if value and value != "latest"}


def titles(
    url: str, filters: Mapping[str, str], actor: Actor, lang: str | None
) -> dict[str, str | None]:
    """How titles are shown now, and where they are shown otherwise.

    Gives `lang` as it was asked for, the `language` that is offered, and the addresses of the
    same list with titles as `written` and `translated`.
    """
    language = lang or next(iter(actor.reads), actor.locale)
    chosen = chosen_of(filters)
    written = urlencode(chosen)
    return {
        "lang": lang,
        "language": language,
        "written": f"{url}?{written}" if written else url,
        "translated": f"{url}?{urlencode({**chosen, 'lang': language})}",
    }
