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


def kinds(locale: str, *, announcing: bool = True) -> list[tuple[str, str]]:
    """Kinds of topics and what they are called; announcements for those who may make them."""
    offered = [kind for kind in Kind if announcing or kind != Kind.ANNOUNCEMENT]
    return [(kind.value, gettext(KINDS[kind], locale)) for kind in offered]


def sorts(locale: str) -> list[tuple[str, str]]:
    """Orders of topics and what they are called."""
    return [(sort, gettext(words, locale)) for sort, words in SORTS.items()]
