"""Words for what forms offer."""

from forum.core.errors import N_
from forum.discussions.queries import Sort
from forum.discussions.rules import Kind
from i18n.catalogs import gettext

KINDS = {
    Kind.DISCUSSION: N_("Discussion"),
    Kind.QUESTION: N_("Question"),
    Kind.ANNOUNCEMENT: N_("Announcement"),
    Kind.RESOURCE: N_("Resource"),
}
SORTS: dict[Sort, str] = {
    "latest": N_("Latest post first"),
    "new": N_("Newest topic first"),
}


def kinds(locale: str) -> list[tuple[str, str]]:
    """Kinds of topics and what they are called."""
    return [(kind.value, gettext(text, locale)) for kind, text in KINDS.items()]


def kinds_to_start(locale: str, *, announcing: bool) -> list[tuple[str, str]]:
    """The same for a new topic, announcements for those who may make them.

    Resources have a form of their own.
    """
    others = [Kind.RESOURCE.value, *([] if announcing else [Kind.ANNOUNCEMENT.value])]
    return [(kind, text) for kind, text in kinds(locale) if kind not in others]


def sorts(locale: str) -> list[tuple[str, str]]:
    """Orders of topics and what they are called."""
    return [(sort, gettext(words, locale)) for sort, words in SORTS.items()]
