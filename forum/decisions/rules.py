"""How decisions are taken: methods, ballots and what explanations of vote allow.

Sources: Rules of Procedure of the UN General Assembly (A/520/Rev.20), rules 82-95 on voting, and
its decision 34/401, paragraphs 6 and 7, on explanations of vote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forum.core.errors import N_, ForumError


class Method(StrEnum):
    """How a decision is taken."""

    SHOW_OF_HANDS = "show_of_hands"
    """Ballots are open; only their sums are recorded (rule 87 a)."""
    ROLL_CALL = "roll_call"
    """Voters are called by name, and each vote is recorded (rule 87 a)."""
    SECRET = "secret"  # noqa: S105 (a method of voting)
    """Who voted is known, what they voted is not (rule 92: elections)."""
    CONSENSUS = "consensus"
    """Adopted if nobody objects when the chair asks."""
    SILENCE = "silence"
    """Adopted if nobody objects in writing before a deadline."""
    STRAW = "straw"
    """Shows where a meeting stands and decides nothing."""


COUNTED = frozenset({Method.SHOW_OF_HANDS, Method.ROLL_CALL, Method.SECRET, Method.STRAW})
"""Methods with ballots."""
CHANGEABLE = frozenset({Method.STRAW})
"""Methods by which a vote can be cast anew while they are taken: what decides nothing."""
BINDING = frozenset(Method) - {Method.STRAW}
"""Methods that decide something."""

METHOD_NAMES: Mapping[Method, str] = {
    Method.SHOW_OF_HANDS: N_("Show of hands"),
    Method.ROLL_CALL: N_("Roll-call vote"),
    Method.SECRET: N_("Secret ballot"),
    Method.CONSENSUS: N_("Consensus"),
    Method.SILENCE: N_("Silence procedure"),
    Method.STRAW: N_("Straw poll"),
}

YES, NO, ABSTAIN = "yes", "no", "abstain"
MOTION = (YES, NO)
"""The options of everything but an election; abstaining is open in every vote."""


METHOD_REMARKS: Mapping[Method, str] = {
    Method.SHOW_OF_HANDS: N_("Everybody votes at once; the sums are recorded."),
    Method.ROLL_CALL: N_("Each vote is recorded with its name, in an order that is drawn."),
    Method.SECRET: N_("Who has voted is known, and never what."),
    Method.CONSENSUS: N_("Adopted if nobody objects when the chair asks."),
    Method.SILENCE: N_("Adopted if nobody objects in writing before a deadline."),
    Method.STRAW: N_("Shows where people stand, and decides nothing."),
}


class DecisionState(StrEnum):
    """How it is with a decision."""

    PROPOSED = "proposed"
    OPEN = "open"
    """Ballots or objections are taken."""
    CLOSED = "closed"
    """Nothing more is taken; the result stands."""
    WITHDRAWN = "withdrawn"


STATE_NAMES: Mapping[DecisionState, str] = {
    DecisionState.PROPOSED: N_("Proposed"),
    DecisionState.OPEN: N_("Open now"),
    DecisionState.CLOSED: N_("Closed"),
    DecisionState.WITHDRAWN: N_("Withdrawn"),
}


class VoterKind(StrEnum):
    """Whose votes are counted."""

    DELEGATIONS = "delegations"
    MEMBERS = "members"
    """Persons, each for themselves."""


class RemarkKind(StrEnum):
    """What is handed in with a decision in writing."""

    OBJECTION = "objection"
    RESERVATION = "reservation"
    """For the record; it stops nothing."""
    EXPLANATION = "explanation"
    """Of a vote."""


class DecisionChanged(ForumError):
    """Somebody else has opened, closed or withdrawn it meanwhile."""

    code, status = "decision_changed", 409
    text = N_("This decision was changed meanwhile. Please look at it again.")


class NotLeading(ForumError):
    """Somebody else proposes, opens and closes decisions in the place."""

    code, status = "not_leading", 403
    text = N_("Decisions are proposed, opened and closed by those who lead here.")


class NotInMeeting(ForumError):
    """Votes are opened and cast while people meet."""

    code, status = "not_in_meeting", 409
    text = N_("Votes are opened and taken only while the meeting is in session.")


class MethodNotAllowed(ForumError):
    """The rules of the meeting do not have the method."""

    code, status = "method_not_allowed_here", 422
    text = N_("The rules of this meeting do not have this method.")


class DecisionNotOpen(ForumError):
    """Ballots and objections are taken between opening and closing."""

    code, status = "decision_not_open", 409
    text = N_("This decision does not take votes now. Nothing was changed.")


class NotEntitled(ForumError):
    """The voter is not among those who were entitled when the decision was opened."""

    code, status = "not_entitled", 403
    text = N_("You are not among those who vote in this decision.")


class ProxyGiven(ForumError):
    """Whoever has given their vote to somebody does not use it as well."""

    code, status = "proxy_given", 409
    text = N_("This vote was given to somebody else, who casts it.")


class ProxyNotHeld(ForumError):
    """A vote can be cast by its owner, or by whom it was given to."""

    code, status, text = "proxy_not_held", 403, N_("This vote was not given to you.")


class UnknownOption(ForumError):
    """The choice is not one of the decision's options."""

    code, status, text = "unknown_option", 422, N_("This is not one of the options.")


class AlreadyVoted(ForumError):
    """A vote is cast once; a constraint of the database decides who was first."""

    code, status = "already_voted", 409
    text = N_("This vote is cast already. Nothing was changed.")


class VotingGoesOn(ForumError):
    """Nothing interrupts a vote (A/520/Rev.20, rule 88)."""

    code, status = "voting_goes_on", 409
    text = N_("A vote is being taken. Please wait until it has ended.")


class NoExplanation(ForumError):
    """A vote by secret ballot, or on one's own proposal, is not explained."""

    code, status = "no_explanation", 409
    text = N_("This vote is not explained: it is secret, or the proposal is your own.")


class ExplanationTooLong(ForumError):
    """The explanation would take longer to read out than is allowed."""

    code, status = "explanation_too_long", 422
    text = N_("This explanation has {words} words; at most {most} are allowed.")


def check_choice(choice: str, options: tuple[str, ...]) -> None:
    """Return if a choice can be made among `options`; abstaining always can.

    Raises:
        UnknownOption: it is none of them.
    """
    if choice != ABSTAIN and choice not in options:
        raise UnknownOption


@dataclass(frozen=True, slots=True)
class Explanation:
    """An explanation of vote that somebody wants to give.

    Attributes:
        method: how the vote is taken.
        is_sponsor: whether the proposal, or the amendment, is the voter's own.
        words: how many words it has, in any language.
    """

    method: Method
    is_sponsor: bool
    words: int


def check_explanation(given: Explanation, *, seconds: int, words_per_minute: int) -> None:
    """Return if a vote can be explained so, before or after voting (rule 88).

    Args:
        given: the explanation.
        seconds: how long an explanation may take; 600 in the General Assembly.
        words_per_minute: how fast statements are read out.

    Raises:
        NoExplanation: the vote is secret, or on the voter's own proposal.
        ExplanationTooLong: it has more words than can be read out in that time.
    """
    if given.is_sponsor or given.method is Method.SECRET:
        raise NoExplanation
    most = seconds * words_per_minute // 60
    if given.words > most:
        raise ExplanationTooLong(words=given.words, most=most)
