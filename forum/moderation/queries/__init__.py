"""All SQL of moderation."""

from forum.moderation.queries.audit import (
    AUDIT_CURSOR,
    AuditFilter,
    add_entry,
    audit_page,
    entries,
    entries_after,
    entry,
    is_noted,
    last_standing,
)
from forum.moderation.queries.chain import entries_without_link, links_after, seal
from forum.moderation.queries.flags import (
    CASE_CURSOR,
    add_flag,
    cases,
    cases_page,
    flag,
    open_flag,
    open_flags,
    resolve_flags,
)
from forum.moderation.queries.targets import standing_for_update

__all__ = [
    "AUDIT_CURSOR",
    "CASE_CURSOR",
    "AuditFilter",
    "add_entry",
    "add_flag",
    "audit_page",
    "cases",
    "cases_page",
    "entries",
    "entries_after",
    "entries_without_link",
    "entry",
    "flag",
    "is_noted",
    "last_standing",
    "links_after",
    "open_flag",
    "open_flags",
    "resolve_flags",
    "seal",
    "standing_for_update",
]
