"""Words for what forms offer."""

from collections.abc import Mapping, Sequence

from forum.core.errors import N_
from forum.spaces.rules import Access, Starters
from forum.translations.rules import Reach
from i18n.catalogs import gettext

ACCESS: Mapping[Access, tuple[str, str]] = {
    Access.PUBLIC: (N_("Public"), N_("Anyone reads; members take part.")),
    Access.MEMBERS: (N_("Members"), N_("Members of the site read and take part.")),
    Access.PRIVATE: (N_("Private"), N_("Only those who were added to it, and moderators.")),
}
ENGINES: Mapping[Reach, str] = {
    Reach.ANY: N_("Any translation engine may be used"),
    Reach.INSIDE: N_("Only engines that this site runs itself"),
    Reach.NONE: N_("No engine: people translate"),
}

FIRST_POSTS: Mapping[str, str] = {
    "false": N_("Everybody reads them at once"),
    "true": N_("They wait until a moderator has read them"),
}

SELF_REVIEW: Mapping[str, str] = {
    "false": N_("Another reviewer approves them"),
    "true": N_("They stand at once"),
}

STARTERS: Mapping[Starters, str] = {
    Starters.MEMBERS: N_("Everybody who takes part in it"),
    Starters.MODERATORS: N_("Moderators; members reply"),
}
ARCHIVED: Mapping[str, str] = {
    "false": N_("It is in use"),
    "true": N_("It is archived: it can only be read"),
}


def access(locale: str) -> Sequence[tuple[str, str, str]]:
    """Who can see a space: value, text and remark."""
    return [
        (word.value, gettext(text, locale), gettext(remark, locale))
        for word, (text, remark) in ACCESS.items()
    ]


def engines(locale: str) -> Sequence[tuple[str, str]]:
    """Which engines may be sent the texts of a space: value and text."""
    return [(word.value, gettext(text, locale)) for word, text in ENGINES.items()]


def first_posts(locale: str) -> Sequence[tuple[str, str]]:
    """What becomes of a member's first post in a space: value and text."""
    return [(value, gettext(text, locale)) for value, text in FIRST_POSTS.items()]


def self_review(locale: str) -> Sequence[tuple[str, str]]:
    """What becomes of translations that reviewers write themselves: value and text."""
    return [(value, gettext(text, locale)) for value, text in SELF_REVIEW.items()]


def starters(locale: str) -> Sequence[tuple[str, str]]:
    """Who starts topics in a space: value and text."""
    return [(word.value, gettext(text, locale)) for word, text in STARTERS.items()]


def archived(locale: str) -> Sequence[tuple[str, str]]:
    """Whether a space is in use: value and text."""
    return [(value, gettext(text, locale)) for value, text in ARCHIVED.items()]
