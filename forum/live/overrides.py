"""Custom profiles: what a host changes in one of the others, checked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from forum.core.errors import N_, Fault, InvalidInput
from forum.decisions.majorities import Base, Majority, Qualified, Quorum, Terms, TieRule
from forum.decisions.rules import Method
from forum.decisions.silence import LEAST_HOURS
from forum.decisions.terms import QUORUMS, SHARES
from forum.live.motions import UNGA_MOTIONS, MotionKind, by_precedence
from forum.live.parts import Part
from forum.live.profiles import PROFILES, FloorRules, Order, Profile, ProfileName

Seconds = Annotated[int, Field(ge=10, le=3_600)]
"""Ten seconds to an hour."""


class Overrides(BaseModel):
    """What differs from the profile `base`; what is left out stays as it is there.

    The names are those of `FloorRules` and `Profile`. `majority` and `majority_base` go together;
    the base makes no difference to a qualified majority.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: Literal["asem_informal", "asean_consensus", "unga"] = "asem_informal"
    prepared_seconds: Seconds | None = None
    free_seconds: Seconds | None = None
    reply_seconds: Annotated[tuple[Seconds, ...], Field(max_length=5)] | None = None
    point_seconds: Seconds | None = None
    explanation_seconds: Seconds | None = None
    per_delegation: Annotated[int, Field(ge=1, le=10)] | None = None
    order: Order | None = None
    askers: frozenset[Part] | None = None
    with_consent: frozenset[Part] | None = None
    words_per_minute: Annotated[int, Field(ge=60, le=240)] | None = None
    motions: frozenset[MotionKind] | None = None
    methods: Annotated[tuple[Method, ...], Field(min_length=1)] | None = None
    majority: Literal["simple", "two_thirds", "qualified"] | None = None
    majority_base: Base | None = None
    quorum: Literal["none", "one_third", "majority"] | None = None
    opening: Literal["none", "one_third", "majority"] | None = None
    tie: TieRule | None = None
    proxies: Annotated[int, Field(ge=0, le=10)] | None = None
    silence_hours: Annotated[int, Field(ge=LEAST_HOURS, le=2_160)] | None = None
    quiet_votes: bool | None = None

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.methods is not None and len(set(self.methods)) < len(self.methods):
            raise ValueError(N_("Each method is named once."))
        if self.majority_base is not None and self.majority is None:
            raise ValueError(N_("A base needs a majority that is counted by it."))
        floor = self.floor()
        if not floor.with_consent <= floor.askers:
            raise ValueError(N_("Only those who ask for the floor can need consent."))
        return self

    def floor(self) -> FloorRules:
        """How the floor is given."""
        names = FloorRules.__dataclass_fields__
        changed = {name: getattr(self, name) for name in names}
        rules = replace(self._from.floor, **_given(changed))
        return rules if self.with_consent is not None else _narrowed(rules)

    def terms(self) -> Terms:
        """By which votes are decided."""
        quorum = None if self.quorum is None else QUORUMS[self.quorum]
        changed = {"majority": self._majority(), "quorum": quorum, "tie": self.tie}
        return replace(self._from.terms, **_given(changed))

    def profile(self) -> Profile:
        """The profile with what differs."""
        motions = None
        if self.motions is not None:
            motions = {kind: UNGA_MOTIONS[kind] for kind in MotionKind if kind in self.motions}
        changed = {
            "motions": motions,
            "methods": self.methods,
            "opening": None if self.opening is None else QUORUMS[self.opening],
            "proxies": self.proxies,
            "silence_hours": self.silence_hours,
            "quiet_votes": self.quiet_votes,
        }
        custom = replace(self._from, floor=self.floor(), terms=self.terms(), **_given(changed))
        return replace(custom, name=ProfileName.CUSTOM, title=TITLE, explanation=EXPLANATION)

    @property
    def _from(self) -> Profile:
        return PROFILES[ProfileName(self.base)]

    def _majority(self) -> Majority | Qualified | None:
        if self.majority is None:
            return None
        if self.majority == "qualified":
            return Qualified()
        share, is_more = SHARES[self.majority]
        return Majority(share, is_more=is_more, base=self.majority_base or Base.PRESENT_AND_VOTING)

    def own(self) -> dict[str, Any]:
        """What differs from the base, and the base's name, as a session stores it."""
        usual = values_of(self._from)
        given = self.model_dump(mode="json", exclude_none=True)
        own = {
            name: value
            for name, value in given.items()
            if usual.get(name) != value and (name not in _SETS or {*usual[name]} != {*value})
        }
        if own.keys() & {"majority", "majority_base"}:
            own |= {name: given[name] for name in ("majority", "majority_base") if name in given}
        return own


def values_of(profile: Profile) -> dict[str, Any]:
    """A profile's numbers and words by the names of `Overrides`, as they are written in JSON."""
    floor, terms = profile.floor, profile.terms
    majority, base = _majority_words(terms.majority)
    names = ("prepared_seconds", "free_seconds", "point_seconds", "explanation_seconds")
    return {
        **{name: getattr(floor, name) for name in (*names, "per_delegation", "words_per_minute")},
        "reply_seconds": list(floor.reply_seconds),
        "order": floor.order.value,
        "askers": [one.value for one in Part if one in floor.askers],
        "with_consent": [one.value for one in Part if one in floor.with_consent],
        "motions": [one.value for one in by_precedence(profile.motions)],
        "methods": [one.value for one in profile.methods],
        "majority": majority,
        "majority_base": base,
        "quorum": _quorum_word(terms.quorum),
        "opening": _quorum_word(profile.opening),
        "tie": terms.tie.value,
        "proxies": profile.proxies,
        "silence_hours": profile.silence_hours,
        "quiet_votes": profile.quiet_votes,
    }


_SETS = ("askers", "with_consent", "motions")
"""Whose order says nothing."""


def _majority_words(majority: Majority | Qualified) -> tuple[str, str]:
    if isinstance(majority, Qualified):
        return "qualified", Base.PRESENT_AND_VOTING.value
    kind = majority.share, majority.is_more
    return next(word for word, one in SHARES.items() if one == kind), majority.base.value


def _quorum_word(quorum: Quorum) -> str:
    return next(word for word, one in QUORUMS.items() if one == quorum)


TITLE = N_("Rules of this session")
EXPLANATION = N_("This session has rules of its own, which its host has set.")


def profile_of(name: ProfileName, overrides: Mapping[str, object] | None = None) -> Profile:
    """The rules of a session from what is stored of them.

    Raises:
        ValidationError: an override is unknown or does not fit; the edge names each field.
        InvalidInput: there are overrides and the profile is not custom.
    """
    if name is ProfileName.CUSTOM:
        return Overrides.model_validate(overrides or {}).profile()
    if overrides:
        text = N_("Only custom rules can be changed: please choose them first.")
        raise InvalidInput([Fault("overrides", text)])
    return PROFILES[name]


def _narrowed(rules: FloorRules) -> FloorRules:
    """Without consent for those who no longer ask."""
    return replace(rules, with_consent=rules.with_consent & rules.askers)


def _given(changed: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in changed.items() if value is not None}
