"""What can be permitted, which role carries it, and which scope a token needs for it."""

from collections.abc import Mapping
from enum import StrEnum


class Permission(StrEnum):
    """`<thing>:<act>`; kept in alphabetical order."""

    AUDIT_READ = "audit:read"
    FLAG_RESOLVE = "flag:resolve"
    GLOSSARY_MANAGE = "glossary:manage"
    MEMBER_MANAGE = "member:manage"
    MEMBER_READ = "member:read"
    MEMBER_SANCTION = "member:sanction"
    POST_EDIT_ANY = "post:edit_any"
    POST_FLAG = "post:flag"
    POST_HIDE = "post:hide"
    POST_REPLY = "post:reply"
    SPACE_ADMIT = "space:admit"
    SPACE_MANAGE = "space:manage"
    TOPIC_ANNOUNCE = "topic:announce"
    TOPIC_MODERATE = "topic:moderate"
    TOPIC_START = "topic:start"
    TRANSLATION_CORRECT = "translation:correct"
    UPLOAD_ADD = "upload:add"


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
    Permission.MEMBER_READ,
    Permission.MEMBER_SANCTION,
    Permission.POST_EDIT_ANY,
    Permission.POST_HIDE,
    Permission.SPACE_ADMIT,
    Permission.TOPIC_ANNOUNCE,
    Permission.TOPIC_MODERATE,
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
