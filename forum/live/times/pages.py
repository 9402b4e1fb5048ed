"""The address of one's calendar, and the hour that suits many zones, for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from anyio import to_thread
from pydantic import BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.db.unit import Unit
from forum.delegations import queries as delegations
from forum.delegations.schemas import DelegationOut
from forum.live.best_hour import Hour, best_hours
from forum.live.sessions.schemas import several
from forum.live.times import actions, queries
from forum.live.times.rules import MOST_DAYS, SHOWN, search
from forum.live.times.words import word_for
from forum.live.times.zones import by_zone, places
from forum.runtime import runtime
from forum.web.fields import Day, blank_is_none
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.render import page
from forum.web.shapes import Input, QueryString
from i18n import formats
from i18n.collation import collated

LENGTHS = (30, 60, 90, 120, 180, 240, 360, 480)
CALENDAR = "/sessions/calendar"
_WORST = 24
"""Hardship of the worst quarter of an hour."""


class Nothing(Input):
    """A form that says nothing beside what it is for."""


class HoursAsked(QueryString):
    """Which hour is looked for.

    Attributes:
        first: the first day, of UTC; today if it is left out.
        minutes: length of the session.
        of: addresses of the delegations that meet; none: all partners.
        at: which of the hours found is shown, from 0.
    """

    first: Annotated[Day | None, BeforeValidator(blank_is_none)] = None
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 7
    minutes: Annotated[int, Field(ge=15, le=480)] = 120
    of: Annotated[list[str], BeforeValidator(several), Field(max_length=200)] = Field(
        default_factory=list
    )
    at: Annotated[int, Field(ge=0, lt=SHOWN)] = 0


@dataclass(frozen=True, slots=True)
class Row:
    """What a time is where some of the delegations are.

    Attributes:
        clock: day, hour and minute there.
        share: how hard it is, from 0 (by day) to 100 (in the middle of the night).
    """

    zone: str
    delegations: Sequence[DelegationOut]
    clock: str
    share: int


async def show_calendar(request: Request[Any]) -> Response:
    """Show the private address of one's calendar, if there is one."""
    return await _calendar(request, Form(), 200)


async def make_address(request: Request[Any]) -> Response:
    """Make a private address, and show it."""
    sent = await read_form(request, Nothing)

    async def act(unit: Unit) -> Response:
        await actions.make_address(unit)
        return RedirectResponse(CALENDAR, 303)

    return await attempt(request, sent, act) or await _calendar(request, sent.form, 422)


async def revoke_address(request: Request[Any]) -> Response:
    """Take the private address back."""
    sent = await read_form(request, Nothing)

    async def act(unit: Unit) -> Response:
        await actions.revoke_address(unit)
        return RedirectResponse(CALENDAR, 303)

    return await attempt(request, sent, act) or await _calendar(request, sent.form, 422)


async def _calendar(request: Request[Any], form: Form, status: int) -> Response:
    member_id, resources = actor_of(request).require_member(), runtime(request)
    async with resources.database.reading() as db:
        feed = await queries.feed_of(db, member_id)
    url = ""
    if feed is not None and feed.is_open:
        word = word_for(resources.key, member_id, feed.serial)
        url = f"{resources.settings.public_url}/calendar/{word}.ics"
    context = {"url": url, "form": form}
    return await page(request, "sessions/calendar.html", context, status=status)


async def find_hours(request: Request[Any]) -> Response:
    """Show the hours that suit the delegations best, and one of them by each clock."""
    actor, resources = actor_of(request), runtime(request)
    actor.require_member()
    asked = query(request, HoursAsked)
    async with resources.database.reading() as db:
        known = await delegations.open_delegations(db, actor.locale)
    offered = [one for one in known if one.partner]
    wanted = [one for one in offered if one.slug in asked.of] or offered
    first = asked.first or resources.clock().date()
    zones = by_zone(wanted, actor.locale)
    looked_for = search(first, asked.days, asked.minutes)
    found = await to_thread.run_sync(best_hours, places(zones), looked_for)
    shown = found[:SHOWN] if zones else []
    hour = shown[min(asked.at, len(shown) - 1)] if shown else None
    context = {
        "form": _filled(asked, first),
        "lengths": [(str(one), _length(one, actor.locale)) for one in LENGTHS],
        "delegations": collated(
            ((one.slug, one.name) for one in offered), actor.locale, itemgetter(1)
        ),
        "chosen": asked.of,
        "hours": [(one, _address(asked, first, at)) for at, one in enumerate(shown)],
        "hour": hour,
        "ends_at": hour.starts_at + timedelta(minutes=asked.minutes) if hour else None,
        "rows": _rows(hour, zones, asked.minutes, actor.locale) if hour else [],
        "zone": actor.zone,
    }
    return await page(request, "sessions/hours.html", context)


def _filled(asked: HoursAsked, first: date) -> Form:
    values = {"first": first.isoformat(), "days": asked.days, "minutes": str(asked.minutes)}
    return Form(dict(values))


def _length(minutes: int, locale: str) -> str:
    return formats.duration(timedelta(minutes=minutes), locale)


def _address(asked: HoursAsked, first: date, at: int) -> str:
    given = {"first": first.isoformat(), "days": asked.days, "minutes": asked.minutes, "at": at}
    words = urlencode([*given.items(), *(("of", one) for one in asked.of)])
    return f"/sessions/hours?{words}#by-clock"


def _rows(
    hour: Hour, zones: Mapping[str, Sequence[DelegationOut]], minutes: int, locale: str
) -> Sequence[Row]:
    """The zones from west to east, with the hour by their clocks."""
    quarters = -(-minutes // 15)
    return [
        Row(
            zone=zone.replace("_", " "),
            delegations=some,
            clock=formats.moment(hour.starts_at, locale, ZoneInfo(zone)),
            share=round(100 * hour.hardship[zone] / (quarters * _WORST)),
        )
        for zone, some in sorted(zones.items(), key=lambda pair: _offset(hour.starts_at, pair[0]))
    ]


def _offset(at: datetime, zone: str) -> tuple[timedelta, str]:
    return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(), zone


ROUTES = [
    Route("/sessions/hours", find_hours, name="hours"),
    Route(CALENDAR, show_calendar, name="calendar"),
    Route(CALENDAR, make_address, methods=["POST"]),
    Route(f"{CALENDAR}/revoke", revoke_address, methods=["POST"]),
]
