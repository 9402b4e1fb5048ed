"""What can be permitted, who carries it where, and which scope a token needs for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """`<thing>:<act>`; kept in alphabetical order."""

    AUDIT_READ = "audit:read"
    DELEGATION_MANAGE = "delegation:manage"
    FLAG_RESOLVE = "flag:resolve"
    GLOSSARY_MANAGE = "glossary:manage"
    MEMBER_INVITE = "member:invite"
    MEMBER_MANAGE = "member:manage"
    MEMBER_READ = "member:read"
    MEMBER_SANCTION = "member:sanction"
    POST_EDIT_ANY = "post:edit_any"
    POST_FLAG = "post:flag"
    POST_HIDE = "post:hide"
    POST_REPLY = "post:reply"
    ROLE_MANAGE = "role:manage"
    SESSION_MANAGE = "session:manage"
    SITE_MANAGE = "site:manage"
    SPACE_ADMIT = "space:admit"
    SPACE_MANAGE = "space:manage"
    TOPIC_ANNOUNCE = "topic:announce"
    TOPIC_MODERATE = "topic:moderate"
    TOPIC_START = "topic:start"
    TRANSLATION_CORRECT = "translation:correct"
    TRANSLATION_REVIEW = "translation:review"
    UPLOAD_ADD = "upload:add"
    WEBHOOK_MANAGE = "webhook:manage"


class Role(StrEnum):
    """A person's standing on the site, each with all that the one before it may."""

    MEMBER = "member"
    MODERATOR = "moderator"
    ADMIN = "admin"


class Scope(StrEnum):
    """What a token was made for; its member's role still limits it."""

    READ = "read"
    WRITE = "write"
    MODERATE = "moderate"
    ADMIN = "admin"


_MEMBER = frozenset(
    {
        Permission.POST_FLAG,
        Permission.POST_REPLY,
        Permission.TOPIC_START,
        Permission.TRANSLATION_CORRECT,
        Permission.UPLOAD_ADD,
    }
)
_MODERATOR = _MEMBER | {
    Permission.AUDIT_READ,
    Permission.FLAG_RESOLVE,
    Permission.GLOSSARY_MANAGE,
    Permission.MEMBER_INVITE,
    Permission.MEMBER_READ,
    Permission.MEMBER_SANCTION,
    Permission.POST_EDIT_ANY,
    Permission.POST_HIDE,
    Permission.SPACE_ADMIT,
    Permission.TOPIC_ANNOUNCE,
    Permission.TOPIC_MODERATE,
    Permission.TRANSLATION_REVIEW,
}

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.MEMBER: _MEMBER,
    Role.MODERATOR: _MODERATOR,
    Role.ADMIN: frozenset(Permission),
}

NEEDS_SCOPE: Mapping[Permission, Scope] = {
    **dict.fromkeys(_MEMBER, Scope.WRITE),
    **dict.fromkeys(_MODERATOR - _MEMBER, Scope.MODERATE),
    **dict.fromkeys(frozenset(Permission) - _MODERATOR, Scope.ADMIN),
}

LOCAL = frozenset(
    {
        Permission.FLAG_RESOLVE,
        Permission.POST_EDIT_ANY,
        Permission.POST_HIDE,
        Permission.SESSION_MANAGE,
        Permission.SPACE_ADMIT,
        Permission.SPACE_MANAGE,
        Permission.TOPIC_ANNOUNCE,
        Permission.TOPIC_MODERATE,
        Permission.TRANSLATION_REVIEW,
    }
)
"""What is about things in spaces, and so can be given for one space or one language."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Permissions that a member has beside those of their standing on the site.

    Attributes:
        permissions: which.
        space: id of the space where they count; `None`: in every space.
        language: BCP 47 tag of the texts that they count for; "": whatever the language.
    """

    permissions: frozenset[Permission]
    space: int | None = None
    language: str = ""

    @classmethod
    def of(cls, permissions: Iterable[Permission], space: int | None, language: str) -> "Grant":
        """Permissions given for a place: what is about the whole site counts site-wide only."""
        given = frozenset(permissions)
        return cls(given & LOCAL if space is not None or language else given, space, language)

    @property
    def is_limited(self) -> bool:
        """Whether it counts for a space or a language only."""
        return self.space is not None or bool(self.language)

    def covers(self, permission: Permission, space: int | None, language: str) -> bool:
        """Whether it permits something about a text of `language` ("": none) in a space."""
        return (
            permission in self.permissions
            and self.space in (None, space)
            and self.language in ("", language)
        )
