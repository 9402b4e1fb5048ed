"""Who may do what in a live session, and in which of its states."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forum.core.errors import N_, ForumError
from forum.delegations.rules import OnBehalf
from forum.live.parts import CHAIRS, Part
from forum.live.sessions.states import AFTER, BEFORE, COMING, ENDED, LIVE, MEETING, SessionState
from i18n.languages import LANGUAGES


class SessionAccess(StrEnum):
    """Who follows a session; never more people than see the space that it belongs to."""

    PUBLIC = "public"
    """Anyone."""
    MEMBERS = "members"
    """Members of the site."""
    ACCREDITED = "accredited"
    """Those who were let in; other members are told that it takes place, and can ask."""


def is_carried(tag: str, offered: Collection[str], *, is_known: bool) -> bool:
    """Whether what people say in a session is brought to a reader in a language as they say it.

    Args:
        tag: BCP 47 tag of the language.
        offered: those that the session offers: visitors listen in these alone, so that nobody
            unknown has it translated; members in any that the product knows.
        is_known: whether the reader is signed in.
    """
    return tag in offered or (is_known and tag in LANGUAGES)


_OPENNESS = (SessionAccess.ACCREDITED, SessionAccess.MEMBERS, SessionAccess.PUBLIC)


def is_narrower(after: SessionAccess, before: SessionAccess) -> bool:
    """Whether fewer people follow a session with `after` than followed it with `before`."""
    return _OPENNESS.index(after) < _OPENNESS.index(before)


class RequestState(StrEnum):
    """How it is with somebody's wish to take part."""

    RECEIVED = "received"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


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


class PointPending(ForumError):
    """A point of order comes before everything else, and so does an appeal."""

    code, status = "point_pending", 409
    text = N_("A point of order or an appeal is decided first.")


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
    UPVOTE = "upvote"
    """Say that a question of somebody else's should be answered."""
    SORT_QUESTIONS = "sort_questions"
    """Answer, merge and dismiss them."""
    REMOVE_TEXT = "remove_text"
    """Take away lines of chat and questions of others."""
    REACT = "react"
    CAPTION = "caption"
    INTERPRET = "interpret"
    CORRECT_CAPTION = "correct_caption"
    """Let a caption say what was said: one's own, or any, as the secretariat."""
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
        on_behalf: for which delegation they act, and as what; `None`: for themselves, or as an
            officer.
        delegation: what the reader calls that delegation; "" without one.
        is_host: whether they set the session up or look after all of them, with all that the
            secretariat may.
        is_muted: whether a moderator has muted them, for now.
        is_known: whether they are signed in.
    """

    parts: frozenset[Part] = frozenset()
    on_behalf: OnBehalf | None = None
    delegation: str = ""
    is_host: bool = False
    is_muted: bool = False
    is_known: bool = True

    @property
    def holds(self) -> frozenset[Part]:
        """All parts whose deeds they may do."""
        return self.parts | {Part.SECRETARIAT} if self.is_host else self.parts

    def meets(self, need: Need) -> bool:
        """Whether their mandate is enough."""
        if need is Need.NOTHING:
            return True
        if self.on_behalf is None:
            return need is Need.SPEAKS and Part.DELEGATE not in self.parts
        return self.on_behalf.decides if need is Need.DECIDES else self.on_behalf.speaks


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
_WRITING = frozenset({SessionState.RECORD_DRAFT, SessionState.CORRECTIONS})

RULES: Mapping[Deed, Rule] = {
    Deed.EDIT: Rule(_OFFICE, BEFORE | {SessionState.SUSPENDED}),
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
    Deed.UPVOTE: Rule(frozenset(Part), LIVE),
    Deed.REMOVE_TEXT: Rule(_DESK, LIVE | AFTER),
    Deed.SORT_QUESTIONS: Rule(_DESK | {Part.RAPPORTEUR}, LIVE),
    Deed.REACT: Rule(None, MEETING, is_word=True),
    Deed.CAPTION: Rule(_OFFICE | {Part.CAPTIONER}, LIVE),
    Deed.INTERPRET: Rule(frozenset({Part.INTERPRETER}), LIVE),
    Deed.CORRECT_CAPTION: Rule(_OFFICE | {Part.CAPTIONER, Part.INTERPRETER}, LIVE | _WRITING),
    Deed.WRITE_RECORD: Rule(_RECORD, _WRITING),
    Deed.CORRECT_RECORD: Rule(_VOICES, frozenset({SessionState.CORRECTIONS}), Need.SPEAKS),
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


def deeds(standing: Standing, state: SessionState) -> list[Deed]:
    """All that somebody may do in a session now; see `check`."""
    return [one for one in Deed if may(standing, one) and state in RULES[one].states]
