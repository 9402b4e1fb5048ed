"""Saying something in the chat, and taking it away; the caller commits."""

from forum.core.ids import ChatLineId, SessionId
from forum.db.unit import Unit
from forum.live.chat import queries
from forum.live.chat.events import KIND, ChatRemoved, ChatSaid, ChatWaiting
from forum.live.chat.queries import Line
from forum.live.chat.tables import ChatLine
from forum.live.sessions.doing import Doing, of_nobody
from forum.live.sessions.rules import Deed, check
from forum.live.sessions.tables import LiveSession
from forum.live.speech.actions import claim
from forum.live.speech.schemas import LineDraft
from forum.live.speech.speaking import doing_of, enter, enter_to
from forum.live.speech.waiting import check_approval, has_to_wait, hides
from forum.live.speech.writing import language_of
from forum.translations import actions as translations


async def say(unit: Unit, session_id: SessionId, draft: LineDraft) -> Line:
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
    await queries.add_line(unit.db, row)
    line = await queries.line_of(unit.db, row)
    if row.waits:
        unit.emit(ChatWaiting(**of_nobody(entered.doing), id=line.id))
    else:
        await _tell(unit, session, line, entered.doing)
    return line


async def approve(unit: Unit, session_id: SessionId, number: ChatLineId) -> Line:
    """Let everybody read a line that waits, and give it; doing so again changes nothing.

    Raises:
        NotFound: there is no such line, any more or for this actor.
        SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: see `waiting.check_approval`.
    """
    entered = await enter(unit, session_id)
    row = await queries.line_for_update(unit.db, session_id, number)
    check_approval(unit, entered, row.author_id)
    line = await queries.line_of(unit.db, row)
    if row.waits:
        row.waits = False
        said = doing_of(unit, session_id, queries.voice(row))
        await _tell(unit, entered.session, line, said)
    return line


async def _tell(unit: Unit, session: LiveSession, line: Line, said: Doing) -> None:
    """Have a line sent to its readers, in their languages."""
    language = line.row.language
    present = await claim(unit, line.session_id, [line.subject.subject], language)
    fresh = await queries.fresh(unit.db, session, line, present)
    unit.emit(ChatSaid(**said, id=line.id, language=language, fresh=fresh))


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
