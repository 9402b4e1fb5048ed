"""The states of a live session, and who may do what in which of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forum.core.errors import N_, ForumError
from forum.live.parts import CHAIRS, Part


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


class NotYourPart(ForumError):
    """The act belongs to people with another part in the session, or another capacity."""

    code, status, text = (
        "not_your_part",
        403,
        N_("Your part in this session does not include this."),
    )


class NotAtThisStage(ForumError):
    """The act belongs to another state of the session."""

    code, status, text = "not_at_this_stage", 409, N_("This is not possible at this stage.")


class MutedHere(ForumError):
    """A moderator decided that somebody does not take the word in this session for now."""

    code, status = "muted_here", 403
    text = N_("You were muted in this session, and can follow it and vote.")


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


class Deed(StrEnum):
    """What people do in a session."""

    EDIT = "edit"
    """Title, times, profile, languages, agenda."""
    ADVANCE = "advance"
    """Move the session to its next state."""
    ACCREDIT = "accredit"
    REGISTER = "register"
    """Ask to take part."""
    LEAD_FLOOR = "lead_floor"
    """Call, start, stop and move speakers; open and close lists."""
    RULE = "rule"
    """On points of order."""
    ASK_FLOOR = "ask_floor"
    RAISE_POINT = "raise_point"
    """Of order, to appeal a ruling, or to move a procedural motion."""
    OPEN_DECISION = "open_decision"
    VOTE = "vote"
    """In ballots, and to object, reserve, or explain a vote."""
    CHAT = "chat"
    ASK_QUESTION = "ask_question"
    SORT_QUESTIONS = "sort_questions"
    """Answer, merge and dismiss them."""
    REACT = "react"
    CAPTION = "caption"
    INTERPRET = "interpret"
    WRITE_RECORD = "write_record"
    CORRECT_RECORD = "correct_record"
    """Ask for corrections of the record."""
    HAND_OVER = "hand_over"
    """Make topics of what the session leaves open."""


class Need(StrEnum):
    """What an act needs of a mandate."""

    NOTHING = "nothing"
    SPEAKS = "speaks"
    """Heads, alternates and advisers; those who take part for themselves need none."""
    DECIDES = "decides"
    """Heads and alternates of a delegation."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's place in a session, read once a request.

    Attributes:
        parts: those that were approved.
        delegation: id of the one that they act for; `None`: for themselves, or as an officer.
        speaks: whether their mandate lets them speak in its name.
        decides: whether it lets them commit it.
        is_host: whether they set the session up, with all that the secretariat may.
        is_muted: whether a moderator has muted them, for now.
        is_known: whether they are signed in.
    """

    parts: frozenset[Part] = frozenset()
    delegation: int | None = None
    speaks: bool = False
    decides: bool = False
    is_host: bool = False
    is_muted: bool = False
    is_known: bool = True

    @property
    def holds(self) -> frozenset[Part]:
        """All parts whose deeds they may do."""
        return self.parts | {Part.SECRETARIAT} if self.is_host else self.parts

    def meets(self, need: Need) -> bool:
        """Whether their mandate is enough."""
        if need is Need.DECIDES:
            return self.decides and self.delegation is not None
        is_own_voice = self.delegation is None and Part.DELEGATE not in self.parts
        return need is Need.NOTHING or self.speaks or is_own_voice


@dataclass(frozen=True, slots=True)
class Rule:
    """Who does something, and when.

    Attributes:
        parts: who; `None`: everybody who is signed in.
        states: when.
        need: of a mandate.
        is_word: whether who is muted may not.
    """

    parts: frozenset[Part] | None
    states: frozenset[SessionState]
    need: Need = Need.NOTHING
    is_word: bool = False


_OFFICE = frozenset({Part.SECRETARIAT})
_DESK = CHAIRS | _OFFICE
_RECORD = _OFFICE | {Part.RAPPORTEUR}
_VOICES = frozenset({Part.DELEGATE, Part.OBSERVER, Part.STAKEHOLDER})
_DELEGATES = frozenset({Part.DELEGATE})
_WRITING = frozenset({_S.CLOSED, _S.RECORD_DRAFT, _S.CORRECTIONS})

RULES: Mapping[Deed, Rule] = {
    Deed.EDIT: Rule(_OFFICE, BEFORE | {_S.SUSPENDED}),
    Deed.ADVANCE: Rule(_DESK, frozenset(SessionState) - ENDED),
    Deed.ACCREDIT: Rule(_OFFICE, COMING | LIVE),
    Deed.REGISTER: Rule(None, COMING | LIVE),
    Deed.LEAD_FLOOR: Rule(_DESK, COMING | LIVE),
    Deed.RULE: Rule(CHAIRS, MEETING),
    Deed.ASK_FLOOR: Rule(_VOICES, COMING | LIVE, Need.SPEAKS, is_word=True),
    Deed.RAISE_POINT: Rule(_DELEGATES, MEETING, Need.SPEAKS),
    Deed.OPEN_DECISION: Rule(_DESK, MEETING),
    Deed.VOTE: Rule(_DELEGATES, MEETING, Need.DECIDES),
    Deed.CHAT: Rule(frozenset(Part), LIVE, is_word=True),
    Deed.ASK_QUESTION: Rule(frozenset(Part), LIVE, is_word=True),
    Deed.SORT_QUESTIONS: Rule(_DESK | {Part.RAPPORTEUR}, LIVE),
    Deed.REACT: Rule(None, MEETING, is_word=True),
    Deed.CAPTION: Rule(_OFFICE | {Part.CAPTIONER}, LIVE),
    Deed.INTERPRET: Rule(frozenset({Part.INTERPRETER}), LIVE),
    Deed.WRITE_RECORD: Rule(_RECORD, _WRITING),
    Deed.CORRECT_RECORD: Rule(_VOICES, frozenset({_S.CORRECTIONS}), Need.SPEAKS),
    Deed.HAND_OVER: Rule(_RECORD | CHAIRS, AFTER),
}
"""Prepared lists are open before the meeting, so the floor is asked for and led from then on."""


def may(standing: Standing, deed: Deed) -> bool:
    """Whether somebody's parts and mandate include an act, in whatever state the session is."""
    rule = RULES[deed]
    if not standing.is_known or (rule.is_word and standing.is_muted):
        return False
    return _takes_part(standing, rule) and standing.meets(rule.need)


def check(standing: Standing, deed: Deed, state: SessionState) -> None:
    """Return if somebody may do something in a session now.

    Which parts may ask for the floor is narrowed by the profile; see `floor`.

    Raises:
        NotYourPart: their parts or mandate do not include it.
        MutedHere: a moderator has muted them.
        NotAtThisStage: it belongs to another state.
    """
    rule = RULES[deed]
    is_theirs = _takes_part(standing, rule) and standing.meets(rule.need)
    if not (standing.is_known and is_theirs):
        raise NotYourPart
    if rule.is_word and standing.is_muted:
        raise MutedHere
    if state not in rule.states:
        raise NotAtThisStage


def _takes_part(standing: Standing, rule: Rule) -> bool:
    return rule.parts is None or bool(rule.parts & standing.holds)
