"""What pages call methods, states and results, and how they say what was counted."""

from collections.abc import Iterable, Mapping, Sequence

from forum.core.errors import N_
from forum.decisions.majorities import Base, Outcome, TieRule
from forum.decisions.rules import METHOD_NAMES, METHOD_REMARKS, Method, VoterKind
from forum.decisions.schemas import CountOut, DecisionOut, TermsOut
from i18n import formats
from i18n.catalogs import gettext

MAJORITIES: Mapping[tuple[bool, Base], str] = {
    (True, Base.PRESENT_AND_VOTING): N_(
        "Needed: more than {share} of the votes for and against, that is {needed} of {base}."
    ),
    (True, Base.VALID): N_(
        "Needed: more than {share} of all votes cast, that is {needed} of {base}."
    ),
    (True, Base.ENTITLED): N_(
        "Needed: more than {share} of the votes of all who may vote, that is {needed} of {base}."
    ),
    (True, Base.MEMBERS): N_(
        "Needed: more than {share} of all members, that is {needed} of {base}."
    ),
    (False, Base.PRESENT_AND_VOTING): N_(
        "Needed: at least {share} of the votes for and against, that is {needed} of {base}."
    ),
    (False, Base.VALID): N_(
        "Needed: at least {share} of all votes cast, that is {needed} of {base}."
    ),
    (False, Base.ENTITLED): N_(
        "Needed: at least {share} of the votes of all who may vote, that is {needed} of {base}."
    ),
    (False, Base.MEMBERS): N_(
        "Needed: at least {share} of all members, that is {needed} of {base}."
    ),
}
QUALIFIED = N_(
    "Needed: at least {share} of the voters, that is {needed} of {base}, "
    "with {people} of the population."
)
QUORUM = N_("Quorum: {quorum} have to be present; {present} count as present.")
TIES: Mapping[TieRule, str] = {
    TieRule.REJECTED: N_("If as many are for as against, it is rejected."),
    TieRule.CHAIR_CASTS: N_("If as many are for as against, the chair decides."),
    TieRule.SECOND_VOTE: N_("If as many are for as against, there is a second vote."),
}
CHOICES: Mapping[str, str] = {"yes": N_("Yes"), "no": N_("No"), "abstain": N_("Abstention")}
VOTERS: Mapping[VoterKind, str] = {
    VoterKind.DELEGATIONS: N_("Delegations"),
    VoterKind.MEMBERS: N_("Members, each for themselves"),
}
MAJORITY_CHOICES = (
    ("simple", N_("More than half")),
    ("two_thirds", N_("Two thirds")),
    ("qualified", N_("55 % of the voters with 65 % of the population")),
)
QUORUM_CHOICES = (
    ("none", N_("None")),
    ("one_third", N_("One third")),
    ("majority", N_("More than half")),
)
BASE_CHOICES: Mapping[Base, str] = {
    Base.PRESENT_AND_VOTING: N_("Votes for and against"),
    Base.VALID: N_("All votes cast, abstentions included"),
    Base.ENTITLED: N_("All who may vote in this decision"),
    Base.MEMBERS: N_("All members of the body"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.ADOPTED: N_("Adopted"),
    Outcome.REJECTED: N_("Rejected"),
    Outcome.INQUORATE: N_("No quorum: nothing was decided"),
    Outcome.SECOND_VOTE: N_("A tie: there is a second vote"),
    Outcome.CHAIR_CASTS: N_("A tie: the chair decides"),
}


def counted(decision: DecisionOut, locale: str) -> Sequence[str]:
    """How a vote is, or was, counted, in sentences."""
    if decision.count is None or decision.method is Method.STRAW:
        return []
    terms, count = decision.terms, decision.count
    said = [_majority(terms, count, locale)]
    if terms.quorum[0]:
        numbers = {"quorum": count.quorum, "present": count.present}
        said.append(_filled(QUORUM, numbers, locale))
    if terms.base is Base.PRESENT_AND_VOTING and not decision.options[0].text:
        said.append(gettext(TIES[terms.tie], locale))
    return said


def _majority(terms: TermsOut, count: CountOut, locale: str) -> str:
    numbers = {"needed": count.needed, "base": count.base}
    shares = {"share": _share(terms.majority)}
    if terms.base is None:
        shares["people"] = _share(terms.population or (0, 1))
        return _filled(QUALIFIED, numbers, locale, shares)
    return _filled(MAJORITIES[terms.is_more, terms.base], numbers, locale, shares)


def _share(pair: tuple[int, int]) -> str:
    return f"{pair[0]}/{pair[1]}"


def _filled(
    text: str, numbers: Mapping[str, int], locale: str, words: Mapping[str, str] | None = None
) -> str:
    told = {name: formats.number(value, locale) for name, value in numbers.items()}
    return gettext(text, locale).format(**told, **(words or {}))


def method_choices(methods: Sequence[Method], locale: str) -> Sequence[tuple[str, str, str]]:
    """Methods for a form to offer: value, text and remark."""
    return [
        (one.value, gettext(METHOD_NAMES[one], locale), gettext(METHOD_REMARKS[one], locale))
        for one in methods
    ]


def choices(pairs: Iterable[tuple[str, str]], locale: str) -> Sequence[tuple[str, str]]:
    """Value and text of what a form offers."""
    return [(str(value), gettext(text, locale)) for value, text in pairs]
