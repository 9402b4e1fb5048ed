"""One act on many things, for people: say which, look at them, carry it out, watch, undo."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.actor import Actor
from forum.core.errors import N_, ForumError
from forum.core.paging import Window
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.moderation.acts import ACTS, ActName
from forum.moderation.acts.base import Act
from forum.moderation.bulk import actions, queries
from forum.moderation.bulk.rules import UNDO, RunState, is_for_many, standing_of_some
from forum.moderation.bulk.schemas import BulkIn, BulkOut, BulkQuery
from forum.moderation.pages.asking import fields
from forum.moderation.pages.words import acts, target_name
from forum.moderation.rules import path_of
from forum.moderation.schemas import Day, Reason
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.web.fields import Line
from forum.web.forms import Form, Sent, attempt, explain, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id, validate
from forum.web.render import page
from forum.web.shapes import Input
from i18n.catalogs import gettext

ADDRESS = "/moderation/bulk"
UNDOES = N_("Undo what was done to many")
_NEWEST = Window(limit=20)
_OWN = "own_"
"""Begins the names of an act's own fields, some of which are called as conditions are."""


class BulkForm(BaseModel):
    """What the form asks: an act and its fields, why, which; `sure` once they were looked at."""

    model_config = ConfigDict(extra="allow", frozen=True)

    act: ActName
    reason: Reason
    author: Annotated[str, Line(0, 60)] = ""
    space: Annotated[str, Line(0, 60)] = ""
    since: Day = None
    words: Annotated[str, Line(0, 200)] = ""
    sure: bool = False
    looked_at: Annotated[str, Line(0, 64)] = ""
    """What was looked at, so that nothing else is carried out."""

    @property
    def own(self) -> dict[str, Any]:
        """The act's own fields."""
        asked = {_OWN + ask.name: ask.name for ask in ACTS[self.act].asks}
        sent = (self.model_extra or {}).items()
        return {asked[name]: value for name, value in sent if name in asked}

    @property
    def digest(self) -> str:
        """Of the act and what it is to be done to."""
        which = self.model_dump(mode="json", include={"act", "author", "space", "since", "words"})
        text = json.dumps([which, self.own], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_settled(self) -> bool:
        """Whether it is to be carried out, and was looked at as it is now."""
        return self.sure and self.looked_at == self.digest

    def asked(self, zone: str) -> BulkIn:
        """The same for actions; days are those of the reader's time zone.

        Raises:
            InvalidInput: it does not say which.
        """
        since = self.since and datetime.combine(self.since, time(), ZoneInfo(zone))
        which = {"author": self.author, "space": self.space, "words": self.words, "since": since}
        query = validate(BulkQuery, which)
        return BulkIn(act=self.act, reason=self.reason, fields=self.own, query=query)


class UndoForm(Input):
    """Why all is undone."""

    reason: Reason


async def ask(request: Request[Any]) -> Response:
    """Show the form, and what was done before."""
    asked = {name: request.query_params.get(name, "") for name in ("author", "act")}
    return await _form(request, Form(asked), 200)


async def send(request: Request[Any]) -> Response:
    """Show what it is about or, once that was looked at, have it carried out."""
    sent = await read_form(request, BulkForm)
    if sent.value is not None and not sent.value.is_settled:
        return await _look(request, sent, sent.value)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        run = await actions.start(unit, sent.value.asked(unit.actor.zone))
        return RedirectResponse(run.url or ADDRESS, 303)

    return await attempt(request, sent, act) or await _form(request, sent.form, 422)


async def _look(request: Request[Any], sent: Sent[BulkForm], value: BulkForm) -> Response:
    actor = actor_of(request)
    try:
        async with runtime(request).unit(actor) as unit:
            found = await actions.rehearse(unit, value.asked(actor.zone))
    except ForumError as error:
        return await _form(request, explain(request, sent.form, error), 422)
    sent.form.data["looked_at"] = value.digest
    return await _form(request, sent.form, 200, found)


async def _form(
    request: Request[Any], form: Form, status: int, found: BulkOut | None = None
) -> Response:
    actor = actor_of(request)
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    async with runtime(request).database.reading() as db:
        runs = await queries.runs_page(db, actor, _NEWEST)
        places = await spaces.spaces(db, actor)
    names = _names(actor)
    offered = [ACTS[name] for name in ACTS if is_for_many(name)]
    chosen = next((act for act in offered if act.asks and act.name == form.data.get("act")), None)
    context = {
        "acts": acts([act for act in offered if not act.asks], actor.locale),
        "more": acts([act for act in offered if act.asks], actor.locale),
        "chosen": chosen,
        "asks": await _asks(request, chosen) if chosen else [],
        "on": ACTS[form.data["act"]].on if found else None,
        "names": names,
        "spaces": [(one.slug, one.name) for one in places],
        "form": form,
        "found": found,
        "runs": runs.items,
    }
    return await page(request, "moderation/bulk.html", context, status=status)


async def _asks(request: Request[Any], chosen: type[Act]) -> Sequence[Mapping[str, Any]]:
    found = await fields(request, chosen, standing_of_some())
    return [{**one, "name": f"{_OWN}{one['name']}"} for one in found]


async def show(request: Request[Any]) -> Response:
    """Show how far it is."""
    return await _run(request, Form(), 200)


async def undo(request: Request[Any]) -> Response:
    """Have all of it undone."""
    sent = await read_form(request, UndoForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        run = await actions.undo_all(unit, _run_id(request), sent.value.reason)
        return RedirectResponse(run.url or ADDRESS, 303)

    return await attempt(request, sent, act) or await _run(request, sent.form, 422)


async def _run(request: Request[Any], form: Form, status: int) -> Response:
    actor = actor_of(request)
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    async with runtime(request).database.reading() as db:
        run = await queries.run(db, actor, _run_id(request))
    can_undo = run.state == RunState.DONE and run.done > 0 and run.undone_by is None
    refusals = [
        (target_name(one.target, actor.locale), path_of(one.target)) for one in run.refusals
    ]
    name = _names(actor)[run.act]
    context = {
        "run": run,
        "name": name,
        "refusals": refusals,
        "can_undo": can_undo,
        "form": form,
    }
    return await page(request, "moderation/bulk_run.html", context, status=status)


def _names(actor: Actor) -> Mapping[str, str]:
    return {
        UNDO: gettext(UNDOES, actor.locale),
        **{name: gettext(act.text, actor.locale) for name, act in ACTS.items()},
    }


def _run_id(request: Request[Any]) -> int:
    return row_id(request.path_params["run_id"])


ROUTES = [
    Route(ADDRESS, ask, name="bulk"),
    Route(ADDRESS, send, methods=["POST"]),
    Route(f"{ADDRESS}/{{run_id:int}}", show),
    Route(f"{ADDRESS}/{{run_id:int}}/undo", undo, methods=["POST"]),
]
