"""Members say what a text, or its translation, should be; the caller commits."""

from forum.core.errors import EditedMeanwhile, NotFound
from forum.core.ids import PostId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions import rules as discussing
from forum.discussions.schemas import PostChange
from forum.reviews import queries
from forum.reviews.actions.noting import note
from forum.reviews.places import Place, place
from forum.reviews.rules import NothingToReport, ProposalDecided, SaysSoAlready
from forum.reviews.schemas import LanguageProposal, Report
from forum.translations import actions as translations
from forum.translations.rules import Deed, ProposalKind, ProposalState, check_correction
from forum.translations.schemas import Correction
from forum.translations.tables import TranslationProposal as Proposal


async def correct(unit: Unit, name: str, language: str, correction: Correction) -> int | None:
    """Put a translation in the place of what there is, or propose it to reviewers.

    Args:
        unit: of the actor.
        name: of the text, such as `post:12`.
        language: BCP 47 tag of the translation.
        correction: the whole of it.

    Returns:
        the number of the proposal; `None` where the translation stands at once.

    Raises:
        NotFound: there is no such text to read for this actor.
        EditedMeanwhile: it was made from an original that is no longer the newest.
        SameLanguage, LanguageNotDeclared, TranslationLocked: this actor does not correct it.
        SignInRequired, Forbidden, ScopeTooNarrow: nor does this actor correct others.
        UnderApproval: what the actor writes waits for a moderator.
    """
    discussing.check_change(unit.actor)
    here = await place(unit, name, language)
    author = unit.actor.require(Permission.TRANSLATION_CORRECT)
    check_correction(here.reviewing.declared, here.subject.language, language)
    if correction.version not in (None, here.subject.version):
        raise EditedMeanwhile
    here.reviewing.check_lock()
    whole = await here.written(correction.body)
    same = here.translation is not None and here.translation.text == whole.text
    if not here.reviewing.puts(same=same):
        proposed = _proposal(unit, here, ProposalKind.TEXT, language)
        proposed.text = whole.text
        return await _propose(unit, proposed)
    await translations.correct(unit, here.subject, language, whole, author=None if same else author)
    note(unit, name, language, Deed.CHECKED if same else Deed.WRITTEN, text=whole.text)
    return None


async def report(unit: Unit, name: str, language: str, said: Report) -> int:
    """Say that a translation is wrong; gives the number of the proposal.

    Raises:
        NotFound: there is no such text to read for this actor.
        NothingToReport: it is not translated into that language.
        TranslationLocked: moderators keep the translation as it is.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    here = await place(unit, name, language)
    unit.actor.require(Permission.TRANSLATION_CORRECT)
    if here.translation is None:
        raise NothingToReport
    here.reviewing.check_lock()
    proposed = _proposal(unit, here, ProposalKind.WRONG, language)
    proposed.note = said.note
    return await _propose(unit, proposed)


async def say_language(unit: Unit, post_id: PostId, said: LanguageProposal) -> int | None:
    """Say which language a post is written in.

    Its author and who may edit it change that at once; from others it is a proposal, of which the
    number is given.

    Raises:
        NotFound: there is no such post to read for this actor.
        SaysSoAlready: it is marked so.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
        UnderApproval, TopicLocked: the author does not edit it now.
    """
    here = await place(unit, f"post:{post_id}", said.language)
    member = unit.actor.require(Permission.TRANSLATION_CORRECT)
    if here.subject.language == said.language:
        raise SaysSoAlready
    edits = here.reviewing.actor.may(Permission.POST_EDIT_ANY, here.subject.language)
    if member == here.author_id or edits:
        change = PostChange(body=here.subject.text, language=said.language)
        await discussions.edit_post(unit, post_id, change)
        return None
    proposed = _proposal(unit, here, ProposalKind.LANGUAGE, said.language)
    proposed.note = said.note
    return await _propose(unit, proposed)


def _proposal(unit: Unit, here: Place, kind: ProposalKind, language: str) -> Proposal:
    return Proposal(
        subject=here.subject.name,
        number=here.subject.number,
        kind=kind,
        language=language,
        version=here.subject.version,
        author_id=unit.actor.require_member(),
        made_at=unit.now,
    )


async def _propose(unit: Unit, new: Proposal) -> int:
    """Store a proposal; it takes the place of one of its author's that still waits."""
    old = await queries.own_waiting(unit.db, new.author_id, new.kind, new.subject, new.language)
    deed = Deed.PROPOSED if new.kind == ProposalKind.TEXT else Deed.REPORTED
    note(unit, new.subject, new.language, deed, text=new.text, said=new.note)
    if old is None:
        return await queries.save(unit.db, new)
    for name in ("language", "version", "text", "note", "made_at"):
        setattr(old, name, getattr(new, name))
    return await queries.save(unit.db, old)


async def withdraw(unit: Unit, number: int) -> None:
    """Take back what one has proposed.

    Raises:
        NotFound: there is no such proposal of this actor's.
        ProposalDecided: somebody has decided about it.
    """
    member = unit.actor.require_member()
    row = await queries.row_for_update(unit.db, number)
    if row.author_id != member:
        raise NotFound
    if row.state != ProposalState.WAITING:
        name = await queries.decider(unit.db, row)
        raise ProposalDecided(name=name, when=row.decided_at or row.made_at)
    row.state, row.decided_at, row.decided_by_id = ProposalState.WITHDRAWN, unit.now, member
    await queries.save(unit.db, row)
    note(unit, row.subject, row.language, Deed.WITHDRAWN)
