"""All SQL of moderation."""

from forum.moderation.queries.audit import (
    AUDIT_CURSOR,
    AuditFilter,
    add_entry,
    audit_page,
    entries,
    entry,
    is_noted,
    last_standing,
)
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
    "entry",
    "flag",
    "is_noted",
    "last_standing",
    "open_flag",
    "open_flags",
    "resolve_flags",
    "standing_for_update",
]
