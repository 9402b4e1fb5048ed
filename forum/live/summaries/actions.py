"""What people do with summary records. An action checks, changes, announces; its caller commits."""

from forum.core.errors import N_, EditedMeanwhile, Fault, InvalidInput
from forum.core.ids import CorrectionId, ParagraphId, SessionId
from forum.db.unit import Unit
from forum.live.sessions.actions import Place, place_for
from forum.live.sessions.doing import doing
from forum.live.sessions.record import note
from forum.live.sessions.rules import Deed, NotAtThisStage
from forum.live.summaries import queries
from forum.live.summaries.events import CorrectionMoved, RecordChanged
from forum.live.summaries.rules import (
    CorrectionDecided,
    CorrectionState,
    NothingCorrected,
    check_due,
)
from forum.live.summaries.schemas import CorrectionDecision, CorrectionWindow, ParagraphChange
from forum.live.summaries.tables import RecordCorrection, RecordParagraph


async def edit(
    unit: Unit, session_id: SessionId, number: ParagraphId, change: ParagraphChange
) -> None:
    """Let a paragraph say something else; what it said is kept as a version.

    Raises:
        EditedMeanwhile: somebody else did meanwhile.
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `place_for`; there is none.
    """
    place = await place_for(unit, session_id, Deed.WRITE_RECORD)
    row, text = await queries.paragraph(unit.db, session_id, number)
    if row.version != change.version:
        raise EditedMeanwhile
    if text != change.text:
        _write(unit, place, row, change.text)


async def add_after(
    unit: Unit, session_id: SessionId, number: ParagraphId, text: str
) -> ParagraphId:
    """Add a paragraph after another, on the same item; gives its number.

    Raises:
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `place_for`; there is none.
    """
    place = await place_for(unit, session_id, Deed.WRITE_RECORD)
    before, _ = await queries.paragraph(unit.db, session_id, number)
    at = await queries.make_room(unit.db, before)
    row = RecordParagraph(session_id=session_id, item_id=before.item_id, place=at)
    made = await queries.add_paragraph(unit.db, row, text, unit.actor.require_member(), unit.now)
    unit.emit(RecordChanged(**doing(unit, session_id, place.standing), paragraph=made, version=1))
    return made


async def propose(
    unit: Unit, session_id: SessionId, number: ParagraphId, text: str
) -> CorrectionId:
    """Propose what a paragraph should say.

    Raises:
        CorrectionsDue: it is too late.
        NothingCorrected: it says that already.
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `place_for`; there is none.
    """
    place = await place_for(unit, session_id, Deed.CORRECT_RECORD)
    record = await queries.record_of(unit.db, session_id)
    _, there = await queries.paragraph(unit.db, session_id, number)
    check_due(None if record is None else record.corrections_until, unit.now)
    if text == there:
        raise NothingCorrected
    behalf = place.standing.on_behalf
    correction = RecordCorrection(
        paragraph_id=number,
        text=text,
        member_id=unit.actor.require_member(),
        delegation_id=None if behalf is None else behalf.delegation_id,
        capacity=None if behalf is None else behalf.capacity,
        made_at=unit.now,
    )
    made = await queries.add_correction(unit.db, correction)
    _tell(unit, place, correction, made)
    return made


async def decide(
    unit: Unit, session_id: SessionId, number: CorrectionId, decision: CorrectionDecision
) -> ParagraphId:
    """Take a correction over into its paragraph, or decline it; gives the paragraph's number.

    Raises:
        CorrectionDecided: somebody did already.
        EditedMeanwhile: the paragraph says something else than it was compared with.
        InvalidInput: it is declined without a word.
        NotFound, NotYourPart, NotAtThisStage, Silenced: see `place_for`; there is none.
    """
    place = await place_for(unit, session_id, Deed.WRITE_RECORD)
    found = await queries.correction(unit.db, session_id, number)
    if found.state is not CorrectionState.WAITING:
        raise CorrectionDecided
    if not (decision.take or decision.word):
        raise InvalidInput([Fault("word", N_("Say why, so that they understand."))])
    row, text = await queries.paragraph(unit.db, session_id, found.paragraph_id)
    if row.version != decision.version:
        raise EditedMeanwhile
    if decision.take and text != found.text:
        _write(unit, place, row, found.text)
    found.state = CorrectionState.TAKEN if decision.take else CorrectionState.DECLINED
    found.word, found.decided_at = decision.word, unit.now
    found.decided_by_id = unit.actor.require_member()
    _tell(unit, place, found, number)
    return found.paragraph_id


async def set_window(unit: Unit, session_id: SessionId, window: CorrectionWindow) -> None:
    """Say until when corrections are taken, sooner or later than before.

    Raises:
        NotAtThisStage: corrections are not asked for.
        NotFound, NotYourPart, Silenced: see `place_for`.
    """
    await place_for(unit, session_id, Deed.WRITE_RECORD)
    record = await queries.record_of(unit.db, session_id)
    if record is None or record.corrections_until is None:
        raise NotAtThisStage
    was, record.corrections_until = record.corrections_until, window.until
    told = {"was": was.isoformat(), "until": window.until.isoformat()}
    note(unit, "set_correction_window", session_id, **told)


def _write(unit: Unit, place: Place, row: RecordParagraph, text: str) -> None:
    """Give a paragraph that is locked its next version."""
    number = queries.add_version(unit.db, row, text, unit.actor.require_member(), unit.now)
    said = doing(unit, row.session_id, place.standing)
    unit.emit(RecordChanged(**said, paragraph=number, version=row.version))


def _tell(unit: Unit, place: Place, row: RecordCorrection, number: CorrectionId) -> None:
    said = doing(unit, place.session_id, place.standing)
    state = row.state.value
    unit.emit(CorrectionMoved(**said, id=number, paragraph=row.paragraph_id, state=state))
