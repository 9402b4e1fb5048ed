"""Saying something in the chat, and taking it away; the caller commits."""

from forum.core.ids import ChatLineId, SessionId
from forum.db.unit import Unit
from forum.live.chat import queries
from forum.live.chat.events import KIND, ChatRemoved, ChatSaid, ChatWaiting
from forum.live.chat.tables import ChatLine
from forum.live.sessions.doing import Doing, of_nobody
from forum.live.sessions.rules import Deed, check
from forum.live.speech.actions import claim
from forum.live.speech.schemas import LineDraft
from forum.live.speech.speaking import doing_of, enter, enter_to
from forum.live.speech.waiting import check_approval, has_to_wait, hides
from forum.live.speech.writing import language_of
from forum.translations import actions as translations


async def say(unit: Unit, session_id: SessionId, draft: LineDraft) -> ChatLine:
    """Say a line in a session's chat; it may wait until somebody has read it. Gives what is stored.

    Raises:
        NotFound, SignInRequired, Silenced: the actor does not take part.
        NotYourPart, MutedHere, NotAtThisStage: they may not chat now.
        WordRefused: a word stands in it that is not taken.
    """
    entered = await enter_to(unit, session_id, Deed.CHAT)
    session, standing, voice = entered.session, entered.standing, entered.voice
    language = language_of(draft.text, draft.language, unit.actor)
    row = ChatLine(
        session_id=session_id,
        author_id=voice.member_id,
        delegation_id=voice.delegation_id,
        capacity=voice.capacity,
        language=language,
        text=draft.text,
        said_at=unit.now,
        waits=await has_to_wait(unit, session, standing, draft.text, language),
    )
    line = await queries.add_line(unit.db, row)
    if row.waits:
        unit.emit(ChatWaiting(**of_nobody(entered.doing), id=line))
    else:
        await _tell(unit, row, line, entered.doing)
    return row


async def approve(unit: Unit, session_id: SessionId, line: ChatLineId) -> ChatLine:
    """Let everybody read a line that waits, and give it; doing so again changes nothing.

    Raises:
        NotFound: there is no such line, any more or for this actor.
        SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: see `waiting.check_approval`.
    """
    entered = await enter(unit, session_id)
    row = await queries.line_for_update(unit.db, session_id, line)
    check_approval(unit, entered, row.author_id)
    if row.waits:
        row.waits = False
        await _tell(unit, row, line, doing_of(unit, session_id, queries.voice(row)))
    return row


async def _tell(unit: Unit, row: ChatLine, line: ChatLineId, said: Doing) -> None:
    """Have a line sent to its readers, in their languages."""
    await claim(unit, row.session_id, [f"{KIND}:{line}"], row.language)
    unit.emit(ChatSaid(**said, id=line, language=row.language))


async def remove(unit: Unit, session_id: SessionId, line: ChatLineId) -> None:
    """Take a line away for good, with its translations: its author, the desk, or a moderator.

    Raises:
        NotFound: there is no such line, any more or for this actor.
        SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: it is not theirs to remove.
    """
    entered = await enter(unit, session_id)
    row = await queries.line_for_update(unit.db, session_id, line)
    is_own = row.author_id == entered.member_id
    if not (is_own or hides(unit.actor, entered.session, row.language)):
        check(entered.standing, Deed.REMOVE_TEXT, entered.session.state)
    row.text, row.removed_at, row.removed_by_id = "", unit.now, entered.member_id
    await translations.forget(unit, f"{KIND}:{line}")
    unit.emit(ChatRemoved(**entered.doing, id=line))
