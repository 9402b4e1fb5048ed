"""What a rule of who may do what is made of, and what it says of an actor and a thing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from forum.core.permissions import Permission, Role, Scope
from tests.test_house import ROOT, table

RANK = list(Role)


class Kind(StrEnum):
    """What an address can be about."""

    SPACE = "space"
    TOPIC = "topic"
    POST = "post"
    HELD = "held"
    CASE = "case"
    TOKEN = "token"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that an address is about.

    Attributes:
        key: what stands in the address; nothing is there if `is_there` is false.
        state: `hidden` is seen by its author and by who may see what is hidden there, `buried`
            (in or with a hidden topic) by the latter alone, `own` by its author alone.
        author: handle of who made it.
    """

    kind: Kind
    name: str
    key: str
    space: str = "open"
    language: str = "en"
    state: str = ""
    author: str = "maria"
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who asks, as far as the written rules need to know them.

    Attributes:
        role: `None` for a visitor.
        scopes: of the token in use; `None` for a browser.
        spaces: private spaces that they belong to.
        keeps: a space, or a language, that they look after as a moderator does.
    """

    name: str
    role: Role | None = Role.MEMBER
    handle: str = ""
    scopes: frozenset[Scope] | None = None
    silenced: bool = False
    spaces: frozenset[str] = frozenset()
    keeps: Mapping[str, str] = field(default_factory=dict)

    def has(self, permission: Permission, thing: Thing | None) -> bool:
        """Whether the tables in `forum/README.md` give them a permission, there."""
        if self.role is None or self.silenced:
            return False
        least, scope = permissions()[permission]
        if self.scopes is not None and scope not in self.scopes:
            return False
        return RANK.index(self.role) >= RANK.index(least) or self._keeps(permission, thing)

    def has_somewhere(self, permission: Permission) -> bool:
        """The same of any place."""
        return self.has(permission, None) or (
            bool(self.keeps)
            and permission in kept()
            and (self.scopes is None or permissions()[permission][1] in self.scopes)
        )

    def _keeps(self, permission: Permission, thing: Thing | None) -> bool:
        if not self.keeps or thing is None or permission not in kept():
            return False
        return self.keeps.get("space") == thing.space or (
            self.keeps.get("language") == thing.language and thing.kind != Kind.SPACE
        )

    def sees(self, thing: Thing) -> bool:
        """Whether something is there for them."""
        if not thing.is_there:
            return False
        own = self.handle == thing.author
        if thing.state == "own":
            return own
        if thing.kind in {Kind.CASE, Kind.HELD} and self.has(Permission.FLAG_RESOLVE, thing):
            return True
        if thing.kind == Kind.CASE or (thing.kind == Kind.HELD and not own):
            return False
        hides = self._looks(Permission.POST_HIDE, thing)
        inside = thing.space in self.spaces or self.keeps.get("space") == thing.space
        if thing.space == "closed" and not (inside or self._looks(Permission.POST_HIDE, None)):
            return False
        return not thing.state or hides or (own and thing.state == "hidden")

    def _looks(self, permission: Permission, thing: Thing | None) -> bool:
        """What somebody may see is theirs to see while they are silenced, too."""
        return Who(self.name, self.role, scopes=self.scopes, keeps=self.keeps).has(
            permission, thing
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a route.

    Attributes:
        needs: what they need; `None`: nothing.
        member: whether nobody may who is not signed in.
        somewhere: whether having it in any place is enough.
        author: whether the author of the thing needs `instead` only.
        about: what the route is about, where its address does not say.
        send: JSON body or fields of the form, in which `{key}` and `{id}` are filled in.
        done: whether somebody of ours is expected to have done it in the end.
    """

    needs: Permission | None = None
    member: bool = False
    somewhere: bool = False
    author: Permission | None = None
    about: Kind | None = None
    send: Mapping[str, Any] = field(default_factory=dict)
    done: bool = True

    def permits(self, who: Who, thing: Thing | None) -> bool:
        """Whether somebody may, about something that they see."""
        if self.needs is None:
            return not self.member or who.role is not None
        if self.author is not None and thing is not None and who.handle == thing.author:
            return who.has(self.author, thing)
        return who.has_somewhere(self.needs) if self.somewhere else who.has(self.needs, thing)


@cache
def permissions() -> Mapping[Permission, tuple[Role, Scope]]:
    """From which role on each is had, and the scope that it needs, as the document says."""
    rows = table("forum/README.md", "Permissions")
    return {Permission(name): (Role(role), Scope(scope)) for name, role, scope in rows}


@cache
def kept() -> frozenset[Permission]:
    """What somebody has who looks after a place as a moderator does."""
    most = RANK.index(Role.MODERATOR)
    return frozenset(one for one in local() if RANK.index(permissions()[one][0]) <= most)


@cache
def local() -> frozenset[Permission]:
    """Those that can be had for a place, as the document says."""
    text = (ROOT / "forum/README.md").read_text(encoding="utf-8")
    found = re.search(r"What is about things in spaces \((.+?)\)", text, re.DOTALL)
    assert found is not None
    return frozenset(map(Permission, re.findall(r"`(\w+:\w+)`", found[1])))
