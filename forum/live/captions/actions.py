"""Storing segments of captions, and correcting them; the caller commits."""

from forum.core.ids import CaptionId, SessionId
from forum.db.unit import Unit
from forum.live.captions import queries, rules
from forum.live.captions.events import KIND, CaptionCorrected, CaptionFinal
from forum.live.captions.queries import Caption
from forum.live.captions.rules import CaptionDiffers, Span, Via
from forum.live.captions.schemas import Correction, SegmentDraft
from forum.live.captions.tables import LiveCaption
from forum.live.sessions.rules import Deed, NotYourPart
from forum.live.speech.actions import claim, claim_anew
from forum.live.speech.speaking import Entered, enter_to


async def enter_to_caption(unit: Unit, session_id: SessionId, via: Via) -> Entered:
    """The actor, if they may write captions now.

    Raises:
        NotFound, SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: they do not caption, or interpret, now.
    """
    deed = Deed.INTERPRET if via is Via.INTERPRETED else Deed.CAPTION
    return await enter_to(unit, session_id, deed)


async def keep(unit: Unit, session_id: SessionId, draft: SegmentDraft) -> Caption:
    """Store a final segment, once, and give it: the same one again changes nothing.

    Raises:
        NotFound, SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: they do not caption, or interpret, now.
        CaptionDiffers: another segment was stored under its key.
        InvalidInput: its times cannot be.
    """
    entered = await enter_to_caption(unit, session_id, draft.via)
    if (known := await _known(unit, entered, draft)) is not None:
        return known
    language, author = draft.language, entered.member_id
    before = await queries.last_span(unit.db, session_id, author, language)
    row = _row(entered, draft, _span(draft, entered.doing["at"], before))
    if await queries.add_caption(unit.db, row) is None:
        known = await _known(unit, entered, draft)
        assert known is not None  # noqa: S101 (the key was taken)
        return known
    caption = await queries.caption_of(unit.db, row)
    fresh = None
    if draft.via is not Via.INTERPRETED:
        present = await claim(unit, session_id, [caption.subject.subject], language)
        fresh = await queries.fresh(unit.db, entered.session, caption, present)
    unit.emit(
        CaptionFinal(
            **entered.doing,
            id=caption.id,
            language=language,
            via=draft.via.value,
            began=row.began,
            ended=row.ended,
            fresh=fresh,
        )
    )
    return caption


async def correct(unit: Unit, session_id: SessionId, caption: CaptionId, given: Correction) -> None:
    """Let a caption say something else; what it said is kept, and it is translated anew.

    Raises:
        NotFound: there is no such caption.
        SignInRequired, Silenced: the actor does not take part.
        NotYourPart: it is somebody else's, and the actor is not the secretariat.
        NotAtThisStage: the record is final.
    """
    entered = await enter_to(unit, session_id, Deed.CORRECT_CAPTION)
    row = await queries.caption_for_update(unit.db, session_id, caption)
    if not rules.may_correct(entered.standing, is_own=row.author_id == entered.member_id):
        raise NotYourPart
    heard = row.heard if given.heard is None else given.heard
    if (row.text, row.heard) == (given.text, heard):
        return
    queries.keep_earlier(unit.db, row, entered.member_id, unit.now)
    says_the_same, name = row.text == given.text, f"{KIND}:{caption}"
    row.text, row.heard, row.version = given.text, heard, row.version + 1
    if not says_the_same and row.via is not Via.INTERPRETED:
        await claim_anew(unit, session_id, name, row.language)
    unit.emit(
        CaptionCorrected(
            **entered.doing,
            id=caption,
            language=row.language,
            via=row.via.value,
            version=row.version,
        )
    )


async def _known(unit: Unit, entered: Entered, draft: SegmentDraft) -> Caption | None:
    session_id = entered.doing["session_id"]
    row = await queries.caption_of_key(unit.db, session_id, entered.member_id, draft.key)
    if row is None:
        return None
    if (row.text, row.language, row.via) != (draft.text, draft.language, draft.via):
        raise CaptionDiffers
    return await queries.caption_of(unit.db, row)


def _span(draft: SegmentDraft, now: int, before: Span | None) -> Span:
    ended = now if draft.ended is None else draft.ended
    if draft.began is not None:
        span = Span(draft.began, ended)
    else:
        span = rules.span_of(draft.text, ended, before)
    rules.check_span(span, now, before)
    return span


def _row(entered: Entered, draft: SegmentDraft, span: Span) -> LiveCaption:
    return LiveCaption(
        session_id=entered.doing["session_id"],
        item_id=entered.session.open_item_id,
        key=draft.key,
        author_id=entered.voice.member_id,
        delegation_id=entered.voice.delegation_id,
        capacity=entered.voice.capacity,
        via=draft.via,
        engine=draft.engine,
        heard=draft.heard,
        language=draft.language,
        text=draft.text,
        began=span.began,
        ended=span.ended,
        said_at=queries.moment(entered.doing["at"]),
    )
