"""The glossaries for moderators: looked through, added to and taken from on one page."""

from typing import Annotated, Any

from pydantic import BeforeValidator
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.paging import Window, window_at
from forum.db.unit import Unit
from forum.glossaries import actions, queries
from forum.glossaries.reading import sought
from forum.glossaries.schemas import TermDraft, TermsAsked
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.translations import anew
from forum.translations import queries as translated
from forum.translations.rules import MOST_RETRANSLATED
from forum.web.choices import language_choices
from forum.web.fields import COUNTED
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.pager import pager
from forum.web.render import page
from forum.web.shapes import Input

ADDRESS = "/moderation/glossary"
PER_PAGE = 50


class Nothing(Input):
    """A form of a button alone."""


class PageAsked(TermsAsked):
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
    """Which term is to go."""

    id: Annotated[int, COUNTED, BeforeValidator(lambda value: value or None)]


async def show(request: Request[Any]) -> Response:
    """Show the terms."""
    return await _page(request, Form(), 200)


async def add(request: Request[Any]) -> Response:
    """Add a term, and show the list again."""
    sent = await read_form(request, TermDraft)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.add_term(unit, sent.value)
        return RedirectResponse(ADDRESS, 303)

    return await attempt(request, sent, act) or await _page(request, sent.form, 422)


async def remove(request: Request[Any]) -> Response:
    """Remove a term, and show the list again."""
    sent = await read_form(request, Removal)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.remove_term(unit, sent.value.id)
        return RedirectResponse(ADDRESS, 303)

    return await attempt(request, sent, act) or await _page(request, sent.form, 422)


async def retranslate(request: Request[Any]) -> Response:
    """Have translated anew what changes made stale, and show the list again."""
    sent = await read_form(request, Nothing)

    async def act(unit: Unit) -> Response:
        await anew.retranslate(unit)
        return RedirectResponse(ADDRESS, 303)

    return await attempt(request, sent, act) or await _page(request, sent.form, 422)


async def _page(request: Request[Any], form: Form, status: int) -> Response:
    actor, asked = actor_of(request), query(request, PageAsked)
    async with runtime(request).database.reading() as db:
        wanted = await sought(db, actor, asked)
        found = await queries.terms_page(db, actor, wanted, asked.window())
        total = await queries.count_terms(db, wanted)
        stale = len(await translated.stale(db, runtime(request).clock(), MOST_RETRANSLATED))
        places = [("", ""), *((one.slug, one.name) for one in await spaces.spaces(db, actor))]
    chosen = {"term": asked.term, "target": asked.target or "", "space": asked.space or ""}
    context = {
        "terms": found.items,
        "total": total,
        "stale": stale,
        "pager": pager(ADDRESS, chosen, found),
        "chosen": Form(chosen),
        "form": form,
        "spaces": places[1:],
        "languages": language_choices(actor.reads),
    }
    return await page(request, "glossaries/glossary.html", context, status=status)


ROUTES = [
    Route(ADDRESS, show, name="glossary"),
    Route(ADDRESS, add, methods=["POST"]),
    Route(f"{ADDRESS}/remove", remove, methods=["POST"]),
    Route(f"{ADDRESS}/stale", retranslate, methods=["POST"]),
]
