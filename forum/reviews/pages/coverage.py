"""The moderators' view of translation: how much there is, how much is read over, what it costs."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.db.unit import Unit
from forum.reviews import figures
from forum.reviews.figures import Asked
from forum.reviews.rules import AREAS
from forum.runtime import runtime
from forum.translations import anew
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from forum.web.shapes import Input

URL = "/moderation/translations"


class Nothing(Input):
    """A form of a button alone."""


async def show(request: Request[Any]) -> Response:
    """Show how far texts are translated, how engines do, and what they were sent."""
    return await _page(request, Form(), 200)


async def retranslate(request: Request[Any]) -> Response:
    """Have translated anew what is outdated, and show the figures again."""
    sent = await read_form(request, Nothing)

    async def act(unit: Unit) -> Response:
        await anew.retranslate(unit)
        return RedirectResponse(URL, 303)

    return await attempt(request, sent, act) or await _page(request, sent.form, 422)


async def _page(request: Request[Any], form: Form, status: int) -> Response:
    house = runtime(request)
    now = house.clock()
    asked = Asked(now, house.settings.translators)
    async with house.database.reading() as db:
        found = await figures.figures(db, actor_of(request), asked)
    prices = house.settings.translate_prices
    context = {
        "covered": [(slug, [*rows]) for slug, rows in groupby(found.covered, attrgetter("space"))],
        "counted_at": found.counted_at,
        "stale": found.stale,
        "engines": [(one, one.condition.state(now)) for one in found.engines],
        "today": found.today,
        "budgets": house.settings.translate_budget,
        "sent": [(one, one.cost(prices)) for one in found.sent],
        "most": max((one.characters for one in found.sent), default=1) or 1,
        "failures": [(reason, many) for reason, many in found.failures if reason],
        "under_way": sum(many for reason, many in found.failures if not reason),
        "days": figures.DAYS,
        "order": [*AREAS],
        "form": form,
    }
    return await page(request, "reviews/coverage.html", context, status=status)


ROUTES = [
    Route(URL, show, name="translation_coverage"),
    Route(f"{URL}/stale", retranslate, methods=["POST"]),
]
