"""Answering a decision, and deciding about the answer."""

from forum.accounts.rules import check_own
from forum.core.errors import NotFound
from forum.core.ids import AuditId, MemberId
from forum.db.unit import Unit
from forum.moderation import queries
from forum.moderation.actions.acting import undo
from forum.moderation.actions.opening import announce
from forum.moderation.actions.wording import translated_by
from forum.moderation.rules import Outcome, check_appeal, check_verdict, written_in
from forum.moderation.schemas import AppealDraft, Verdict
from forum.moderation.tables import Decision

ANSWERED = "moderation.answered"
"""Kind of the job (`audit_id`) that tells a member what became of their appeal."""


async def appeal(unit: Unit, audit_id: AuditId, draft: AppealDraft) -> None:
    """Answer a decision about oneself, once.

    Raises:
        NotFound: there is no such decision about this actor.
        AppealedAlready: it was answered before.
        SignInRequired, ScopeTooNarrow: the actor may not.
    """
    await appeal_as(unit, check_own(unit.actor), audit_id, draft)


async def appeal_as(unit: Unit, member_id: MemberId, audit_id: AuditId, draft: AppealDraft) -> None:
    """The same for a member who has proven by a link from a mail who they are."""
    row = await queries.decision_for_update(unit.db, audit_id)
    if row is None or row.member_id != member_id:
        raise NotFound
    check_appeal(row.appealed_at)
    row.appeal = draft.text
    row.language = written_in(draft.text, unit.actor.reads, unit.actor.locale)
    row.appealed_at = unit.now
    await announce(unit, await queries.open_appeal(unit.db, row))


async def decide(unit: Unit, audit_id: AuditId, verdict: Verdict) -> None:
    """Decide about an appeal: keep what was decided, or undo it.

    Raises:
        NotFound: nobody appealed against such a decision.
        OwnDecision: the actor is the one who made it.
        AppealDecided: somebody decided about the appeal already.
        NotUndoable, AlreadyDone: it cannot be undone any more.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    row = await _appealed(unit, audit_id)
    entry = await queries.entry_row(unit.db, audit_id)
    assert entry is not None  # noqa: S101 (a decision refers to it)
    decider = check_verdict(unit.actor, entry.actor_id, row.outcome)
    if verdict.outcome == Outcome.REVERSED:
        await undo(unit, audit_id, verdict.answer)
    row.outcome, row.answer = verdict.outcome, verdict.answer
    row.decided_by, row.decided_at = decider, unit.now
    await queries.close_appeal(unit.db, row)
    said = f"verdict:{audit_id}", verdict.answer
    unit.later(ANSWERED, due=await translated_by(unit, row.member_id, *said), audit_id=audit_id)


async def _appealed(unit: Unit, audit_id: AuditId) -> Decision:
    row = await queries.decision_for_update(unit.db, audit_id)
    if row is None or row.appealed_at is None:
        raise NotFound
    return row
