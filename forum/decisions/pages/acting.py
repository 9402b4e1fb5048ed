"""What is done with one decision, each by a form of its page or of the room that it is shown in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.core.ids import DecisionId
from forum.core.local import instant_of
from forum.db.unit import Unit
from forum.decisions import actions, queries
from forum.decisions.entering import entered_for, entered_to_act
from forum.decisions.pages.showing import one_page
from forum.decisions.schemas import (
    LARGEST,
    MOST_ELECTORS,
    Amendment,
    Casting,
    Closing,
    RemarkDraft,
    Vote,
    Words,
)
from forum.decisions.secrecy import is_counted
from forum.decisions.tables import Decision
from forum.decisions.venues import Venue
from forum.runtime import runtime
from forum.web.fields import Line, blank_is_none
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from forum.web.shapes import Input

Room = Annotated[str, Field(max_length=1)]
"""Anything if the form stands in the room, where its sender then goes back to."""
Chosen = Annotated[int | None, Field(ge=1, le=LARGEST), BeforeValidator(blank_is_none)]


class Plain(Input):
    """A form that says nothing beside what it is for."""

    room: Room = ""


class ClosingForm(Input):
    """How many are present, where somebody counted."""

    room: Room = ""
    present: Annotated[
        int | None, Field(ge=0, le=MOST_ELECTORS), BeforeValidator(blank_is_none)
    ] = None


class CastingForm(Casting):
    """The chair's vote."""

    room: Room = ""


class VoteForm(Vote):
    """A ballot."""

    room: Room = ""
    elector: Chosen = None


class RemarkForm(RemarkDraft):
    """Something in writing."""

    room: Room = ""
    elector: Chosen = None


class AmendmentForm(Input):
    """Another version, with a deadline in the sender's own time."""

    room: Room = ""
    text: Words
    version: Annotated[int, Field(ge=1, le=1_000_000)]
    deadline: datetime


@dataclass(frozen=True, slots=True)
class At:
    """The decision that a form is about, for who sent it."""

    unit: Unit
    venue: Venue
    id: DecisionId


async def _open(at: At, _value: Plain) -> object:
    return await actions.open_decision(at.unit, at.venue, at.id)


async def _withdraw(at: At, _value: Plain) -> object:
    return await actions.withdraw(at.unit, at.venue, at.id)


async def _close(at: At, value: ClosingForm) -> object:
    how = Closing(present=value.present or 0)
    return await actions.close(at.unit, at.venue, at.id, how)


async def _decide(at: At, value: CastingForm) -> object:
    favour = value.in_favour
    return await actions.cast_for_chair(at.unit, at.venue, at.id, in_favour=favour)


async def _vote(at: At, value: VoteForm) -> object:
    return await actions.cast(at.unit, at.venue, at.id, value)


async def _object(at: At, value: RemarkForm) -> object:
    return await actions.object_to(at.unit, at.venue, at.id, value)


async def _reserve(at: At, value: RemarkForm) -> object:
    return await actions.reserve(at.unit, at.venue, at.id, value)


async def _explain(at: At, value: RemarkForm) -> object:
    return await actions.explain(at.unit, at.venue, at.id, value)


async def _amend(at: At, value: AmendmentForm) -> object:
    deadline = instant_of(value.deadline.replace(tzinfo=None), at.unit.actor.zone)
    draft = Amendment(text=value.text, version=value.version, deadline=deadline)
    return await actions.amend(at.unit, at.venue, at.id, draft)


Do = Callable[[At, Any], Awaitable[object]]
DEEDS: Mapping[str, tuple[type[BaseModel], Do]] = {
    "open": (Plain, _open),
    "withdraw": (Plain, _withdraw),
    "close": (ClosingForm, _close),
    "decide": (CastingForm, _decide),
    "vote": (VoteForm, _vote),
    "object": (RemarkForm, _object),
    "reserve": (RemarkForm, _reserve),
    "explain": (RemarkForm, _explain),
    "amend": (AmendmentForm, _amend),
}
SIDE_BY_SIDE = frozenset({"vote", "explain"})
"""What many do in one decision at the same time: its lock is shared."""


async def act(request: Request[Any]) -> Response:
    """Do what a form asks for, and go back to where it stands."""
    deed = request.path_params["deed"]
    if deed not in DEEDS:
        raise NotFound
    shape, do = DEEDS[deed]
    actor_of(request).require_member()
    sent = await read_form(request, shape)

    async def carry_out(unit: Unit) -> Response:
        is_shared = deed in SIDE_BY_SIDE
        read = queries.decision_for_vote if is_shared else queries.decision_for_update
        row, venue = await entered_to_act(request, unit, read)
        assert row.id is not None  # noqa: S101 (it was read)
        made = await do(At(unit, venue, row.id), sent.value)
        if deed == "vote" and isinstance(made, str):
            return await _receipt(request, row, made)
        in_room = bool(getattr(sent.value, "room", ""))
        return RedirectResponse(venue.url if in_room else f"/polls/{row.id}", 303)

    together = runtime(request).only_line if deed == "vote" else ""
    done = await attempt(request, sent, carry_out, together=together)
    return done or await one_page(request, sent.form, 422, refused=deed)


async def _receipt(request: Request[Any], row: Decision, receipt: str) -> Response:
    """Show a receipt, this once: nobody keeps the page."""
    context = {"poll": row, "receipt": receipt}
    headers = {"cache-control": "no-store"}
    return await page(request, "polls/receipt.html", context, headers=headers)


class ReceiptForm(Input):
    """A receipt to be looked for."""

    receipt: Annotated[str, Line(1, 60)]


async def find(request: Request[Any]) -> Response:
    """Say whether a receipt is of a ballot that was counted; nothing is noted."""
    sent, resources = await read_form(request, ReceiptForm), runtime(request)
    if sent.value is None:
        return await one_page(request, sent.form, 422)
    async with resources.database.reading() as db:
        row, _ = await entered_for(request, db, (actor_of(request), resources.clock()))
        hashes = await queries.receipts_published(db, row)
    answer = await one_page(request, Form(), 200, found=_is_counted(sent.value.receipt, hashes))
    answer.headers["cache-control"] = "no-store"
    return answer


def _is_counted(written: str, hashes: Sequence[str]) -> bool:
    try:
        return is_counted(written, hashes)
    except ValueError:  # this is no receipt of anything
        return False


ROUTES = [
    Route("/polls/receipts/{poll_id:int}", find, methods=["POST"]),
    Route("/polls/{poll_id:int}/{deed}", act, methods=["POST"]),
]
