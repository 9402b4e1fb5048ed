"""What people do with sessions. An action checks, changes, announces; its caller commits."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from forum.core.ids import SessionId, SpaceId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.decisions.majorities import NO_QUORUM
from forum.live.overrides import profile_of
from forum.live.profiles import ProfileName
from forum.live.sessions import queries
from forum.live.sessions.doing import doing
from forum.live.sessions.events import ItemOpened, SessionEdited, SessionMoved
from forum.live.sessions.quorum import Turnout
from forum.live.sessions.record import note
from forum.live.sessions.rules import Deed, Standing, check, is_narrower
from forum.live.sessions.schemas import SessionChange, SessionDraft, SessionStep
from forum.live.sessions.states import OPENING, ItemState, SessionState, check_step
from forum.live.sessions.tables import LiveSession
from forum.live.sessions.times import check_times
from forum.spaces import queries as spaces
from forum.translations import actions as translations

_IN_CALENDARS = {"title", "description", "language", "starts_at", "ends_at", "video_url"}


@dataclass(frozen=True, slots=True)
class Place:
    """A session that is locked, and the actor's place in it."""

    session: LiveSession
    standing: Standing

    @property
    def session_id(self) -> SessionId:
        """The session's number."""
        assert self.session.id is not None  # noqa: S101 (it was read)
        return self.session.id


async def place_for(unit: Unit, session_id: SessionId, deed: Deed) -> Place:
    """Lock a session in which the actor is about to do something that they may.

    Raises:
        NotFound: there is no such session, or they do not follow it.
        NotYourPart, MutedHere, NotAtThisStage: see `rules.check`.
        Silenced: a moderator decided that they do not write for now.
    """
    session = await queries.session_for_update(unit.db, unit.actor, session_id)
    standing = await queries.standing_of(unit.db, session, unit.actor, unit.now)
    check(standing, deed, session.state)
    unit.actor.check_silence()
    return Place(session, standing)


async def make_session(unit: Unit, draft: SessionDraft) -> LiveSession:
    """Set up a session, as a draft.

    Raises:
        NotFound: there is no such space for this actor.
        InvalidInput: its times or rules do not fit.
        SignInRequired, Forbidden, ScopeTooNarrow, Silenced: the actor may not.
    """
    space_id, actor = await _space(unit, draft.space), unit.actor
    here = actor if space_id is None else actor.at(space_id)
    host = here.require(Permission.SESSION_MANAGE)
    check_times(draft.starts_at, draft.ends_at)
    values = draft.model_dump(exclude={"space", "overrides", "languages", "quotas"})
    row = LiveSession(
        **values,
        quotas={part.value: most for part, most in draft.quotas.items()},
        languages=draft.languages or [draft.language],
        overrides=_overrides(draft.overrides),
        space_id=space_id,
        host_id=host,
        created_at=unit.now,
        changed_at=unit.now,
    )
    profile_of(row.profile, row.overrides)
    session_id = await queries.add_session(unit.db, row)
    note(unit, "make_session", session_id)
    unit.emit(SessionMoved(**doing(unit, session_id), state=row.state.value))
    return row


async def change_session(unit: Unit, session_id: SessionId, change: SessionChange) -> LiveSession:
    """Change what `change` names.

    Raises:
        NotFound: there is no such session, or the actor does not follow it.
        InvalidInput: its times or rules do not fit.
        NotYourPart, NotAtThisStage, Silenced: the actor may not, or not now.
    """
    place = await place_for(unit, session_id, Deed.EDIT)
    was = _take_over(place.session, change)
    check_times(place.session.starts_at, place.session.ends_at)
    profile_of(place.session.profile, place.session.overrides)
    if not was:
        return place.session
    place.session.changed_at = unit.now
    if _IN_CALENDARS & was.keys():
        place.session.sequence += 1
    await _outdate(unit, session_id, was)
    note(unit, "change_session", session_id, was=_as_json(was))
    closes = _closes(place.session, was)
    unit.emit(SessionEdited(**doing(unit, session_id, place.standing), closes=closes))
    return place.session


