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
from forum.core.permissions import GRANTS, NEEDS_SCOPE, Permission, Role, Scope

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
        zone: IANA time zone that times are shown in.
        scopes: `None` for a person at a browser, else what the token in use was made for.
        held_role: the standing that counts only once a second factor is set up, if there is one.
        good_until: when the sign-in or token behind the request ends; `None` if it has no end.
        proven_at: when the person at the browser last showed who they are.
        limits: what moderators decided about them.
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
    good_until: datetime | None = field(default=None, compare=False)
    proven_at: datetime | None = field(default=None, compare=False)
    limits: Limits = FREE

    @property
    def is_moderator(self) -> bool:
        """Whether hidden things are shown to this actor."""
        return self.may(Permission.POST_HIDE)

    def may(self, permission: Permission) -> bool:
        """Whether the role, and the token in use, carry `permission`."""
        if self.member_id is None or permission not in GRANTS[self.role]:
            return False
        return self.scopes is None or NEEDS_SCOPE[permission] in self.scopes

    def require(self, permission: Permission) -> MemberId:
        """Return the member's id, for use as an author.

        Raises:
            SignInRequired: a visitor.
            ScopeTooNarrow: the role suffices and the token does not.
            SecondFactorRequired: the role would suffice with a second factor.
            Forbidden: the role does not suffice.
            Silenced: a moderator decided that the actor does not write for now.
        """
        member_id = self.require_member()
        if permission not in GRANTS[self.role]:
            held = self.held_role is not None and permission in GRANTS[self.held_role]
            raise SecondFactorRequired if held else Forbidden
        if not self.may(permission):
            raise ScopeTooNarrow(scope=NEEDS_SCOPE[permission])
        self._check_silence()
        return member_id

    def _check_silence(self) -> None:
        if not self.limits.silenced:
            return
        if self.limits.until is None:
            raise Silenced(reason=self.limits.reason, appeal=APPEALS)
        raise SilencedUntil(reason=self.limits.reason, until=self.limits.until, appeal=APPEALS)

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
