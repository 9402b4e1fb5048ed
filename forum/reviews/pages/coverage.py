"""The moderators' view of translation: how much there is, how much is read over, what it costs."""

from datetime import UTC, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.reviews import reading
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.render import page

URL = "/moderation/translations"


async def show(request: Request[Any]) -> Response:
    """Show how far texts are translated, and what engines were sent."""
    house = runtime(request)
    today = house.clock().astimezone(UTC).date()
    async with house.database.reading() as db:
        found = await reading.figures(
            db, actor_of(request), since=today - timedelta(days=reading.DAYS)
        )
    prices = house.settings.translate_prices
    context = {
        "covered": found.covered,
        "sent": [(one, one.cost(prices)) for one in found.sent],
        "most": max((one.characters for one in found.sent), default=1) or 1,
        "failures": [(reason, many) for reason, many in found.failures if reason],
        "under_way": sum(many for reason, many in found.failures if not reason),
        "days": reading.DAYS,
    }
    return await page(request, "reviews/coverage.html", context)


ROUTES = [Route(URL, show, name="translation_coverage")]
