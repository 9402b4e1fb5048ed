from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from forum.core.errors import InvalidInput
from forum.decisions.majorities import (
    MAJORITY_PRESENT,
    NO_QUORUM,
    ONE_THIRD_PRESENT,
    Base,
    Majority,
    Qualified,
    TieRule,
)
from forum.decisions.rules import Method
from forum.decisions.terms import QUORUMS, SHARES
from forum.live.motions import MOTION_NAMES, UNGA_MOTIONS, MotionKind, MotionRule, by_precedence
from forum.live.overrides import Overrides, profile_of, values_of
from forum.live.parts import Part
from forum.live.profiles import ASEM_INFORMAL, PROFILES, UNGA, Order, Profile, ProfileName
from forum.live.sessions.ruling import LABELS, facts


def test_every_profile_but_the_custom_one_stands_as_it_is() -> None:
    assert {*PROFILES, ProfileName.CUSTOM} == set(ProfileName)
    assert all(profile_of(name) is one and one.name is name for name, one in PROFILES.items())


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_profile_keeps_to_what_all_have_in_common(profile: Profile) -> None:
    floor = profile.floor
    assert (floor.prepared_seconds, floor.free_seconds) == (300, 300)
    assert floor.words_per_minute == 110
    assert floor.with_consent < floor.askers
    assert profile.silence_hours == 72
    assert Method.SILENCE in profile.methods
    assert profile.title
    assert profile.explanation.endswith(".")


def test_asem_takes_no_votes() -> None:
    assert ASEM_INFORMAL.methods == (Method.CONSENSUS, Method.SILENCE)
    assert ASEM_INFORMAL.motions == {}
    assert ASEM_INFORMAL.terms.quorum == NO_QUORUM


def test_the_general_assembly_replies_twice_and_votes_twice() -> None:
    assert UNGA.floor.reply_seconds == (600, 300)
    assert UNGA.floor.explanation_seconds == 600
    assert UNGA.floor.order is Order.GROUPS
    assert (UNGA.opening, UNGA.terms.quorum) == (ONE_THIRD_PRESENT, MAJORITY_PRESENT)
    assert UNGA.terms.tie is TieRule.SECOND_VOTE


def test_motions_are_put_in_their_order() -> None:
    moved = [MotionKind.CLOSE_DEBATE, MotionKind.SUSPEND_MEETING, MotionKind.ADJOURN_DEBATE]
    assert by_precedence(moved) == tuple(reversed([moved[0], moved[2], moved[1]]))
    assert list(UNGA_MOTIONS) == list(MotionKind) == list(MOTION_NAMES)
    assert UNGA_MOTIONS[MotionKind.ADJOURN_DEBATE] == MotionRule(2, 2)
    assert UNGA_MOTIONS[MotionKind.CLOSE_DEBATE] == MotionRule(0, 2)


def test_custom_rules_without_changes_are_those_they_come_from() -> None:
    custom = profile_of(ProfileName.CUSTOM, {"base": "unga"})
    assert custom.name is ProfileName.CUSTOM
    assert (custom.floor, custom.motions, custom.methods) == (
        UNGA.floor,
        UNGA.motions,
        UNGA.methods,
    )
    assert (custom.terms, custom.proxies, custom.silence_hours) == (UNGA.terms, 0, 72)


def test_what_a_host_changes_is_changed_and_nothing_else() -> None:
    custom = profile_of(
        ProfileName.CUSTOM,
        {"prepared_seconds": 180, "askers": ["delegate"], "motions": ["close_debate"],
         "methods": ["roll_call"], "majority": "two_thirds", "majority_base": "members",
         "quorum": "one_third", "tie": "chair_casts", "proxies": 2, "opening": "majority",
         "silence_hours": 96, "reply_seconds": []},
    )  # fmt: skip
    assert (custom.floor.prepared_seconds, custom.floor.free_seconds) == (180, 300)
    assert custom.floor.askers == {Part.DELEGATE}
    assert custom.floor.with_consent == frozenset()
    assert custom.motions == {MotionKind.CLOSE_DEBATE: MotionRule(0, 2)}
    assert custom.terms.majority == Majority(Fraction(2, 3), is_more=False, base=Base.MEMBERS)
    assert custom.terms.quorum == QUORUMS["one_third"]
    assert custom.opening == MAJORITY_PRESENT
    assert (custom.terms.tie, custom.proxies, custom.silence_hours) == ("chair_casts", 2, 96)


def test_majorities_by_name() -> None:
    qualified = profile_of(ProfileName.CUSTOM, {"majority": "qualified"})
    assert qualified.terms.majority == Qualified()
    simple = profile_of(ProfileName.CUSTOM, {"majority": "simple"})
    assert simple.terms.majority == Majority(SHARES["simple"][0], is_more=True)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_every_value_of_a_profile_can_be_written_down_and_read(profile: Profile) -> None:
    values = values_of(profile)
    written = Overrides.model_validate({**values, "base": profile.name.value})
    assert written.own() == {"base": profile.name.value}
    custom = written.profile()
    assert (custom.floor, custom.terms, custom.motions, custom.opening) == (
        profile.floor, profile.terms, profile.motions, profile.opening,
    )  # fmt: skip
    assert set(values) == set(Overrides.model_fields) - {"base"} == set(LABELS)
    assert all(text for _, text in facts(profile, "en"))


def test_what_is_as_in_the_base_is_not_stored_and_a_majority_goes_with_its_base() -> None:
    given_ones = Overrides(base="unga", free_seconds=300, majority="simple", majority_base="valid")
    stored = {"base": "unga", "majority": "simple", "majority_base": "valid"}
    assert given_ones.own() == stored
    shown = dict(facts(profile_of(ProfileName.CUSTOM, stored), "en"))
    assert shown["Counted of"] == "All votes cast, abstentions included"
    assert "Majority" not in dict(facts(ASEM_INFORMAL, "en"))  # which takes no votes


@pytest.mark.parametrize(
    "overrides",
    [
        {"silence_hours": 71},
        {"prepared_seconds": 9},
        {"base": "custom"},
        {"speaking": 5},
        {"methods": []},
        {"methods": ["roll_call", "roll_call"]},
        {"majority_base": "valid"},
        {"askers": ["delegate"], "with_consent": ["observer"]},
        {"reply_seconds": [60] * 6},
    ],
)
def test_what_does_not_fit_is_refused(overrides: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        profile_of(ProfileName.CUSTOM, overrides)


def test_a_profile_with_a_name_of_its_own_is_not_changed() -> None:
    with pytest.raises(InvalidInput):
        profile_of(ProfileName.UNGA, {"prepared_seconds": 60})


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "base": st.sampled_from(["asem_informal", "asean_consensus", "unga"]),
            "free_seconds": st.integers(10, 3_600),
            "askers": st.sets(st.sampled_from(Part)).map(list),
            "order": st.sampled_from(Order),
            "per_delegation": st.integers(1, 10),
        },
    )
)
def test_what_is_stored_comes_back_as_the_same_rules(overrides: dict[str, object]) -> None:
    given_ones = Overrides.model_validate(overrides)
    stored = given_ones.model_dump(mode="json", exclude_none=True)
    assert profile_of(ProfileName.CUSTOM, stored) == given_ones.profile()
