"""From what somebody typed to what is stored of it."""

from forum.core.actor import Actor
from i18n.detect import detect


def language_of(text: str, said: str | None, author: Actor) -> str:
    """The BCP 47 tag of a short text: as its author said, or as it is recognised."""
    if said is not None:
        return said
    preferred = author.reads[0] if author.reads else None
    return detect(text, hint=preferred).language or preferred or author.locale
