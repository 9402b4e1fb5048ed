"""From a request to the decision, or the place of decisions, that it is about."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import DecisionId
from forum.db.unit import Unit
from forum.decisions import actions, queries
from forum.decisions.schemas import DecisionDraft
from forum.decisions.tables import Decision
from forum.decisions.venues import Asked, Venue, parted, venues_of
from forum.web.inputs import row_id

Who = tuple[Actor, datetime]
"""Who asks, and when."""
Read = Callable[[AsyncSession, DecisionId], Awaitable[Decision]]
"""Loads a decision; raises `NotFound`."""


async def place_for(
    request: Request[Any], db: AsyncSession, place: str, who: Who, *, is_act: bool = False
) -> Venue:
    """A place, as somebody finds it; `is_act`: see `Asked`.

    Raises:
        NotFound: it is not there, or not for them.
    """
    kind, key = parted(place)
    venues = venues_of(request).get(kind)
    if venues is None:
        raise NotFound
    return await venues.enter(db, Asked(who[0], key, who[1], is_act))


async def entered_for(
    request: Request[Any],
    db: AsyncSession,
    who: Who,
    read: Read = queries.decision,
    *,
    is_act: bool = False,
) -> tuple[Decision, Venue]:
    """The decision of the address, and its place.

    Args:
        request: names the decision.
        db: the session.
        who: who asks.
        read: loads it; a change may lock it thereby.
        is_act: see `Asked`.

    Raises:
        NotFound: it is not there, or its place is not for them, or it is not opened yet and they
            neither lead there nor vote in it where votes are explained beforehand.
    """
    row = await read(db, DecisionId(row_id(request.path_params["poll_id"])))
    venue = await place_for(request, db, row.place, who, is_act=is_act)
    if row.opened_at is None and not await _may_look(db, row, venue, who):
        raise NotFound
    return row, venue


async def entered_to_act(
    request: Request[Any], unit: Unit, read: Read = queries.decision_for_update
) -> tuple[Decision, Venue]:
    """The same, for an act of the unit's actor; its place stays as it is until that commits.

    The decision is locked first, then its place, by whatever act: no two wait for each other.

    Args:
        request: names the decision.
        unit: the change.
        read: locks the decision; `queries.decision_for_vote` for acts that many do at once.

    Raises:
        NotFound: see `entered_for`.
    """
    return await entered_for(request, unit.db, (unit.actor, unit.now), read, is_act=True)


async def _may_look(db: AsyncSession, row: Decision, venue: Venue, who: Who) -> bool:
    """Whether somebody sees a decision before it is opened."""
    member_id = who[0].member_id
    if venue.leading is None or member_id is None or not venue.body.is_quiet:
        return venue.leading is None
    assert row.id is not None  # noqa: S101 (it was read)
    return bool(await queries.castable(db, row.id, [*venue.voices], member_id))


async def proposed(request: Request[Any], unit: Unit, place: str, draft: DecisionDraft) -> Decision:
    """Propose a decision in a place; see `actions.propose`."""
    venue = await place_for(request, unit.db, place, (unit.actor, unit.now), is_act=True)
    venue.check_leading()
    kind, key = parted(place)
    asked = Asked(unit.actor, key, unit.now)
    named = draft.electors
    entitled = await venues_of(request)[kind].entitled(unit.db, asked, draft.voters, named)
    return await actions.propose(unit, venue, entitled, draft)