async def _outdate(unit: Unit, session_id: SessionId, was: Collection[str]) -> None:
    """Have translated anew what reads otherwise."""
    for column, kind in (("title", "session_title"), ("description", "session_text")):
        if {column, "language"} & set(was):
            await translations.outdate(unit, f"{kind}:{session_id}")
    if "language" in was:
        await translations.outdate(unit, f"agenda:{session_id}")
        for item in await queries.items_of(unit.db, session_id):
            await translations.outdate(unit, f"item_text:{item.id}")


async def step_session(
    unit: Unit, session_id: SessionId, step: SessionStep, here: Collection[int] = ()
) -> LiveSession:
    """Move a session on from the state that the actor saw to the one they want.

    Args:
        unit: the change.
        session_id: which session.
        step: from where to where.
        here: ids of the members who have its room open.

    Raises:
        NoQuorum: the meeting would be opened with fewer delegations than its rules ask for.
        NotFound: there is no such session, or the actor does not follow it.
        SessionChanged: somebody else moved it on meanwhile.
        NoSuchStep: the state does not follow.
        NotYourPart, NotAtThisStage, Silenced: the actor may not.
    """
    place = await place_for(unit, session_id, Deed.ADVANCE)
    session = place.session
    was, session.state = session.state, check_step(session.state, step.expected, step.to)
    if (was, step.to) == OPENING and not step.waives_quorum:
        await _check_quorum(unit, place, here)
    session.changed_at = unit.now
    if step.to is SessionState.CANCELLED or was is SessionState.DRAFT:
        session.sequence += 1
    waived: dict[str, Any] = {"waives_quorum": True} if step.waives_quorum else {}
    note(unit, "step_session", session_id, was=was.value, to=step.to.value, **waived)
    if step.to is SessionState.CLOSED:
        await close_item(unit, place)
    unit.emit(SessionMoved(**doing(unit, session_id, place.standing), state=step.to.value))
    return session


async def _check_quorum(unit: Unit, place: Place, here: Collection[int]) -> None:
    quorum = profile_of(place.session.profile, place.session.overrides).opening
    if quorum != NO_QUORUM:
        seats = await queries.seats(unit.db, place.session_id)
        Turnout.of(seats, here).check(quorum)


async def close_item(unit: Unit, place: Place) -> None:
    """Have the item that is open, if one is, be done."""
    if (item_id := place.session.open_item_id) is None:
        return
    item = await queries.item_of(unit.db, place.session_id, item_id)
    item.state, place.session.open_item_id = ItemState.DONE, None
    unit.emit(ItemOpened(**doing(unit, place.session_id, place.standing), item_id=None))


async def _space(unit: Unit, slug: str | None) -> SpaceId | None:
    if slug is None:
        return None
    return (await spaces.space_by_slug(unit.db, unit.actor, slug)).id


def _overrides(given: Any) -> dict[str, Any]:
    return {} if given is None else given.model_dump(mode="json", exclude_unset=True)


def _take_over(session: LiveSession, change: SessionChange) -> dict[str, Any]:
    """Put into a row what is to be different, and say what was there before."""
    wanted = change.model_dump(exclude_none=True, exclude={"overrides", "quotas"})
    if change.quotas is not None:
        wanted["quotas"] = {part.value: most for part, most in change.quotas.items()}
    if change.overrides is not None:
        wanted["overrides"] = _overrides(change.overrides)
    elif change.profile not in {None, ProfileName.CUSTOM}:
        wanted["overrides"] = {}
    was = {
        name: getattr(session, name) for name in wanted if getattr(session, name) != wanted[name]
    }
    for name in was:
        setattr(session, name, wanted[name])
    return was


def _closes(session: LiveSession, was: dict[str, Any]) -> bool:
    """Whether somebody may hear less of a session now than before."""
    access, languages = was.get("access", session.access), was.get("languages", [])
    return is_narrower(session.access, access) or not set(languages) <= set(session.languages)


def _as_json(was: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str | list | dict) else str(value)
        for name, value in was.items()
    }
