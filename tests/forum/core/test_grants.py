"""What is granted for a space or a language counts there, and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Forbidden, ScopeTooNarrow, SignInRequired
from forum.core.permissions import GRANTS, LOCAL, Grant, Permission, Role, Scope
from tests.factories import actor

ANY = frozenset(Permission)
LOCK, HIDE, READ = Permission.TOPIC_MODERATE, Permission.POST_HIDE, Permission.AUDIT_READ
IN_SPACE = Grant.of(ANY, 3, "")
IN_THAI = Grant.of(ANY, None, "th")
BOTH = Grant.of(ANY, 3, "th")


def test_a_grant_for_a_space_counts_in_it() -> None:
    who = replace(actor(), grants=(IN_SPACE,))
    assert who.at(3).may(LOCK, "fr")
    assert not who.may(LOCK)
    assert not who.at(4).may(LOCK)
    assert who.at(3).is_moderator
    assert not who.is_moderator


def test_a_grant_for_a_language_counts_for_its_texts_in_every_space() -> None:
    who = replace(actor(), grants=(IN_THAI,))
    assert who.may(HIDE, "th")
    assert who.at(3).may(HIDE, "th")
    assert not who.at(3).may(HIDE, "lo")
    assert not who.at(3).may(HIDE)


def test_a_grant_for_both_needs_both() -> None:
    who = replace(actor(), grants=(BOTH,))
    assert who.at(3).may(HIDE, "th")
    assert not who.at(3).may(HIDE, "lo")
    assert not who.at(4).may(HIDE, "th")


def test_what_is_about_the_whole_site_is_granted_for_the_whole_site_only() -> None:
    assert IN_SPACE.permissions == IN_THAI.permissions == LOCAL
    assert replace(actor(), grants=(Grant.of([READ], None, ""),)).may(READ)
    assert GRANTS[Role.MEMBER].isdisjoint(LOCAL)


def test_who_may_somewhere_is_asked_for_the_place_afterwards() -> None:
    who = replace(actor(), grants=(IN_SPACE,))
    assert who.may_somewhere(HIDE)
    assert who.require_somewhere(HIDE) == who.at(3).require(HIDE) == who.member_id
    with pytest.raises(Forbidden):
        who.at(4).require(HIDE)
    with pytest.raises(Forbidden):
        who.require_somewhere(Permission.ROLE_MANAGE)
    with pytest.raises(SignInRequired):
        actor(None).require_somewhere(HIDE)


def test_a_token_narrows_what_is_granted_too() -> None:
    who = replace(actor(Role.MEMBER, 7, Scope.WRITE), grants=(IN_SPACE,))
    assert not who.may_somewhere(HIDE)
    with pytest.raises(ScopeTooNarrow):
        who.at(3).require(HIDE)
    with pytest.raises(ScopeTooNarrow):
        who.require_somewhere(HIDE)


grants = st.builds(
    Grant.of,
    st.frozensets(st.sampled_from(Permission)),
    st.none() | st.integers(1, 3),
    st.sampled_from(["", "th", "fr"]),
)


@given(
    st.lists(grants, max_size=4),
    st.sampled_from(Permission),
    st.integers(1, 3),
    st.sampled_from(["", "th", "fr", "lo"]),
)
def test_may_i_is_answered_by_the_grants_that_cover_the_place(
    given_: list[Grant], permission: Permission, space: int, language: str
) -> None:
    who = replace(actor(), grants=tuple(given_))
    covered = any(one.covers(permission, space, language) for one in given_)
    assert who.at(space).may(permission, language) == (covered or permission in GRANTS[Role.MEMBER])
    assert not covered or who.may_somewhere(permission)
