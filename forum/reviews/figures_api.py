"""The moderators' view of translation, for programs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput
from forum.core.permissions import Scope
from forum.reviews.figures import Asked, Figures, figures
from forum.reviews.schemas import FiguresOut, FiguresQuery, StaleOut
from forum.runtime import Runtime, runtime
from forum.translations.health import Health
from forum.web.identity import actor_of
from forum.web.openapi import operation


@operation(
    "GET",
    "/admin/translations/coverage",
    query=FiguresQuery,
    answer=FiguresOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, InvalidInput],
)
async def translation_coverage(request: Request[Any], *, query: FiguresQuery) -> FiguresOut:
    """Show how far texts are translated, how engines do, and what they were sent."""
    house = runtime(request)
    asked = Asked(house.clock(), house.settings.translators, query.space)
    async with house.database.reading() as db:
        found = await figures(db, actor_of(request), asked)
    prices = house.settings.translate_prices
    return FiguresOut.model_validate(
        {
            "covered": [asdict(one) for one in found.covered],
            "counted_at": found.counted_at,
            "stale": [
                {name: getattr(one, name) for name in StaleOut.model_fields} for one in found.stale
            ],
            "engines": [_engine(house, found, one) for one in found.engines],
            "sent": [{**asdict(one), "cost": one.cost(prices)} for one in found.sent],
            "failures": {reason: many for reason, many in found.failures if reason},
            "under_way": sum(many for reason, many in found.failures if not reason),
        }
    )


def _engine(house: Runtime, found: Figures, one: Health) -> Mapping[str, object]:
    condition = one.condition
    return {
        "engine": one.engine,
        "state": condition.state(house.clock()),
        "rests_since": condition.rests_since,
        "failure": condition.failure,
        "failed_at": condition.failed_at,
        **{
            name: {**asdict(period), "error_rate": period.error_rate}
            for name, period in one.periods.items()
        },
        "characters": found.today.get(one.engine, 0),
        "budget": house.settings.translate_budget.get(one.engine),
    }


ROUTES = [translation_coverage]
