"""What waits for a decision, with translations beside what is in another language."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts.schemas import MemberOut
from forum.core.actor import Actor
from forum.core.ids import CaseId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions.schemas import OptionalLanguage
from forum.live.accreditation.words import request_words
from forum.moderation import actions, beside, queries
from forum.moderation.beside import Reader
from forum.moderation.hints.words import name
from forum.moderation.listening import channels
from forum.moderation.pages.lists import ListAsked
from forum.moderation.pages.words import SANCTIONS, act_name, act_texts, kinds, reason_names
from forum.moderation.queries import COUNTED, CaseFilter
from forum.moderation.queueing import CaseKind
from forum.moderation.reckoning import MOST_RECKONED, handling
from forum.moderation.schemas import CaseOut
from forum.runtime import Runtime, runtime
from forum.spaces import queries as spaces
from forum.web.choices import language_choices
from forum.web.fields import Line
from forum.web.forms import Sent, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.pager import pager
from forum.web.render import page
from forum.web.shapes import Input
from i18n.catalogs import gettext

DAYS = 30
"""That statistics are about."""


class QueueAsked(ListAsked):
    """Which cases."""

    language: OptionalLanguage = None
    space: Annotated[str, Line(0, 60)] = ""
    mine: Annotated[bool, BeforeValidator(lambda value: value or False)] = False
    kind: Annotated[CaseKind | None, BeforeValidator(lambda value: value or None)] = None

    def filter(self) -> CaseFilter:
        """The same for queries."""
        wanted = [self.kind] if self.kind else []
        return CaseFilter(self.language or "", self.space, self.mine, wanted)

    def chosen(self) -> dict[str, Any]:
        """What stands in the form."""
        return {
            "language": self.language,
            "space": self.space,
            "mine": self.mine or "",
            "kind": self.kind or "",
        }


async def show_queue(request: Request[Any]) -> Response:
    """Show what waits."""
    return await _queue(request, "")


async def _queue(request: Request[Any], error: str, status: int = 200) -> Response:
    actor, house = actor_of(request), runtime(request)
    asked = query(request, QueueAsked)
    wanted = asked.filter()
    async with house.database.reading() as db:
        places = await spaces.spaces(db, actor)
    heads = await _heads(house, channels(actor, {one.id: one.slug for one in places}))
    async with house.database.reading() as db:
        window = asked.window(queries.CASE_CURSOR)
        found = await queries.cases_page(db, actor, wanted, house.clock(), window)
        total = await queries.cases(db, actor, wanted)
    who = beside.reader_of(actor)
    found = await beside.cases(request, who, found)
    context = {
        **request_words(actor.locale),
        "cases": [_shown(one, who, actor) for one in found.items],
        "reasons": reason_names(actor.locale),
        "acts": act_texts(actor.locale),
        "sanctions": {k.value: gettext(v, actor.locale) for k, v in SANCTIONS.items()},
        "kinds": list(kinds(actor.locale).items()),
        "asked": asked.chosen(),
        "languages": language_choices(actor.reads),
        "spaces": [(one.slug, one.name) for one in places],
        "heads": heads,
        "pager": pager("/moderation", asked.chosen(), found),
        "total": min(total, COUNTED),
        "more": total > COUNTED,
        "error": error,
    }
    return await page(request, "moderation/queue.html", context, status=status)


async def _heads(house: Runtime, names: Sequence[str]) -> Mapping[str, tuple[int, str]]:
    """Where the channels stand before the queue is read: what comes meanwhile then comes live."""
    found = await house.log.heads(names)
    return {name: found.get(name, (0, "")) for name in names}


def _shown(one: CaseOut, who: Reader, actor: Actor) -> dict[str, Any]:
    return {
        **dict(one),
        "label": kinds(actor.locale)[one.kind],
        "author": _author(one),
        "decided": act_name(one.appeal.decision.act, actor.locale) if one.appeal else "",
        "said": len(one.flags) + len(one.hints),
        "waiting": one.language not in who.reads and not (one.translation or one.request),
        "mine": one.claim is not None and one.claim.by.id == actor.member_id,
    }


def _author(one: CaseOut) -> MemberOut:
    if one.appeal is not None:
        return one.appeal.member
    if one.request is not None:
        return one.request.member
    text = one.post or one.held
    assert text is not None  # noqa: S101 (one of the four is there)
    return text.author


class Pressed(Input):
    """A form that is only a button."""


async def claim(request: Request[Any]) -> Response:
    """Take a case, and go on to decide about it."""
    sent = await read_form(request, Pressed)

    async def act(unit: Unit) -> Response:
        case_id = CaseId(row_id(request.path_params["case_id"]))
        await actions.claim(unit, case_id)
        found = await queries.case(unit.db, unit.actor, case_id, unit.now)
        return RedirectResponse(found.url, 303)

    return await attempt(request, sent, act) or await _refused(request, sent)


async def release(request: Request[Any]) -> Response:
    """Let others take a case."""
    sent = await read_form(request, Pressed)

    async def act(unit: Unit) -> Response:
        await actions.release(unit, CaseId(row_id(request.path_params["case_id"])))
        return RedirectResponse("/moderation", 303)

    return await attempt(request, sent, act) or await _refused(request, sent)


async def _refused(request: Request[Any], sent: Sent[Pressed]) -> Response:
    return await _queue(request, next(iter(sent.form.errors.values()), ""), 409)


async def show_statistics(request: Request[Any]) -> Response:
    """Show how many cases there were, and how long they waited, by language."""
    actor, house = actor_of(request), runtime(request)
    since = house.clock() - timedelta(days=DAYS)
    async with house.database.reading() as db:
        found = await queries.handled(db, actor, since, MOST_RECKONED)
        decides_everywhere = actor.may(Permission.FLAG_RESOLVE)
        hints = await queries.hints_right(db, actor, since) if decides_everywhere else []
    rows = handling(found)
    longest = max((one.median_minutes or 0 for one in rows), default=0)
    context = {
        "rows": rows,
        "days": DAYS,
        "longest": longest or 1,
        "hints": [(name(one.sign, actor.locale), one) for one in hints],
    }
    return await page(request, "moderation/statistics.html", context)


ROUTES = [
    Route("/moderation", show_queue, name="moderation"),
    Route("/moderation/statistics", show_statistics),
    Route("/moderation/cases/{case_id:int}/claim", claim, methods=["POST"]),
    Route("/moderation/cases/{case_id:int}/release", release, methods=["POST"]),
]
