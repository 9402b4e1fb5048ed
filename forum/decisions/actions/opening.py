"""Opening a decision, and taking one back."""

from forum.core.ids import DecisionId, ElectorId
from forum.db.unit import Unit
from forum.decisions import queries
from forum.decisions.actions.silence import SETTLE, current
from forum.decisions.actions.telling import milliseconds, told
from forum.decisions.events import DecisionOpened, DecisionWithdrawn
from forum.decisions.rollcall import roll_call
from forum.decisions.rules import DecisionChanged, DecisionState, Method
from forum.decisions.silence import Text, opened
from forum.decisions.tables import Decision
from forum.decisions.venues import Venue


async def open_decision(unit: Unit, venue: Venue, decision_id: DecisionId) -> Decision:
    """Let ballots or objections be taken.

    Raises:
        DecisionChanged: it was opened or withdrawn before.
        SilenceTooShort: its deadline has come too near meanwhile.
        ForumError: the actor does not lead there; see `Venue.leading`.
    """
    venue.check_leading()
    row = await queries.decision_for_update(unit.db, decision_id)
    await open_row(unit, venue, row)
    return row


async def open_row(unit: Unit, venue: Venue, row: Decision) -> None:
    """The same for a row that the caller holds locked, or has just made."""
    venue.check_stage(row.method)
    if row.state is not DecisionState.PROPOSED:
        raise DecisionChanged
    if row.deadline is not None:
        await _start_silence(unit, row)
    roll = await _draw(unit, row) if row.method is Method.ROLL_CALL else []
    row.state, row.opened_at = DecisionState.OPEN, unit.now
    await unit.db.flush()
    unit.emit(
        DecisionOpened(
            **told(unit, row),
            method=row.method.value,
            version=row.version,
            deadline=None if row.deadline is None else milliseconds(row.deadline),
            roll=roll,
        )
    )


async def withdraw(unit: Unit, venue: Venue, decision_id: DecisionId) -> Decision:
    """Take a decision back that nothing came of yet.

    Raises:
        DecisionChanged: it is closed, or was withdrawn before; of silence: its time is over.
        ForumError: the actor does not lead there; see `Venue.leading`.
    """
    venue.check_leading()
    row = await queries.decision_for_update(unit.db, decision_id)
    await current(unit, row)
    if row.state not in {DecisionState.PROPOSED, DecisionState.OPEN}:
        raise DecisionChanged
    row.state, row.closed_at = DecisionState.WITHDRAWN, unit.now
    unit.emit(DecisionWithdrawn(**told(unit, row)))
    return row


async def _start_silence(unit: Unit, row: Decision) -> None:
    assert row.deadline is not None  # noqa: S101 (the caller has looked)
    text = await queries.current_text(unit.db, row)
    opened(Text(text.words, row.version), unit.now, row.deadline, hours=row.least_hours)
    unit.later(SETTLE, due=row.deadline, decision_id=row.id, version=row.version)


async def _draw(unit: Unit, row: Decision) -> list[ElectorId]:
    """Put electors into the order in which they are called; gives their ids in it."""
    assert row.id is not None  # noqa: S101 (it was stored)
    rows = {one.id: one for one in await queries.electors_of(unit.db, row.id)}
    electorate = await queries.electorate_of(unit.db, row)
    called = roll_call(electorate.electors, bytes.fromhex(row.seed))
    for place, one in enumerate(called, start=1):
        rows[ElectorId(one.id)].place = place
    return [ElectorId(one.id) for one in called]
