"""Casting a ballot."""

import secrets

from forum.core.ids import DecisionId, ElectorId
from forum.db.unit import Unit
from forum.decisions import queries
from forum.decisions.actions.telling import told
from forum.decisions.electorates import check_hand
from forum.decisions.events import BallotCast, DecisionVoted
from forum.decisions.queries.ballots import Paper, keys_of
from forum.decisions.queries.electors import elector
from forum.decisions.rules import (
    CHANGEABLE,
    COUNTED,
    DecisionNotOpen,
    DecisionState,
    Method,
    NotEntitled,
    VoterKind,
    check_choice,
)
from forum.decisions.schemas import Vote
from forum.decisions.secrecy import RECEIPT_BYTES, receipt, receipt_hash
from forum.decisions.tables import BallotSpent, Decision, DecisionElector, SecretBallot
from forum.decisions.venues import Venue
from forum.delegations.rules import OnBehalf


async def cast(unit: Unit, venue: Venue, decision_id: DecisionId, vote: Vote) -> str | None:
    """Take a ballot; gives the receipt of a secret one, which is kept nowhere.

    Raises:
        DecisionNotOpen: ballots are not taken, or not any more.
        NotEntitled: the actor casts no vote in this decision, or not this one.
        ProxyGiven, ProxyNotHeld: the vote is another one's to cast.
        AlreadyVoted: it was cast before, and the method does not let it be changed.
        UnknownOption: the choice is none of the options.
        ForumError: votes are not taken there now; see `Venue.stage`.
    """
    return await cast_in(unit, venue, await queries.decision_for_vote(unit.db, decision_id), vote)


async def cast_in(unit: Unit, venue: Venue, row: Decision, vote: Vote) -> str | None:
    """The same in a decision that the change holds open; see `queries.decision_for_vote`."""
    if row.state is not DecisionState.OPEN or row.method not in COUNTED:
        raise DecisionNotOpen
    venue.check_stage(row.method)
    hand = await hand_of(unit, venue, row, vote.elector)
    check_choice(vote.choice, keys_of(row))
    decision_id = hand.decision_id
    unit.emit(BallotCast(row.place, decision_id))
    if row.method is Method.SECRET:
        return await _cast_secretly(unit, decision_id, hand, vote.choice)
    paper = Paper(
        decision_id=decision_id,
        elector_id=id_of(hand),
        choice=vote.choice,
        cast_by_id=unit.actor.require_member(),
        capacity=None if (behalf := behalf_of(venue, hand)) is None else behalf.capacity,
        cast_at=unit.now,
    )
    store = queries.change_ballot if row.method in CHANGEABLE else queries.add_ballot
    await store(unit.db, paper)
    if row.method is Method.ROLL_CALL:
        said = told(unit, row, behalf_of(venue, hand))
        unit.emit(DecisionVoted(**said, elector=id_of(hand), choice=vote.choice))
    return None


async def hand_of(unit: Unit, venue: Venue, row: Decision, asked: int | None) -> DecisionElector:
    """The vote that the actor casts, or hands something in for: `asked`, or their own.

    Raises:
        NotEntitled, ProxyGiven, ProxyNotHeld: they do not.
        ForumError: votes are not taken there now; see `Venue.stage`.
    """
    member_id = unit.actor.require_member()
    assert row.id is not None  # noqa: S101 (it was read)
    found = await queries.castable(unit.db, row.id, [*venue.voices], member_id, asked)
    own = [one for one in found if is_own(venue, one, row.voters, member_id)]
    if not own:
        raise NotEntitled
    wanted = next((one for one in found if one.id == asked), None) if asked else own[0]
    if wanted is None:
        raise NotEntitled
    check_hand(elector(wanted), {id_of(one) for one in own})
    return wanted


def is_own(venue: Venue, one: DecisionElector, kind: VoterKind, member_id: int) -> bool:
    """Whether a vote is that of the actor, or of a delegation that they decide for."""
    if kind is VoterKind.MEMBERS:
        return one.member_id == member_id
    return one.delegation_id in venue.voices


def behalf_of(venue: Venue, hand: DecisionElector) -> OnBehalf | None:
    """For whom a vote is cast: `None` by a member for themselves, or of another by proxy."""
    if hand.delegation_id is None or hand.delegation_id not in venue.voices:
        return None
    return OnBehalf(hand.delegation_id, venue.voices[hand.delegation_id])


def id_of(row: DecisionElector) -> ElectorId:
    """The number of a stored elector."""
    assert row.id is not None  # noqa: S101 (it was read)
    return row.id


async def _cast_secretly(
    unit: Unit, decision_id: DecisionId, hand: DecisionElector, choice: str
) -> str:
    given = receipt(secrets.token_bytes(RECEIPT_BYTES))
    spent = BallotSpent(decision_id=decision_id, elector_id=id_of(hand))
    ballot = SecretBallot(
        decision_id=decision_id, order_key="", choice=choice, receipt_hash=receipt_hash(given)
    )
    await queries.add_secret_ballot(unit.db, spent, ballot)
    return given
