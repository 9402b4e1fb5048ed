"""Rules of a session in words: what each value is called, what it means, and how it stands."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from forum.core.errors import N_
from forum.decisions.majorities import Base, TieRule
from forum.decisions.rules import METHOD_NAMES, Method
from forum.decisions.words import BASE_CHOICES, MAJORITY_CHOICES, QUORUM_CHOICES, TIES
from forum.live.motions import MOTION_NAMES, MotionKind
from forum.live.overrides import values_of
from forum.live.parts import PART_NAMES, Part
from forum.live.profiles import Order, Profile
from i18n import formats
from i18n.catalogs import gettext

LABELS: Mapping[str, str] = {
    "prepared_seconds": N_("A prepared statement"),
    "free_seconds": N_("A statement in the free part"),
    "reply_seconds": N_("Rights of reply"),
    "point_seconds": N_("A point of order"),
    "explanation_seconds": N_("An explanation of vote"),
    "per_delegation": N_("Statements of a delegation on an item"),
    "order": N_("Order of prepared statements"),
    "askers": N_("Who asks for the floor"),
    "with_consent": N_("With the chair’s consent"),
    "words_per_minute": N_("Words read out in a minute"),
    "motions": N_("Motions"),
    "methods": N_("Decisions by"),
    "majority": N_("Majority"),
    "majority_base": N_("Counted of"),
    "quorum": N_("Quorum of a vote"),
    "opening": N_("Quorum to open the meeting"),
    "tie": N_("A tie"),
    "quiet_votes": N_("Votes are explained"),
    "proxies": N_("Votes of others that one voter casts"),
    "silence_hours": N_("A silence procedure lasts at least"),
}
"""What each value is called, in the order in which they are shown."""
HINTS: Mapping[str, str] = {
    "reply_seconds": N_("The seconds of each reply on an item, such as: 600, 300. Empty: none."),
    "per_delegation": N_("In the free part, so many requests at once."),
    "words_per_minute": N_("By which the length of written statements is predicted."),
    "motions": N_("What delegates can move about the meeting; put to the vote at once."),
    "methods": N_("By which decisions can be proposed."),
    "majority": N_("Of a vote that does not say otherwise."),
    "opening": N_("Who is present for the chair to open it."),
    "silence_hours": N_("In hours; 72 or more."),
}
"""What a value means, where its name does not say it."""
SECONDS = ("prepared_seconds", "free_seconds", "point_seconds", "explanation_seconds")
ORDERS: Mapping[Order, str] = {
    Order.ASKED: N_("As they asked"),
    Order.RANKED: N_("By level of representation, then regions in turn"),
    Order.GROUPS: N_("Groups of delegations first, then as they asked"),
}
EXPLAINED: Mapping[bool, str] = {
    True: N_("Before or after they are taken"),
    False: N_("At any time"),
}
ASKERS = (Part.DELEGATE, Part.OBSERVER, Part.STAKEHOLDER)


def choices(name: str, locale: str) -> Sequence[tuple[str, str]]:
    """What can be chosen for a value: word and text."""
    return [(word, gettext(text, locale)) for word, text in _CHOICES[name]]


_QUORUMS = tuple(QUORUM_CHOICES)
_ASKERS = tuple((one.value, PART_NAMES[one]) for one in ASKERS)
_CHOICES: Mapping[str, Sequence[tuple[str, str]]] = {
    "order": [(one.value, text) for one, text in ORDERS.items()],
    "askers": _ASKERS,
    "with_consent": _ASKERS,
    "motions": [(one.value, MOTION_NAMES[one]) for one in MotionKind],
    "methods": [(one.value, METHOD_NAMES[one]) for one in Method],
    "majority": MAJORITY_CHOICES,
    "majority_base": [(one.value, BASE_CHOICES[one]) for one in Base],
    "quorum": _QUORUMS,
    "opening": _QUORUMS,
    "quiet_votes": [(str(one).lower(), text) for one, text in EXPLAINED.items()],
    "tie": [(one.value, TIES[one]) for one in TieRule],
}


def facts(profile: Profile, locale: str) -> Sequence[tuple[str, str]]:
    """Every value of a profile in words that says something: what, and how much."""
    values = values_of(profile)
    silent = _silent(profile)
    return [
        (gettext(label, locale), _said(name, values[name], locale))
        for name, label in LABELS.items()
        if name not in silent
    ]


def _silent(profile: Profile) -> Collection[str]:
    """What says nothing in a meeting that takes no votes, or without consent or motions."""
    found = set()
    if not {*profile.methods} - {Method.CONSENSUS, Method.SILENCE, Method.STRAW}:
        found |= {"majority", "majority_base", "quorum", "tie", "proxies"}
        found |= {"explanation_seconds", "quiet_votes"}
    if not profile.floor.with_consent:
        found.add("with_consent")
    return found


def _said(name: str, value: Any, locale: str) -> str:
    if name in SECONDS:
        return _length(value, locale)
    if name == "silence_hours":
        return formats.duration(timedelta(hours=value), locale)
    if name == "reply_seconds":
        return _listed([_length(one, locale) for one in value], locale)
    if name in _CHOICES:
        texts = dict(choices(name, locale))
        if isinstance(value, str | bool):
            return texts[str(value).lower()]
        return _listed([texts.get(one, one) for one in value], locale)
    return formats.number(value, locale)


def _length(seconds: int, locale: str) -> str:
    return formats.duration(timedelta(seconds=seconds), locale)


def _listed(texts: Sequence[str], locale: str) -> str:
    return formats.listing(texts, locale) or gettext(N_("None"), locale)
