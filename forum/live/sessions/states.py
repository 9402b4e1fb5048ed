"""The states of a live session, and which can follow which."""

from collections.abc import Mapping
from enum import StrEnum

from forum.core.errors import N_, ForumError


class SessionState(StrEnum):
    """How far a session has come."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    ACCREDITATION = "accreditation"
    """Delegations register who takes part."""
    LOBBY = "lobby"
    """People gather; the chair has not opened the meeting."""
    IN_SESSION = "in_session"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    RECORD_DRAFT = "record_draft"
    """The rapporteur writes the record."""
    CORRECTIONS = "corrections"
    """Delegations read the record and ask for corrections."""
    RECORD_FINAL = "record_final"
    FOLLOW_UP = "follow_up"
    """What was begun goes on in topics."""
    CANCELLED = "cancelled"


STATE_NAMES: Mapping[SessionState, str] = {
    SessionState.DRAFT: N_("Draft"),
    SessionState.ANNOUNCED: N_("Announced"),
    SessionState.ACCREDITATION: N_("Accreditation open"),
    SessionState.LOBBY: N_("Lobby open"),
    SessionState.IN_SESSION: N_("In session"),
    SessionState.SUSPENDED: N_("Suspended"),
    SessionState.CLOSED: N_("Closed"),
    SessionState.RECORD_DRAFT: N_("Record being written"),
    SessionState.CORRECTIONS: N_("Record open for corrections"),
    SessionState.RECORD_FINAL: N_("Record final"),
    SessionState.FOLLOW_UP: N_("Follow-up open"),
    SessionState.CANCELLED: N_("Cancelled"),
}


class ItemState(StrEnum):
    """How far an item of a session's agenda has come."""

    PLANNED = "planned"
    OPEN = "open"
    """One at a time."""
    DONE = "done"


_S = SessionState
TRANSITIONS: Mapping[SessionState, tuple[SessionState, ...]] = {
    _S.DRAFT: (_S.ANNOUNCED, _S.CANCELLED),
    _S.ANNOUNCED: (_S.ACCREDITATION, _S.LOBBY, _S.CANCELLED),
    _S.ACCREDITATION: (_S.LOBBY, _S.CANCELLED),
    _S.LOBBY: (_S.IN_SESSION, _S.CANCELLED),
    _S.IN_SESSION: (_S.SUSPENDED, _S.CLOSED),
    _S.SUSPENDED: (_S.IN_SESSION, _S.CLOSED),
    _S.CLOSED: (_S.RECORD_DRAFT,),
    _S.RECORD_DRAFT: (_S.CORRECTIONS,),
    _S.CORRECTIONS: (_S.RECORD_FINAL,),
    _S.RECORD_FINAL: (_S.FOLLOW_UP,),
    _S.FOLLOW_UP: (),
    _S.CANCELLED: (),
}
"""What can follow a state, the usual one first. Who needs no accreditation goes on to the lobby."""

BEFORE = frozenset({_S.DRAFT, _S.ANNOUNCED, _S.ACCREDITATION, _S.LOBBY})
"""In which a session can still be cancelled, and its times changed."""
LIVE = frozenset({_S.LOBBY, _S.IN_SESSION, _S.SUSPENDED})
"""In which people are together."""
OPENING = (_S.LOBBY, _S.IN_SESSION)
"""The step by which the chair opens a meeting, from which to which."""
MEETING = frozenset({_S.IN_SESSION})
COMING = frozenset({_S.ANNOUNCED, _S.ACCREDITATION})
AFTER = frozenset({_S.CLOSED, _S.RECORD_DRAFT, _S.CORRECTIONS, _S.RECORD_FINAL, _S.FOLLOW_UP})
ENDED = frozenset({_S.FOLLOW_UP, _S.CANCELLED})
"""After which nothing changes."""


class SessionChanged(ForumError):
    """Somebody else moved the session on meanwhile."""

    code, status = "session_changed", 409
    text = N_("The state of this session was changed meanwhile. Please look at it again.")


class NoSuchStep(ForumError):
    """The state does not follow the one that the session is in."""

    code, status, text = "no_such_step", 409, N_("A session cannot go from this state to that one.")


class CorrectionsWait(ForumError):
    """The record is not made final while its deadline is ahead or corrections are undecided."""

    code, status = "corrections_wait", 409
    text = N_(
        "The record becomes final when the time for corrections is over and each of them is "
        "decided."
    )


def check_step(state: SessionState, expected: SessionState, to: SessionState) -> SessionState:
    """The state that follows, `to`.

    Args:
        state: that of the session.
        expected: what whoever moves it on has seen, so that two who do it at once do it once.
        to: the state that they want.

    Raises:
        SessionChanged: the session is in another state than `expected`.
        NoSuchStep: `to` does not follow it.
    """
    if state is not expected:
        raise SessionChanged
    if to not in TRANSITIONS[state]:
        raise NoSuchStep
    return to
