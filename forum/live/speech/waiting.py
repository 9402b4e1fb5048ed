"""What is read before everybody may read it: by whom, and what comes to that."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.blocked_words import checking
from forum.blocked_words import queries as blocked_words
from forum.blocked_words.queries import EVERYWHERE
from forum.core.actor import Actor
from forum.core.ids import MemberId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.live.sessions import queries as sessions
from forum.live.sessions.rules import Deed, NotAtThisStage, NotYourPart, Standing, may
from forum.live.sessions.states import LIVE
from forum.live.sessions.tables import LiveSession
from forum.live.speech.speaking import Entered


class Said(Protocol):
    """Something that somebody wrote in a session."""

    @property
    def author_id(self) -> MemberId:
        """Who did."""
        ...

    @property
    def waits(self) -> bool:
        """Whether nobody has read it yet who is to."""
        ...


AnySaid = TypeVar("AnySaid", bound=Said)


async def has_to_wait(
    unit: Unit, session: LiveSession, standing: Standing, text: str, language: str
) -> bool:
    """Whether what somebody says waits: by a word in it, or as they are under approval.

    Raises:
        WordRefused: a word stands in it that is not taken.
    """
    if not reads_first(unit.actor, session, standing):
        space = session.space_id or EVERYWHERE
        lists = await blocked_words.lists(unit.db, space, strict_only=True)
        if await checking.has_to_wait(unit.db, lists, text, language):
            return True
    return unit.actor.limits.held


def hides(actor: Actor, session: LiveSession, language: str = "") -> bool:
    """Whether somebody moderates what is written in a session, by its space."""
    where = actor if session.space_id is None else actor.at(session.space_id)
    return where.may(Permission.POST_HIDE, language)


def reads_first(actor: Actor, session: LiveSession, standing: Standing) -> bool:
    """Whether somebody reads what waits: who leads the session, and who moderates there."""
    return may(standing, Deed.REMOVE_TEXT) or hides(actor, session)


async def shown_to(
    db: AsyncSession, actor: Actor, session: LiveSession, said: Sequence[AnySaid], now: datetime
) -> Sequence[AnySaid]:
    """What of some texts somebody is shown: what waits is for its author, and who reads it."""
    hidden = [one for one in said if one.waits and one.author_id != actor.member_id]
    if not hidden:
        return said
    standing = await sessions.standing_of(db, session, actor, now)
    if reads_first(actor, session, standing):
        return said
    return [one for one in said if one not in hidden]


def check_approval(unit: Unit, entered: Entered, author_id: MemberId) -> None:
    """Return if the actor may let everybody read what somebody said.

    Raises:
        NotYourPart: they wrote it, or do not read what waits.
        NotAtThisStage: the meeting is over.
    """
    is_reader = reads_first(unit.actor, entered.session, entered.standing)
    if author_id == entered.member_id or not is_reader:
        raise NotYourPart
    if entered.session.state not in LIVE:
        raise NotAtThisStage
