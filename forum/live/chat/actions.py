"""Saying something in the chat, and taking it away; the caller commits."""

from forum.core.ids import ChatLineId, SessionId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.live.chat import queries
from forum.live.chat.events import KIND, ChatRemoved, ChatSaid
from forum.live.chat.tables import ChatLine
from forum.live.sessions.rules import Deed, check
from forum.live.speech.actions import claim
from forum.live.speech.schemas import LineDraft
from forum.live.speech.speaking import enter, enter_to
from forum.live.speech.writing import language_of
from forum.translations import actions as translations


async def say(unit: Unit, session_id: SessionId, draft: LineDraft) -> ChatLineId:
    """Say a line in a session's chat.

    Raises:
        NotFound, SignInRequired, Silenced: the actor does not take part.
        NotYourPart, MutedHere, NotAtThisStage: they may not chat now.
    """
    entered = await enter_to(unit, session_id, Deed.CHAT)
    language = language_of(draft.text, draft.language, unit.actor)
    voice = entered.voice
    line = await queries.add_line(
        unit.db,
        ChatLine(
            session_id=session_id,
            author_id=voice.member_id,
            delegation_id=voice.delegation_id,
            capacity=voice.capacity,
            language=language,
            text=draft.text,
            said_at=unit.now,
        ),
    )
    await claim(unit, session_id, [f"{KIND}:{line}"], language)
    unit.emit(ChatSaid(**entered.doing, id=line, language=language))
    return line


async def remove(unit: Unit, session_id: SessionId, line: ChatLineId) -> None:
    """Take a line away for good, with its translations: its author, the desk, or a moderator.

    Raises:
        NotFound: there is no such line, any more or for this actor.
        SignInRequired, Silenced: the actor does not take part.
        NotYourPart, NotAtThisStage: it is not theirs to remove.
    """
    entered = await enter(unit, session_id)
    row = await queries.line_for_update(unit.db, session_id, line)
    space = entered.session.space_id
    where = unit.actor if space is None else unit.actor.at(space)
    is_theirs = row.author_id == entered.member_id or where.may(Permission.POST_HIDE, row.language)
    if not is_theirs:
        check(entered.standing, Deed.REMOVE_TEXT, entered.session.state)
    row.text, row.removed_at, row.removed_by_id = "", unit.now, entered.member_id
    await translations.forget(unit, f"{KIND}:{line}")
    unit.emit(ChatRemoved(**entered.doing, id=line))
