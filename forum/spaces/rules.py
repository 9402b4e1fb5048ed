"""What spaces allow."""

from enum import StrEnum

from forum.core.errors import N_, ForumError


class Access(StrEnum):
    """Who reads a space and takes part in it."""

    PUBLIC = "public"
    """Anyone reads; members take part."""
    MEMBERS = "members"
    """Members of the site only."""
    PRIVATE = "private"
    """Only those who were added to it, and moderators."""


class Starters(StrEnum):
    """Who starts topics in a space."""

    MEMBERS = "members"
    """All who take part in it."""
    MODERATORS = "moderators"
    """Those who moderate topics there; others reply."""


_OPENNESS = (Access.PRIVATE, Access.MEMBERS, Access.PUBLIC)


def closes(before: Access, after: Access) -> bool:
    """Whether fewer people see a space with `after` than saw it with `before`."""
    return _OPENNESS.index(after) < _OPENNESS.index(before)


class SpaceArchived(ForumError):
    """Nothing is added to the space until it is taken out of the archive."""

    code, status = "space_archived", 409
    text = N_("This space is archived: it can only be read.")


class ModeratorsStart(ForumError):
    """In this space members reply, and moderators start topics."""

    code, status = "moderators_start", 403
    text = N_("In this space moderators start topics. You can reply to those that there are.")


def is_startable(starters: Starters, *, archived: bool, moderates: bool) -> bool:
    """Whether to offer a new topic; see `check_start`."""
    return not archived and (moderates or starters == Starters.MEMBERS)


def check_start(starters: Starters, *, archived: bool, moderates: bool) -> None:
    """Return if a topic may be started in a space with these settings.

    Raises:
        SpaceArchived: nobody may.
        ModeratorsStart: only those may who moderate topics there.
    """
    if archived:
        raise SpaceArchived
    if not is_startable(starters, archived=archived, moderates=moderates):
        raise ModeratorsStart


class SlugTaken(ForumError):
    """Another space has this address."""

    code, status, text = "slug_taken", 409, N_("Another space has this address already.")
