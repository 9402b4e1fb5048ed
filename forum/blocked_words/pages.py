"""Blocked words for moderators: looked through, added to and taken from on one page."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.blocked_words import actions, queries
from forum.blocked_words.queries import WordFilter
from forum.blocked_words.rules import Consequence
from forum.blocked_words.schemas import WordDraft, WordsAsked
from forum.core.errors import N_
from forum.core.paging import Window, window_at
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.web.choices import language_choices
from forum.web.fields import COUNTED
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.pager import pager
from forum.web.render import page
from forum.web.shapes import Input
from i18n.catalogs import gettext

ADDRESS = "/moderation/words"
PER_PAGE = 50
CONSEQUENCES = {
    Consequence.HINT: (N_("Tell moderators"), N_("The text is posted, and stands in the queue.")),
    Consequence.HOLD: (N_("Let it wait"), N_("A moderator reads the text before it is posted.")),
    Consequence.REFUSE: (N_("Refuse it"), N_("The author is told which word it is.")),
}


class PageAsked(WordsAsked):
    """The part of an address after `?`; names that others add are passed over."""

    after: str | None = None
    before: str | None = None

    def window(self) -> Window:
        """The part of the list that is asked for.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        return window_at(PER_PAGE, queries.CURSOR, after=self.after, before=self.before)


class Removal(Input):
    """Which word is to go."""

    id: Annotated[int, COUNTED, BeforeValidator(lambda value: value or None)]


async def show(request: Request[Any]) -> Response:
    """Show the words."""
    return await _page(request, Form(), 200)


async def add(request: Request[Any]) -> Response:
    """Add a word, and show the list again."""
    sent = await read_form(request, WordDraft)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.add_word(unit, sent.value)
        return RedirectResponse(ADDRESS, 303)

    return await attempt(request, sent, act) or await _page(request, sent.form, 422)


async def remove(request: Request[Any]) -> Response:
    """Remove a word, and show the list again."""
    sent = await read_form(request, Removal)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.remove_word(unit, sent.value.id)
        return RedirectResponse(ADDRESS, 303)

    return await attempt(request, sent, act) or await _page(request, sent.form, 422)


async def _page(request: Request[Any], form: Form, status: int) -> Response:
    actor, asked = actor_of(request), query(request, PageAsked)
    async with runtime(request).database.reading() as db:
        wanted = WordFilter(None, asked.language or "", asked.word)
        found = await queries.words_page(db, actor, wanted, asked.window())
        total = await queries.count_words(db, actor, wanted)
        places = await spaces.spaces(db, actor)
    chosen = {"word": asked.word, "language": asked.language or ""}
    context = {
        "words": found.items,
        "total": total,
        "pager": pager(ADDRESS, chosen, found),
        "chosen": Form(chosen),
        "form": form,
        "spaces": [(one.slug, one.name) for one in places],
        "languages": language_choices(actor.reads),
        "consequences": _consequences(actor.locale),
    }
    return await page(request, "blocked_words/words.html", context, status=status)


def _consequences(locale: str) -> Sequence[tuple[str, str, str]]:
    return [
        (one.value, gettext(text, locale), gettext(remark, locale))
        for one, (text, remark) in CONSEQUENCES.items()
    ]


ROUTES = [
    Route(ADDRESS, show, name="blocked_words"),
    Route(ADDRESS, add, methods=["POST"]),
    Route(f"{ADDRESS}/remove", remove, methods=["POST"]),
]
