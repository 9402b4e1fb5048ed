from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Forbidden, ForumError, SignInRequired
from forum.core.ids import MemberId
from forum.core.permissions import Role
from forum.discussions.rules import (
    LONGEST_PATH,
    Kind,
    PostGone,
    PostState,
    TopicLocked,
    TopicState,
    beside_path,
    branch_end,
    check_edit,
    check_reply,
    check_start,
    child_path,
    has_room,
)
from tests.factories import actor

REPLIES = [
    (Role.MEMBER, TopicState.OPEN, None),
    (Role.MEMBER, TopicState.LOCKED, TopicLocked),
    (Role.MODERATOR, TopicState.LOCKED, None),
    (None, TopicState.OPEN, SignInRequired),
]


@pytest.mark.parametrize(("role", "state", "refusal"), REPLIES)
def test_who_may_reply(
    role: Role | None, state: TopicState, refusal: type[ForumError] | None
) -> None:
    with pytest.raises(refusal) if refusal else nullcontext():
        check_reply(actor(role), state)


def test_announcements_are_for_moderators() -> None:
    check_start(actor(Role.MEMBER), Kind.QUESTION)
    check_start(actor(Role.MODERATOR), Kind.ANNOUNCEMENT)
    with pytest.raises(Forbidden):
        check_start(actor(Role.MEMBER), Kind.ANNOUNCEMENT)


EDITS = [
    (Role.MEMBER, 7, TopicState.OPEN, PostState.VISIBLE, None),
    (Role.MEMBER, 8, TopicState.OPEN, PostState.VISIBLE, Forbidden),
    (Role.MODERATOR, 8, TopicState.LOCKED, PostState.VISIBLE, None),
    (Role.MODERATOR, 8, TopicState.OPEN, PostState.HIDDEN, None),
    (Role.MODERATOR, 8, TopicState.OPEN, PostState.DELETED, PostGone),
    (Role.MEMBER, 7, TopicState.OPEN, PostState.HIDDEN, PostGone),
    (Role.MEMBER, 7, TopicState.LOCKED, PostState.VISIBLE, TopicLocked),
]


@pytest.mark.parametrize(("role", "author", "topic", "post", "refusal"), EDITS)
def test_who_may_edit(
    role: Role,
    author: int,
    topic: TopicState,
    post: PostState,
    refusal: type[ForumError] | None,
) -> None:
    with pytest.raises(refusal) if refusal else nullcontext():
        check_edit(actor(role), MemberId(author), topic, post)


@given(st.lists(st.lists(st.integers(1, 2**33), max_size=6), min_size=2, max_size=2))
def test_places_sort_as_a_tree_is_read(two: list[list[int]]) -> None:
    """A post comes before its replies, a branch before the next, whatever the numbers' sizes."""
    first, second = (_place(ordinals) for ordinals in two)
    assert (first < second) == (two[0] < two[1])
    assert (first == second) == (two[0] == two[1])


def _place(ordinals: list[int]) -> bytes:
    path = b""
    for ordinal in ordinals:
        path = child_path(path, ordinal)
    return path


_ORDINALS = st.integers(1, 2**33) | st.sampled_from([239, 240, 495, 496])


@given(st.lists(_ORDINALS, min_size=1, max_size=4), st.lists(_ORDINALS, max_size=6))
def test_a_branch_is_what_lies_before_its_end(above: list[int], other: list[int]) -> None:
    path = _place(above)
    for place in (other, above + other):
        inside = path <= _place(place) < branch_end(path)
        assert inside == (place[: len(above)] == above)


def test_nothing_lies_behind_a_whole_topic() -> None:
    with pytest.raises(ValueError, match="b''"):
        branch_end(b"")


def test_the_first_reply_is_number_one() -> None:
    with pytest.raises(ValueError, match="0"):
        child_path(b"", 0)


def test_however_deep_a_thread_goes_its_places_stay_short_and_in_order() -> None:
    paths = [b""]
    for number in range(1, 3 * LONGEST_PATH):
        parent = paths[-1]
        paths.append(child_path(parent, 300) if has_room(parent) else beside_path(parent, number))
    assert paths == sorted(set(paths))
    assert max(map(len, paths)) <= LONGEST_PATH + 10


@given(st.integers(1, 2**30), st.integers(1, 2**30), st.integers(1, 239))
def test_replies_without_room_follow_their_branch_by_number(
    one: int, other: int, ordinal: int
) -> None:
    deep = b"\x01" * (LONGEST_PATH - 3)
    following = child_path(deep[:-1], 2)
    assert not has_room(deep)
    assert deep < beside_path(deep, one) < following
    beneath = beside_path(beside_path(deep, one), other)
    assert (beneath < beside_path(deep, one)) == (other < one)
