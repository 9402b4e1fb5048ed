"""Closing a vote: counting it, and what it comes to."""

import secrets

from forum.core.errors import N_, Fault, InvalidInput
from forum.core.ids import DecisionId
from forum.db.unit import Unit
from forum.decisions import queries, terms
from forum.decisions.actions.silence import tell_decided, tell_end
from forum.decisions.actions.telling import told
from forum.decisions.events import DecisionProposed
from forum.decisions.majorities import Outcome, Voting, consensus
from forum.decisions.results import Result, result
from forum.decisions.rollcall import SEED_BYTES, commitment
from forum.decisions.rules import DecisionChanged, DecisionState, Method
from forum.decisions.schemas import Closing
from forum.decisions.tables import Decision, DecisionElector, DecisionText
from forum.decisions.tallies import Tally
from forum.decisions.venues import Venue


async def close(unit: Unit, venue: Venue, decision_id: DecisionId, how: Closing) -> Decision:
    """Take nothing more; count, and store what it comes to.

    After a tie that calls for it, a second vote on the same is proposed.

    Raises:
        DecisionChanged: it is not open, or ends by itself.
        InvalidInput: more are said to be present than may vote.
        ForumError: the actor does not lead there; see `Venue.leading`.
    """
    venue.check_leading()
    row = await queries.decision_for_update(unit.db, decision_id)
    if row.state is not DecisionState.OPEN or row.method is Method.SILENCE:
        raise DecisionChanged
    row.state, row.closed_at, row.present = DecisionState.CLOSED, unit.now, how.present
    if row.method is Method.CONSENSUS:
        row.outcome = consensus(await queries.objections(unit.db, row))
    else:
        await _count(unit, row)
    text = await queries.current_text(unit.db, row)
    tell_end(unit, row, text.digest)
    if row.outcome is Outcome.SECOND_VOTE:
        await _vote_again(unit, row, text)
    return row


async def cast_for_chair(
    unit: Unit, venue: Venue, decision_id: DecisionId, *, in_favour: bool
) -> Decision:
    """Break a tie by the chair's casting vote.

    Raises:
        DecisionChanged: it does not wait for one.
        ForumError: the actor does not lead there; see `Venue.leading`.
    """
    venue.check_leading()
    row = await queries.decision_for_update(unit.db, decision_id)
    if row.outcome is not Outcome.CHAIR_CASTS:
        raise DecisionChanged
    row.casting = in_favour
    tally = await queries.counted_again(unit.db, row)
    row.outcome = ended(row, tally).outcome
    text = await queries.current_text(unit.db, row)
    tell_decided(unit, row, text.digest)
    return row


def ended(row: Decision, tally: Tally) -> Result:
    """What a vote comes to, by its ballots and what else is known."""
    voting = Voting(row.present, row.second_of_id is not None, row.casting)
    return result(tally, terms.read(row.terms), voting, row.method)


async def _count(unit: Unit, row: Decision) -> None:
    assert row.id is not None  # noqa: S101 (it was read)
    if row.method is Method.SECRET:
        await queries.shuffle(unit.db, row.id)
    tally = await queries.counted_again(unit.db, row)
    if row.present > tally.entitled.votes:
        text = N_("No more can be present than may vote.")
        raise InvalidInput([Fault("present", text)])
    came = ended(row, tally)
    row.outcome, row.chosen, row.sums = came.outcome, came.chosen, sums_of(tally)


def sums_of(tally: Tally) -> dict[str, list[int]]:
    """Votes, weight and population for each option, as rows and events keep them."""
    return {
        option: [one.votes, one.weight, one.population]
        for option in tally.options
        for one in (tally.of(option),)
    }


async def _vote_again(unit: Unit, row: Decision, text: DecisionText) -> None:
    """Propose the same to the same voters, once more."""
    seed = secrets.token_bytes(SEED_BYTES)
    fresh = {"id", "state", "opened_at", "closed_at", "present", "casting", "outcome", "sums"}
    again = Decision(
        **row.model_dump(exclude=fresh | {"seed", "commitment", "second_of_id", "made_at"}),
        seed=seed.hex(),
        commitment=commitment(seed),
        second_of_id=row.id,
        made_at=unit.now,
    )
    decision_id = await queries.add_decision(unit.db, again)
    kept = text.model_dump(exclude={"decision_id"})
    await queries.add_text(unit.db, DecisionText(decision_id=decision_id, **kept))
    assert row.id is not None  # noqa: S101 (it was read)
    before = await queries.electors_of(unit.db, row.id)
    words = {one.id: str(one.id) for one in before}
    rows = {
        str(one.id): DecisionElector(
            **one.model_dump(exclude={"id", "decision_id", "proxy_id", "place"}),
            decision_id=decision_id,
        )
        for one in before
    }
    proxies = {str(one.id): words[one.proxy_id] for one in before if one.proxy_id is not None}
    await queries.add_electors(unit.db, rows, proxies)
    unit.emit(DecisionProposed(**told(unit, again), method=again.method.value))
