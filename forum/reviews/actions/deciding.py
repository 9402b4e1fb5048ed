"""Reviewers decide about what others propose; the caller commits."""

from forum.core.errors import EditedMeanwhile
from forum.core.ids import PostId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.reviews import queries
from forum.reviews.actions.noting import note
from forum.reviews.events import DECIDED
from forum.reviews.places import Place, place
from forum.reviews.rules import NotTakenBack, ProposalDecided, check_reason
from forum.reviews.schemas import Decision
from forum.translations import actions as translations
from forum.translations import withdrawing
from forum.translations.rules import Deed, ProposalKind, ProposalState
from forum.translations.tables import TranslationProposal as Proposal

_DEEDS = {
    ProposalState.APPROVED: Deed.APPROVED,
    ProposalState.CHANGED: Deed.CHANGED,
    ProposalState.DECLINED: Deed.DECLINED,
}


async def decide(unit: Unit, number: int, decision: Decision) -> None:
    """Approve a proposal, as it is or in better words, or decline it; its author is told.

    Raises:
        NotFound: there is no such proposal for this actor.
        ProposalDecided: somebody was first.
        EditedMeanwhile: the original was edited since it was made.
        InvalidInput: it is declined, and nothing says why.
        SignInRequired, Forbidden, ScopeTooNarrow, LanguageNotDeclared: the actor reviews no such
            translations.
        OwnProposal: the actor made it, and the space wants another reviewer.
        TranslationLocked: moderators keep the translation as it is.
    """
    found = await queries.proposal(unit.db, unit.actor, number)
    here = await place(unit, found.about.subject, found.language)
    row = await queries.row_for_update(unit.db, number)
    member = here.reviewing.check_decision(row.author_id)
    if row.state != ProposalState.WAITING:
        name = await queries.decider(unit.db, row)
        raise ProposalDecided(name=name, when=row.decided_at or row.made_at)
    text = ""
    row.state = ProposalState.DECLINED
    if decision.outcome == "decline":
        check_reason(decision.reason)
    if decision.outcome == "approve":
        if (decision.version or row.version) != here.subject.version:
            raise EditedMeanwhile
        row.state, text = await _approve(unit, here, row, decision.body)
    row.decided_by_id, row.decided_at, row.reason = member, unit.now, decision.reason
    await queries.save(unit.db, row)
    note(unit, row.subject, row.language, _DEEDS[row.state], text=text, said=decision.reason)
    unit.later(DECIDED, proposal_id=number)


async def _approve(
    unit: Unit, here: Place, row: Proposal, body: str | None
) -> tuple[ProposalState, str]:
    """Do what a proposal says; gives what became of it, and the translation that stands now."""
    if row.kind == ProposalKind.LANGUAGE:
        row.text = here.subject.language  # for who undoes it
        await discussions.say_language(unit, PostId(row.number), row.language)
        return ProposalState.APPROVED, ""
    if row.kind == ProposalKind.WRONG and body is None:
        await withdrawing.remove(unit, here.subject, row.language)
        return ProposalState.APPROVED, ""
    whole = await here.written(row.text if body is None else body)
    mine = row.kind == ProposalKind.WRONG
    author = unit.actor.require_member() if mine else row.author_id
    row.replaced_id = await translations.correct(
        unit, here.subject, row.language, whole, author=author
    )
    same = whole.text == row.text
    return ProposalState.APPROVED if same else ProposalState.CHANGED, whole.text


async def undo(unit: Unit, number: int) -> None:
    """Take a decision back: what was shown before is shown again, and the proposal waits.

    Raises:
        NotFound: there is no such proposal for this actor.
        NotTakenBack: nothing was decided, or what it changed is another by now.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor reviews no such translations.
    """
    found = await queries.proposal(unit.db, unit.actor, number)
    here = await place(unit, found.about.subject, found.language)
    row = await queries.row_for_update(unit.db, number)
    here.reviewing.actor.require(Permission.TRANSLATION_REVIEW, row.language)
    here.reviewing.check_lock()
    if row.state not in _DEEDS or not await _take_back(unit, here, row):
        raise NotTakenBack
    row.state, row.replaced_id = ProposalState.WAITING, None
    row.decided_by_id = row.decided_at = None
    row.reason = ""
    await queries.save(unit.db, row)
    note(unit, row.subject, row.language, Deed.UNDONE)


async def _take_back(unit: Unit, here: Place, row: Proposal) -> bool:
    if row.state == ProposalState.DECLINED:
        return True
    if row.kind == ProposalKind.LANGUAGE:
        if here.subject.language != row.language:
            return False
        await discussions.say_language(unit, PostId(row.number), row.text)
        row.text, row.version = "", here.subject.version + 1
        return True
    if row.kind == ProposalKind.WRONG and row.state == ProposalState.APPROVED:
        return await withdrawing.bring_back(unit, here.subject, row.language)
    last = await queries.newest_change(unit.db, row.subject, row.language)
    if last is None or last.at != row.decided_at:
        return False
    whole = await here.written(last.text)
    return await translations.take_back(unit, here.subject, row.language, whole, row.replaced_id)
