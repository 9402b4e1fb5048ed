"""What permissions and roles are called."""

from collections.abc import Iterable, Mapping, Sequence

from forum.core.errors import N_
from forum.core.permissions import LOCAL, Permission, Role
from i18n.catalogs import gettext
from i18n.collation import collated

PERMISSIONS: Mapping[Permission, str] = {
    Permission.AUDIT_READ: N_("Read the record of acts"),
    Permission.DELEGATION_MANAGE: N_("Look after organisations, delegations and mandates"),
    Permission.FLAG_RESOLVE: N_("Decide about reported posts"),
    Permission.GLOSSARY_MANAGE: N_("Look after glossaries"),
    Permission.MEMBER_INVITE: N_("Invite people by mail"),
    Permission.MEMBER_MANAGE: N_("Change roles of members, approve and close accounts"),
    Permission.MEMBER_READ: N_("Look up members whose accounts are closed"),
    Permission.MEMBER_SANCTION: N_("Warn, silence, suspend and ban members"),
    Permission.POST_EDIT_ANY: N_("Edit texts of others"),
    Permission.POST_FLAG: N_("Report posts"),
    Permission.POST_HIDE: N_("Hide posts, and read hidden ones"),
    Permission.POST_REPLY: N_("Reply"),
    Permission.ROLE_MANAGE: N_("Make roles and give them"),
    Permission.SESSION_MANAGE: N_("Set up live sessions and look after them"),
    Permission.SITE_MANAGE: N_("Change name, texts and registration of the site"),
    Permission.SPACE_ADMIT: N_("Say who belongs to a private space"),
    Permission.SPACE_MANAGE: N_("Change the settings of spaces"),
    Permission.TOPIC_ANNOUNCE: N_("Make announcements"),
    Permission.TOPIC_MODERATE: N_("Lock, pin and hide topics"),
    Permission.TOPIC_START: N_("Start topics"),
    Permission.TRANSLATION_CORRECT: N_("Correct translations"),
    Permission.TRANSLATION_REVIEW: N_("Decide about corrections of translations"),
    Permission.UPLOAD_ADD: N_("Upload files"),
    Permission.WEBHOOK_MANAGE: N_("Look after webhooks"),
}
ROLES: Mapping[str, str] = {
    Role.MEMBER: N_("Member"),
    Role.MODERATOR: N_("Moderator"),
    Role.ADMIN: N_("Administrator"),
}


def permission_name(permission: str, locale: str) -> str:
    """What a permission is called; its bare word if there is none for it."""
    known = {one.value: text for one, text in PERMISSIONS.items()}
    return gettext(known[permission], locale) if permission in known else permission


def permission_choices(locale: str) -> Sequence[tuple[str, str, bool]]:
    """Every permission: word, name, and whether it can be given for a place alone."""
    return [
        (one.value, permission_name(one, locale), one in LOCAL)
        for one in by_name(Permission, locale)
    ]


def by_name(permissions: Iterable[Permission], locale: str) -> Sequence[Permission]:
    """Permissions, in the order of what they are called in the reader's language."""
    return collated(permissions, locale, lambda one: permission_name(one, locale))


def role_name(word: str, name: str, locale: str) -> str:
    """What a role is called: the program's own in the reader's language."""
    return gettext(ROLES[word], locale) if word in ROLES else name
