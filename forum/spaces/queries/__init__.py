"""All SQL of spaces, and the rule who sees which."""

from forum.spaces.queries.members import (
    MEMBER_CURSOR,
    add_member,
    member_count,
    member_of_space,
    members_page,
    remove_member,
)
from forum.spaces.queries.spaces import (
    add_space,
    private_spaces_of,
    space_by_slug,
    space_for_update,
    space_out,
    space_to_translate,
    spaces,
    visible_to,
)

__all__ = [
    "MEMBER_CURSOR",
    "add_member",
    "add_space",
    "member_count",
    "member_of_space",
    "members_page",
    "private_spaces_of",
    "remove_member",
    "space_by_slug",
    "space_for_update",
    "space_out",
    "space_to_translate",
    "spaces",
    "visible_to",
]
