import pytest

from forum.core.actor import SYSTEM, Actor
from forum.core.errors import Forbidden, ForumError, ScopeTooNarrow, SignInRequired
from forum.core.ids import MemberId
from forum.core.permissions import GRANTS, NEEDS_SCOPE, Permission, Role, Scope
from tests.factories import actor

ASKED = [
    (actor(None), Permission.POST_REPLY, SignInRequired),
    (actor(), Permission.POST_HIDE, Forbidden),
    (actor(Role.ADMIN, 1, Scope.WRITE), Permission.POST_HIDE, ScopeTooNarrow),
    (actor(Role.MEMBER, 1, Scope.MODERATE), Permission.POST_HIDE, Forbidden),
]


@pytest.mark.parametrize(("who", "what", "refusal"), ASKED)
def test_a_refusal_says_what_is_missing(
    who: Actor, what: Permission, refusal: type[ForumError]
) -> None:
    assert not who.may(what)
    with pytest.raises(refusal):
        who.require(what)


def test_who_may_is_named_as_the_author() -> None:
    assert actor(Role.MODERATOR, 9).require(Permission.POST_HIDE) == MemberId(9)
    assert actor(Role.MODERATOR, 9, Scope.MODERATE).is_moderator
    assert not actor(Role.MODERATOR, 9, Scope.READ).is_moderator


def test_each_role_may_all_that_the_one_before_may() -> None:
    assert GRANTS[Role.MEMBER] < GRANTS[Role.MODERATOR] < GRANTS[Role.ADMIN]
    assert GRANTS[Role.ADMIN] == frozenset(Permission) == frozenset(NEEDS_SCOPE)


def test_nobody_in_particular_is_no_member() -> None:
    with pytest.raises(SignInRequired):
        SYSTEM.require(Permission.POST_HIDE)
