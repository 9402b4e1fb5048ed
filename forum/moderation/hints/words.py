"""Hints in words, for moderators."""

from collections.abc import Mapping
from typing import Any

from forum.core.errors import N_
from forum.moderation.hints.signs import Sign
from i18n.catalogs import gettext

NAMES: Mapping[Sign, str] = {
    Sign.LINKS: N_("Links of a new member"),
    Sign.REPEATED: N_("Repeated text"),
    Sign.FLOOD: N_("Many posts in a short time"),
    Sign.WORD: N_("Blocked word"),
}
_SENTENCES: Mapping[Sign, str] = {
    Sign.LINKS: N_("Somebody who has just joined links to {hosts}."),
    Sign.REPEATED: N_("Post {post_id} in another topic says much the same."),
    Sign.FLOOD: N_("The author wrote more than {posts} posts in {minutes} minutes."),
    Sign.WORD: N_("Blocked words stand in it: {words}."),
}


def name(sign: Sign, locale: str) -> str:
    """What a sign is called."""
    return gettext(NAMES[sign], locale)


def sentence(sign: Sign, details: Mapping[str, Any], locale: str) -> str:
    """What a hint says."""
    shown = {
        key: ", ".join(map(str, value)) if isinstance(value, list) else value
        for key, value in details.items()
    }
    return gettext(_SENTENCES[sign], locale).format(**shown)
