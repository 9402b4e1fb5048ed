"""Objecting, reserving, and explaining a vote."""

from collections.abc import Callable

from forum.core.ids import DecisionId, ElectorId, RemarkId
from forum.db.unit import Unit
from forum.decisions import queries
from forum.decisions import silence as rules
from forum.decisions.actions.silence import current, tell_end, value_of
from forum.decisions.actions.telling import told
from forum.decisions.actions.voting import behalf_of, hand_of, id_of
from forum.decisions.events import DecisionExplained, DecisionObjected, DecisionReserved
from forum.decisions.majorities import Outcome
from forum.decisions.rules import (
    COUNTED,
    DecisionNotOpen,
    DecisionState,
    Explanation,
    Method,
    RemarkKind,
    VotingGoesOn,
    check_explanation,
)
from forum.decisions.schemas import RemarkDraft
from forum.decisions.silence import Remark, Silence, TextChangedMeanwhile
from forum.decisions.tables import Decision, DecisionElector, DecisionRemark
from forum.decisions.venues import Venue
from i18n.segment import words as words_in


async def object_to(
    unit: Unit, venue: Venue, decision_id: DecisionId, draft: RemarkDraft
) -> RemarkId:
    """Object: to a text under silence, which breaks it, or when the chair asks.

    Raises:
        DecisionNotOpen, SilenceOver: objections are not taken, or not any more.
        TextChangedMeanwhile: the objection is to another version.
        NotEntitled, ProxyGiven, ProxyNotHeld: it is not the actor's to make.
        ForumError: votes are not taken there now; see `Venue.stage`.
    """
    row, hand = await _entered(unit, venue, decision_id, draft)
    if row.method is Method.SILENCE:
        await _to_silence(unit, row, hand, draft, rules.objected)
    remark = await _add(unit, venue, row, (hand, RemarkKind.OBJECTION, draft))
    said = told(unit, row, behalf_of(venue, hand))
    unit.emit(DecisionObjected(**said, elector=id_of(hand), remark=remark))
    if row.method is Method.SILENCE and row.state is DecisionState.OPEN:
        row.state, row.outcome, row.closed_at = DecisionState.CLOSED, Outcome.REJECTED, unit.now
        text = await queries.current_text(unit.db, row)
        tell_end(unit, row, text.digest)
    return remark


async def reserve(
    unit: Unit, venue: Venue, decision_id: DecisionId, draft: RemarkDraft
) -> RemarkId:
    """Record a reservation, which stops nothing.

    Raises:
        As `object_to`.
    """
    row, hand = await _entered(unit, venue, decision_id, draft)
    if row.method is Method.SILENCE:
        await _to_silence(unit, row, hand, draft, rules.reserved)
    remark = await _add(unit, venue, row, (hand, RemarkKind.RESERVATION, draft))
    said = told(unit, row, behalf_of(venue, hand))
    unit.emit(DecisionReserved(**said, elector=id_of(hand), remark=remark))
    return remark


async def explain(
    unit: Unit, venue: Venue, decision_id: DecisionId, draft: RemarkDraft
) -> RemarkId:
    """Explain a vote, before or after it is taken; where the rules let it, also meanwhile.

    Raises:
        DecisionNotOpen: there is no vote to explain.
        VotingGoesOn: it is being taken.
        NoExplanation: the vote is secret, or on the voter's own proposal.
        ExplanationTooLong: it has more words than the rules allow.
        NotEntitled, ProxyGiven, ProxyNotHeld: it is not the actor's to make.
    """
    unit.actor.check_silence()
    row = await queries.decision_for_vote(unit.db, decision_id)
    if row.method not in COUNTED or row.state is DecisionState.WITHDRAWN:
        raise DecisionNotOpen
    if venue.body.is_quiet and row.state is DecisionState.OPEN:
        raise VotingGoesOn
    hand = await hand_of(unit, venue, row, draft.elector)
    _check_length(row, hand, draft)
    remark = await _add(unit, venue, row, (hand, RemarkKind.EXPLANATION, draft))
    said = told(unit, row, behalf_of(venue, hand))
    unit.emit(DecisionExplained(**said, elector=id_of(hand), remark=remark))
    return remark


def _check_length(row: Decision, hand: DecisionElector, draft: RemarkDraft) -> None:
    given = Explanation(row.method, hand.is_sponsor, len(words_in(draft.words)))
    check_explanation(given, seconds=60, words_per_minute=row.explanation_words)


async def _entered(
    unit: Unit, venue: Venue, decision_id: DecisionId, draft: RemarkDraft
) -> tuple[Decision, DecisionElector]:
    """The decision, locked and as it stands now, and in whose name the actor speaks."""
    unit.actor.check_silence()
    row = await queries.decision_for_update(unit.db, decision_id)
    await current(unit, row)
    is_alive = row.state is DecisionState.OPEN or (
        row.method is Method.SILENCE and row.state is DecisionState.CLOSED
    )
    if row.method in COUNTED or not is_alive:
        raise DecisionNotOpen
    venue.check_stage(row.method)
    if draft.version != row.version:
        raise TextChangedMeanwhile(version=row.version)
    return row, await hand_of(unit, venue, row, draft.elector)


async def _to_silence(
    unit: Unit,
    row: Decision,
    hand: DecisionElector,
    draft: RemarkDraft,
    act: Callable[[Silence, Remark], Silence],
) -> None:
    """Refuse what comes too late, or is about another version."""
    remark = Remark(ElectorId(id_of(hand)), draft.words, unit.now, draft.version)
    act(await value_of(unit, row), remark)


async def _add(
    unit: Unit,
    venue: Venue,
    row: Decision,
    what: tuple[DecisionElector, RemarkKind, RemarkDraft],
) -> RemarkId:
    hand, kind, draft = what
    behalf = behalf_of(venue, hand)
    assert row.id is not None  # noqa: S101 (it was read)
    remark = DecisionRemark(
        decision_id=row.id,
        elector_id=id_of(hand),
        kind=kind,
        version=row.version,
        words=draft.words,
        language=draft.language,
        member_id=unit.actor.require_member(),
        capacity=None if behalf is None else behalf.capacity,
        at=unit.now,
    )
    return await queries.add_remark(unit.db, remark)
