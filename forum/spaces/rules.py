"""What spaces allow."""

import re
from enum import StrEnum

from forum.core.errors import N_, ForumError

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60


class Access(StrEnum):
    """Who reads a space and takes part in it."""

    PUBLIC = "public"
    """Anyone reads; members take part."""
    MEMBERS = "members"
    """Members of the site only."""
    PRIVATE = "private"
    """Only those who were added to it, and moderators."""


_OPENNESS = (Access.PRIVATE, Access.MEMBERS, Access.PUBLIC)


def closes(before: Access, after: Access) -> bool:
    """Whether fewer people see a space with `after` than saw it with `before`."""
    return _OPENNESS.index(after) < _OPENNESS.index(before)


class SlugTaken(ForumError):
    """Another space has this address."""

    code, status, text = "slug_taken", 409, N_("Another space has this address already.")


def is_slug(text: str) -> bool:
    """Whether `text` can be a space's address: short, lower-case, of letters, digits and dashes."""
    return len(text) <= LONGEST_SLUG and _SLUG.fullmatch(text) is not None
