"""Who is asking."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from forum.core.errors import (
    N_,
    Forbidden,
    ScopeTooNarrow,
    SecondFactorRequired,
    SignInRequired,
    Silenced,
    SilencedUntil,
)
from forum.core.ids import MemberId
from forum.core.permissions import GRANTS, NEEDS_SCOPE, Grant, Permission, Role, Scope

APPEALS = "/decisions"
"""The page on which members read, and answer, what moderators decided about them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What moderators decided that somebody may not do for now.

    Attributes:
        silenced: whether they may read and not write.
        until: when that ends by itself; `None`: when it is lifted.
        reason: why, in the moderator's words.
        held: whether what they write waits until a moderator has read it.
        held_until: when that ends by itself.
    """

    silenced: bool = False
    until: datetime | None = None
    reason: str = ""
    held: bool = False
    held_until: datetime | None = None

    def at(self, now: datetime) -> "Limits":
        """Those that still hold."""
        found = self
        if found.until is not None and found.until <= now:
            found = replace(found, silenced=False, until=None, reason="")
        if found.held_until is not None and found.held_until <= now:
            found = replace(found, held=False, held_until=None)
        return found


FREE = Limits()


@dataclass(frozen=True, slots=True)
class Actor:
    """One request's person, read once at the edge.

    Attributes:
        member_id: `None` for a visitor who is not signed in.
        handle: the readable address part, `/m/<handle>`; empty for a visitor.
        name: as shown beside what the person writes; empty for a visitor.
        role: standing on the site.
        locale: BCP 47 tag of the interface, in which answers are written.
        reads: BCP 47 tags of the languages the person reads, the preferred first.
        little: those of them in which they do not write well enough to correct others.
        zone: IANA time zone that times are shown in.
        scopes: `None` for a person at a browser, else what the token in use was made for.
        held_role: the standing that counts only once a second factor is set up, if there is one.
        grants: what the person may beside what the role carries, there or everywhere.
        held_grants: the same, as far as it counts only once a second factor is set up.
        good_until: when the sign-in or token behind the request ends; `None` if it has no end.
        proven_at: when the person at the browser last showed who they are.
        limits: what moderators decided about them.
        joined_at: when the account was made.
    """

    member_id: MemberId | None = None
    handle: str = ""
    name: str = ""
    role: Role = Role.MEMBER
    locale: str = "en"
    reads: tuple[str, ...] = ()
    zone: str = "UTC"
    scopes: frozenset[Scope] | None = None
    held_role: Role | None = None
    grants: tuple[Grant, ...] = ()
    held_grants: tuple[Grant, ...] = ()
    good_until: datetime | None = field(default=None, compare=False)
    proven_at: datetime | None = field(default=None, compare=False)
    limits: Limits = FREE
    joined_at: datetime | None = field(default=None, compare=False)
    little: frozenset[str] = frozenset()

    @property
    def writes(self) -> tuple[str, ...]:
        """BCP 47 tags of the languages that the person knows well, the preferred first."""
        return tuple(tag for tag in self.reads if tag not in self.little)

    @property
    def is_moderator(self) -> bool:
        """Whether hidden things are shown to this actor."""
        return self.may(Permission.POST_HIDE)

    def at(self, space: int) -> "Actor":
        """The same person in one space: what is granted for it counts, what is for others not."""
        if not self.grants:
            return self
        here = (replace(one, space=None) for one in self.grants if one.space in (None, space))
        return replace(self, grants=tuple(here))

    def may(self, permission: Permission, language: str = "") -> bool:
        """Whether role or grants, and the token in use, carry `permission`.

        What is granted for a space counts where `at` has been asked for it; what is granted for a
        language counts where the text that it is about is of that `language`.
        """
        return self._holds(permission, language) and self._is_in_scope(permission)

    def may_somewhere(self, permission: Permission) -> bool:
        """The same of any space and language."""
        return self.may(permission) or bool(self.places(permission))

    @property
    def spaces(self) -> tuple[int, ...]:
        """Spaces that something is granted for: whoever looks after one sees it."""
        return tuple(one.space for one in self.grants if one.space is not None)

    def places(self, permission: Permission) -> tuple[Grant, ...]:
        """The grants that carry `permission` for a space or a language only."""
        if not self.grants or not self._is_in_scope(permission):
            return ()
        return tuple(one for one in self.grants if permission in one.permissions and one.is_limited)

    def require(self, permission: Permission, language: str = "") -> MemberId:
        """Return the member's id, for use as an author; see `may`.

        Raises:
            SignInRequired: a visitor.
            ScopeTooNarrow: the person may and the token may not.
            SecondFactorRequired: the person might with a second factor.
            Forbidden: the person may not.
            Silenced: a moderator decided that the actor does not write for now.
        """
        return self._checked(permission, is_held=self._holds(permission, language))

    def require_somewhere(self, permission: Permission) -> MemberId:
        """The same of any space and language.

        Raises:
            SignInRequired: a visitor.
            ScopeTooNarrow: the person may and the token may not.
            SecondFactorRequired: the person might with a second factor.
            Forbidden: the person may not, anywhere.
        """
        is_granted = any(permission in one.permissions for one in self.grants)
        return self._checked(permission, is_held=is_granted or self._holds(permission, ""))

    def _checked(self, permission: Permission, *, is_held: bool) -> MemberId:
        member_id = self.require_member()
        if not is_held:
            raise SecondFactorRequired if self._would_hold(permission) else Forbidden
        if not self._is_in_scope(permission):
            raise ScopeTooNarrow(scope=NEEDS_SCOPE[permission])
        self.check_silence()
        return member_id

    def check_silence(self) -> None:
        """Let the actor write, for acts that no permission stands for.

        Raises:
            Silenced: a moderator decided that they do not for now.
        """
        if not self.limits.silenced:
            return
        if self.limits.until is None:
            raise Silenced(reason=self.limits.reason, appeal=APPEALS)
        raise SilencedUntil(reason=self.limits.reason, until=self.limits.until, appeal=APPEALS)

    def _holds(self, permission: Permission, language: str) -> bool:
        if self.member_id is None:
            return False
        if permission in GRANTS[self.role]:
            return True
        return any(one.covers(permission, None, language) for one in self.grants)

    def _would_hold(self, permission: Permission) -> bool:
        if self.held_role is not None and permission in GRANTS[self.held_role]:
            return True
        return any(permission in one.permissions for one in self.held_grants)

    def _is_in_scope(self, permission: Permission) -> bool:
        return self.scopes is None or NEEDS_SCOPE[permission] in self.scopes

    def require_member(self) -> MemberId:
        """Return the member's id.

        Raises:
            SignInRequired: a visitor.
        """
        if self.member_id is None:
            raise SignInRequired
        return self.member_id


FORMER_MEMBER = N_("Former member")
"""The name, as stored, beside what somebody wrote who has gone."""

SYSTEM = Actor(name="system", role=Role.ADMIN)
"""Jobs and commands: nobody in particular, and no member."""
