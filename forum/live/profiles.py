"""Rules of procedure as data: by which rules a session is held.

Sources, by the names used below:
    ASEM8: speaking arrangements of the eighth ASEM summit, 2010: five minutes in the part prepared
        by a list and in the free part; nothing was voted on.
    ASEM working methods: foreign ministers, Beijing 2001: informal; the chair states the outcome;
        consensus by consultation.
    ASEAN: Charter of the Association of Southeast Asian Nations, Article 20: consultation and
        consensus.
    UNGA: Rules of Procedure of the UN General Assembly (A/520/Rev.20) and its decision 34/401,
        annex V there: right of reply twice on an item, ten and five minutes (paragraphs 9 and 10);
        explanations of vote ten minutes (paragraph 6).
    UNGA 74/544: decision of 27 March 2020 on the silence procedure: 72 hours.
    LDC5: fifth UN conference on the least developed countries: five minutes a speaker.
    WHO: seventy-third World Health Assembly: 330 words in three minutes, 110 a minute.
Numbers without a source are the product's own and marked as such.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from forum.core.errors import N_
from forum.decisions.majorities import (
    MAJORITY_PRESENT,
    NO_QUORUM,
    ONE_THIRD_PRESENT,
    Quorum,
    Terms,
    TieRule,
)
from forum.decisions.rules import Method
from forum.decisions.silence import LEAST_HOURS
from forum.live.motions import UNGA_MOTIONS, MotionKind, MotionRule
from forum.live.parts import Part

WORDS_PER_MINUTE = 110
"""How fast a statement is read out so that interpreters can follow (WHO)."""


_TERMS = Terms()


class ProfileName(StrEnum):
    """The profiles that there are."""

    ASEM_INFORMAL = "asem_informal"
    ASEAN_CONSENSUS = "asean_consensus"
    UNGA = "unga"
    CUSTOM = "custom"
    """One of the others with changes of the host's."""


class Order(StrEnum):
    """In what order those of a prepared list are called; others always as they asked."""

    ASKED = "asked"
    """As they asked (UNGA, rule 68)."""
    RANKED = "ranked"
    """By level of representation, then by turns of the regions."""
    GROUPS = "groups"
    """Statements on behalf of groups of delegations, then the others, each as they asked."""


@dataclass(frozen=True, slots=True)
class FloorRules:
    """How the floor is given.

    Attributes:
        prepared_seconds: of a statement by those who asked before the debate.
        free_seconds: of an intervention in the free part.
        reply_seconds: of each right of reply that a delegation has on an item, in their order.
        point_seconds: of raising a point of order.
        explanation_seconds: of an explanation of vote.
        per_delegation: how many statements a delegation has on an item, and how many interventions
            it asks for at once.
        order: of the prepared part.
        askers: who may ask for the floor; others only speak when the chair calls them.
        with_consent: those of them whose requests wait for the chair's consent.
        words_per_minute: how fast statements are read out.
    """

    prepared_seconds: int = 300
    free_seconds: int = 300
    reply_seconds: tuple[int, ...] = ()
    point_seconds: int = 180
    explanation_seconds: int = 600
    per_delegation: int = 1
    order: Order = Order.RANKED
    askers: frozenset[Part] = frozenset({Part.DELEGATE})
    with_consent: frozenset[Part] = frozenset()
    words_per_minute: int = WORDS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class Profile:
    """Rules of a session.

    Attributes:
        name: which profile it is.
        title: a name for readers, marked for translation.
        explanation: a sentence for readers, marked for translation.
        floor: how the floor is given.
        motions: procedural motions that can be moved; see `by_precedence` for their order.
        methods: of decisions, the usual one first.
        terms: by which votes are decided unless a decision says otherwise.
        opening: who must be present for the chair to open a meeting.
        proxies: how many votes of others one voter can hold.
        silence_hours: least time of a silence procedure.
        quiet_votes: whether nothing interrupts a vote: it is explained before it or after.
    """

    name: ProfileName
    title: str
    explanation: str
    floor: FloorRules
    motions: Mapping[MotionKind, MotionRule]
    methods: tuple[Method, ...]
    terms: Terms = _TERMS
    opening: Quorum = NO_QUORUM
    proxies: int = 0
    silence_hours: int = LEAST_HOURS
    quiet_votes: bool = False


ASEM_INFORMAL = Profile(
    name=ProfileName.ASEM_INFORMAL,
    title=N_("ASEM, informal"),
    explanation=N_(
        "A prepared list of speakers, then free discussion, five minutes each. "
        "The chair states the outcome; nothing is put to the vote."
    ),
    # Five minutes: ASEM8. Stakeholders are heard and are no partners. Points of order: our number.
    floor=FloorRules(
        askers=frozenset({Part.DELEGATE, Part.OBSERVER, Part.STAKEHOLDER}),
        with_consent=frozenset({Part.OBSERVER, Part.STAKEHOLDER}),
    ),
    motions=MappingProxyType({}),
    methods=(Method.CONSENSUS, Method.SILENCE),
)
"""ASEM8 and the ASEM working methods; the profile of a session unless its host says otherwise."""

ASEAN_CONSENSUS = Profile(
    name=ProfileName.ASEAN_CONSENSUS,
    title=N_("ASEAN, by consensus"),
    explanation=N_(
        "Statements of five minutes and one right of reply. "
        "Decisions are taken by consultation and consensus; a straw poll decides nothing."
    ),
    # No limits are published: those of ASEM8, and one reply of three minutes, are ours.
    floor=FloorRules(
        reply_seconds=(180,),
        askers=frozenset({Part.DELEGATE, Part.OBSERVER}),
        with_consent=frozenset({Part.OBSERVER}),
    ),
    motions=MappingProxyType(
        {
            kind: UNGA_MOTIONS[kind]
            for kind in (MotionKind.SUSPEND_MEETING, MotionKind.ADJOURN_MEETING)
        }
    ),
    methods=(Method.CONSENSUS, Method.SILENCE, Method.STRAW),
)
"""ASEAN: decisions; the motions on the meeting itself as in the General Assembly."""

UNGA = Profile(
    name=ProfileName.UNGA,
    title=N_("UN General Assembly"),
    explanation=N_(
        "Speakers are called as they asked. Points of order are ruled on at once, rights of reply "
        "come at the end, and votes are decided by those present and voting."
    ),
    # Five minutes a statement: LDC5. Five minutes for a point of order: ours. Groups first is usual
    # in its debates and stands in no rule; without them it is rule 68, as they asked.
    floor=FloorRules(
        reply_seconds=(600, 300),
        point_seconds=300,
        order=Order.GROUPS,
        askers=frozenset({Part.DELEGATE, Part.OBSERVER}),
        with_consent=frozenset({Part.OBSERVER}),
    ),
    motions=UNGA_MOTIONS,
    methods=(
        Method.SHOW_OF_HANDS,
        Method.ROLL_CALL,
        Method.SECRET,
        Method.CONSENSUS,
        Method.SILENCE,
    ),
    terms=Terms(quorum=MAJORITY_PRESENT, tie=TieRule.SECOND_VOTE),
    opening=ONE_THIRD_PRESENT,
    quiet_votes=True,
)
"""UNGA: rules 67 (quorum), 68-73 (floor), 74-77 (motions), 82-95 (votes; none by proxy)."""

PROFILES: Mapping[ProfileName, Profile] = MappingProxyType(
    {one.name: one for one in (ASEM_INFORMAL, ASEAN_CONSENSUS, UNGA)}
)
"""Those that stand as they are; `forum.live.overrides` makes custom ones of them."""
