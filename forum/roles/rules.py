"""What roles may be, and who may give them: plain values in, a refusal or a value out."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from forum.core.actor import Actor
from forum.core.errors import N_, ForumError
from forum.core.permissions import GRANTS, LOCAL, Grant, Permission, Role

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_WORD = 40
_TAKEN = {"give", "new"}
"""Words that are addresses of their own where those of roles stand."""


class RoleTaken(ForumError):
    """Another role has this word."""

    code, status, text = "role_taken", 409, N_("Another role has this name already.")


class MoreThanOwn(ForumError):
    """Nobody gives, or takes, what they may not do themselves."""

    code, status = "more_than_own", 403
    text = N_("You cannot give or change a role that permits more than you may do yourself.")


class NothingThere(ForumError):
    """The role permits nothing that can be limited to a space or a language."""

    code, status = "nothing_there", 409
    text = N_("This role permits nothing that can be given for a space or a language alone.")


def is_word(text: str) -> bool:
    """Whether `text` can name a role in an address."""
    fits = len(text) <= LONGEST_WORD and _WORD.fullmatch(text) is not None
    return fits and text not in _TAKEN


def is_builtin(word: str) -> bool:
    """Whether a role is one that the program has."""
    return word in set(Role)


def permissions_of(word: str, stored: Collection[str] | None) -> frozenset[Permission]:
    """What a role permits.

    Args:
        word: names it.
        stored: the words of its permissions, where it has a row; those that the program no longer
            has are passed over.
    """
    if is_builtin(word):
        return GRANTS[Role(word)]
    known = set(Permission)
    return frozenset(Permission(one) for one in stored or () if one in known)


def check_giving(actor: Actor, permissions: Iterable[Permission]) -> None:
    """Return if the actor may give a role with these permissions, or take it away.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor gives no roles.
        MoreThanOwn: the actor may not do all of it.
    """
    actor.require(Permission.ROLE_MANAGE)
    if not all(actor.may(one) for one in permissions):
        raise MoreThanOwn


def check_place(
    permissions: frozenset[Permission], space: int | None, language: str
) -> frozenset[Permission]:
    """Return what of a role counts there.

    Raises:
        NothingThere: nothing does.
    """
    counting = Grant.of(permissions, space, language).permissions
    if not counting:
        raise NothingThere
    return counting


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a member has somewhere, with what it permits there."""

    role: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why somebody may do something, or may not.

    Attributes:
        permission: what.
        allowed: whether they may.
        by: the roles that permit it there, with the places they are given for.
        elsewhere: the roles that permit it in other places only.
        least: the first of the site's own roles that carries it.
        can_be_local: whether it can be given for a space or a language.
    """

    permission: Permission
    allowed: bool
    by: tuple[Held, ...]
    elsewhere: tuple[Held, ...]
    least: Role
    can_be_local: bool


def explain(
    held: Collection[Held], permission: Permission, space: int | None, language: str
) -> Explanation:
    """Say whether somebody who holds these roles may do something at a place, and by what.

    Args:
        held: all roles of the member, that of the site included.
        permission: what is asked about.
        space: id of the space of what it is about; `None` if that is in no space.
        language: of the text that it is about; "" if it is no text.
    """
    carrying = [one for one in held if permission in one.grant.permissions]
    by = tuple(one for one in carrying if one.grant.covers(permission, space, language))
    return Explanation(
        permission,
        allowed=bool(by),
        by=by,
        elsewhere=tuple(one for one in carrying if one not in by),
        least=next(role for role in Role if permission in GRANTS[role]),
        can_be_local=permission in LOCAL,
    )
