"""A text under silence: as its rules say it stands, amended, and adopted at its deadline."""

from datetime import timedelta

from forum.core.ids import DecisionId
from forum.db.unit import Unit
from forum.decisions import queries
from forum.decisions import silence as rules
from forum.decisions.actions.telling import milliseconds, told
from forum.decisions.events import DecisionAmended, DecisionClosed, DecisionDecided
from forum.decisions.majorities import Outcome
from forum.decisions.rules import DecisionChanged, DecisionState, Method
from forum.decisions.schemas import Amendment
from forum.decisions.silence import Silence, SilenceState, Text, TextChangedMeanwhile
from forum.decisions.tables import Decision, DecisionText
from forum.decisions.venues import Venue
from forum.translations import actions as translations

SETTLE = "decision.settle"
"""The kind of job that adopts a text at its deadline; its data: `decision_id`, `version`."""


async def value_of(unit: Unit, row: Decision) -> Silence:
    """A text under silence, or one whose silence was broken, as a value."""
    text = await queries.current_text(unit.db, row)
    assert row.opened_at is not None and row.deadline is not None  # noqa: S101, PT018 (opened)
    return Silence(
        text=Text(text.words, row.version),
        opened_at=row.opened_at,
        deadline=row.deadline,
        least=timedelta(hours=row.least_hours),
        state=_state(row),
    )


def _state(row: Decision) -> SilenceState:
    if row.state is DecisionState.WITHDRAWN:
        return SilenceState.WITHDRAWN
    if row.state is DecisionState.OPEN:
        return SilenceState.RUNNING
    is_adopted = row.outcome is Outcome.ADOPTED
    return SilenceState.ADOPTED if is_adopted else SilenceState.BROKEN


async def current(unit: Unit, row: Decision) -> None:
    """Let a locked row be as it stands now: adopted, if its deadline has come meanwhile."""
    if row.method is not Method.SILENCE or row.state is not DecisionState.OPEN:
        return
    settled = rules.settled(await value_of(unit, row), unit.now)
    if settled.state is SilenceState.ADOPTED:
        assert row.deadline is not None  # noqa: S101 (it was opened)
        row.state, row.outcome, row.closed_at = DecisionState.CLOSED, Outcome.ADOPTED, row.deadline
        tell_end(unit, row, settled.text.digest)


def tell_end(unit: Unit, row: Decision, digest: str) -> None:
    """Announce that a decision is closed and, if it is decided for good, what it came to."""
    outcome = "" if row.outcome is None else row.outcome.value
    closed = DecisionClosed(
        **told(unit, row), sums=row.sums or {}, outcome=outcome, chosen=row.chosen
    )
    unit.emit(closed)
    if row.outcome in {Outcome.ADOPTED, Outcome.REJECTED}:
        tell_decided(unit, row, digest)


def tell_decided(unit: Unit, row: Decision, digest: str) -> None:
    """Announce what a decision came to for good."""
    assert row.outcome is not None  # noqa: S101 (the caller has looked)
    unit.emit(
        DecisionDecided(
            **told(unit, row),
            outcome=row.outcome.value,
            chosen=row.chosen,
            version=row.version,
            digest=digest,
        )
    )


async def settle(unit: Unit, decision_id: DecisionId, leapt: timedelta = timedelta()) -> bool:
    """Adopt a text if nobody objected before its deadline; whether it was adopted just now.

    Doing it early, late or again does no harm. An adoption is for ever, so where the clock has
    leapt, the text waits for as long again: by then its deadline has come by any clock, and if the
    leap was wrong and is taken back, objections are taken until the deadline.

    Args:
        unit: the change.
        decision_id: which text.
        leapt: how far the clock has leapt ahead while the worker ran; see `Watch`.
    """
    row = await queries.decision_for_update(unit.db, decision_id)
    deadline = row.deadline
    if row.state is DecisionState.OPEN and deadline and deadline <= unit.now < deadline + leapt:
        unit.later(SETTLE, due=deadline + leapt, decision_id=row.id, version=row.version)
        return False
    before = row.state
    await current(unit, row)
    return row.state is not before


async def amend(unit: Unit, venue: Venue, decision_id: DecisionId, draft: Amendment) -> Decision:
    """Put another version of a text under silence, while it runs or after it was broken.

    Raises:
        SilenceOver: the text is adopted, was withdrawn, or its deadline had come.
        SilenceTooShort: delegations would have less than the least time for the new version.
        TextChangedMeanwhile: somebody else has amended it.
        DecisionChanged: this is not a text under silence.
        ForumError: the actor does not lead there; see `Venue.leading`.
    """
    venue.check_leading()
    row = await queries.decision_for_update(unit.db, decision_id)
    if row.method is not Method.SILENCE or row.opened_at is None:
        raise DecisionChanged
    if draft.version != row.version:
        raise TextChangedMeanwhile(version=row.version)
    before = await value_of(unit, row)
    after = rules.amended(before, draft.text, unit.now, draft.deadline)
    await queries.add_text(unit.db, _version(unit, decision_id, after.text))
    _restart(row, after)
    await translations.outdate(unit, f"poll_text:{decision_id}")
    unit.later(SETTLE, due=after.deadline, decision_id=row.id, version=row.version)
    unit.emit(
        DecisionAmended(
            **told(unit, row),
            version=row.version,
            deadline=milliseconds(after.deadline),
        )
    )
    return row


def _restart(row: Decision, silence: Silence) -> None:
    row.version, row.opened_at = silence.text.version, silence.opened_at
    row.deadline, row.state = silence.deadline, DecisionState.OPEN
    row.outcome = row.closed_at = None


def _version(unit: Unit, decision_id: DecisionId, text: Text) -> DecisionText:
    return DecisionText(
        decision_id=decision_id,
        version=text.version,
        words=text.words,
        digest=text.digest,
        made_at=unit.now,
        made_by_id=unit.actor.require_member(),
    )
