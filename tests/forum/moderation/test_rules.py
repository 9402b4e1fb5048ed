import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.actor import Actor
from forum.core.errors import ForumError, ScopeTooNarrow, SignInRequired
from forum.core.ids import MemberId
from forum.core.permissions import Role, Scope
from forum.discussions.rules import PostGone, PostState
from forum.moderation.rules import (
    OwnPost,
    Target,
    TargetKind,
    check_flag,
    parse_target,
    path_of,
)
from tests.factories import actor

numbers = st.integers(1, 2**63 - 1)
targets = st.one_of(
    st.builds(
        Target, st.sampled_from([kind for kind in TargetKind if kind != TargetKind.TEXT]), numbers
    ),
    st.builds(Target, st.just(TargetKind.TEXT), numbers, st.sampled_from(["caption", "topic"])),
)
AUTHOR = MemberId(3)


@given(targets)
def test_a_target_reads_back_as_it_was_written(target: Target) -> None:
    assert parse_target(str(target)) == target


@pytest.mark.parametrize(
    "text",
    [
        *("", "post", "post:", "post:x", "post:-1", "post:0", "post:01", "post:1 ", "post:٣"),
        *("cat:1", "text:1"),
    ],
)
def test_anything_else_is_no_target(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (any kind of it)
        parse_target(text)


@given(st.text())
def test_no_text_breaks_the_reading_of_targets(text: str) -> None:
    try:
        found = parse_target(text)
    except ValueError:
        return
    assert str(found) == text


def test_every_kind_of_target_has_a_page() -> None:
    assert path_of("post:12") == "/p/12"
    assert path_of("topic:3") == "/t/3"
    assert all(path_of(f"{kind}:1") for kind in TargetKind)


def test_what_the_record_knows_from_elsewhere_has_none() -> None:
    assert path_of("planet:1") is None


def test_who_flags_is_named() -> None:
    assert check_flag(actor(), AUTHOR, PostState.VISIBLE) == MemberId(7)


REFUSED = [
    (actor(None), PostState.VISIBLE, SignInRequired),
    (actor(Role.MEMBER, 7, Scope.READ), PostState.VISIBLE, ScopeTooNarrow),
    (actor(Role.MODERATOR, 7, Scope.MODERATE), PostState.VISIBLE, ScopeTooNarrow),
    (actor(Role.MEMBER, 3), PostState.VISIBLE, OwnPost),
    (actor(Role.MEMBER, 3), PostState.HIDDEN, OwnPost),
    (actor(Role.MODERATOR), PostState.HIDDEN, PostGone),
    (actor(Role.MODERATOR), PostState.DELETED, PostGone),
]


@pytest.mark.parametrize(("who", "state", "refusal"), REFUSED)
def test_a_flag_is_refused(who: Actor, state: PostState, refusal: type[ForumError]) -> None:
    with pytest.raises(refusal):
        check_flag(who, AUTHOR, state)
