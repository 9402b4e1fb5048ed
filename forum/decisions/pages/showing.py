"""One decision, and the decisions of a place."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.paging import Window, window_at
from forum.decisions import queries
from forum.decisions.entering import entered_for, place_for
from forum.decisions.naming import ask_for_missing, titles, with_translations
from forum.decisions.queries.showing import row_out
from forum.decisions.rules import METHOD_NAMES, STATE_NAMES
from forum.decisions.schemas import DecisionRow
from forum.decisions.venues import Venue
from forum.decisions.views import Reader, view_of
from forum.decisions.words import OUTCOMES
from forum.runtime import runtime
from forum.translations.asking import language_wanted
from forum.web.choices import language_choices
from forum.web.forms import Form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.pager import pager
from forum.web.render import page
from forum.web.shapes import QueryString
from i18n.catalogs import gettext

PER_PAGE = 30


class PollsAsked(QueryString):
    """The part of a list's address after `?`."""

    after: str | None = None
    before: str | None = None

    def window(self) -> Window:
        """The part of the list that is asked for.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        return window_at(PER_PAGE, queries.DECISION_CURSOR, after=self.after, before=self.before)


async def show(request: Request[Any]) -> Response:
    """Show a decision: its text, who votes, how it stands, and what the reader can do."""
    return await one_page(request, Form(), 200)


async def one_page(request: Request[Any], form: Form, status: int, **more: object) -> Response:
    """The page of a decision; `form`: what was typed and refused, if anything was."""
    resources, actor = runtime(request), actor_of(request)
    now, language = resources.clock(), language_wanted(request)
    async with resources.database.reading() as db:
        row, venue = await entered_for(request, db, (actor, now))
        view = await view_of(db, row, Reader(actor, venue, now))
        assert row.id is not None  # noqa: S101 (it was read)
        versions = await queries.texts_of(db, row.id)
        (view,) = await with_translations(db, [view], language)
    await ask_for_missing(request, [view], language)
    context = {
        "view": view,
        "venue": venue,
        "form": form,
        "versions": versions[:-1],
        "languages": language_choices(actor.reads),
        "zone": actor.zone,
        "room": "",
        "refused": "",
        "found": None,
        **more,
    }
    return await page(request, "polls/one.html", context, status=status)


async def list_of(request: Request[Any], place: str) -> Response:
    """Show the decisions of a place, the newest first."""
    resources, actor = runtime(request), actor_of(request)
    now, window = resources.clock(), query(request, PollsAsked).window()
    async with resources.database.reading() as db:
        venue = await place_for(request, db, place, (actor, now))
        drafts = venue.leading is None
        found = await queries.decisions_page(db, place, window, drafts=drafts)
        rows = [row_out(one, now) for one in found.items]
        made = await titles(db, rows, language_wanted(request))
    context = {
        "venue": venue,
        "polls": [{**in_words(one, actor.locale), "title": made.get(one.id)} for one in rows],
        "pager": pager(request.url.path, {}, found),
        "may_propose": venue.leading is None,
        "new": f"{request.url.path}/new",
        "home": home_of(venue),
    }
    return await page(request, "polls/list.html", context)


def home_of(venue: Venue) -> str:
    """Where the place itself is shown."""
    kind, _, key = venue.place.partition(":")
    return f"/s/{key}" if kind == "space" else venue.url


def in_words(row: DecisionRow, locale: str) -> dict[str, object]:
    """A row of a list, with what its method, state and outcome are called."""
    outcome = "" if row.outcome is None else gettext(OUTCOMES[row.outcome], locale)
    return {
        "row": row,
        "method": gettext(METHOD_NAMES[row.method], locale),
        "state": outcome or gettext(STATE_NAMES[row.state], locale),
    }


async def list_in_space(request: Request[Any]) -> Response:
    """Show the decisions of a space."""
    return await list_of(request, f"space:{request.path_params['slug']}")


ROUTES = [
    Route("/polls/{poll_id:int}", show, name="poll"),
    Route("/s/{slug}/polls", list_in_space, name="space_polls"),
]
