"""What makes a post look as if nobody wanted it: plain values in, signs out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

NEW_FOR = timedelta(days=7)
"""How long after joining links are looked at."""
FLOOD_POSTS = 10
FLOOD_WITHIN = timedelta(minutes=5)
"""More posts than that in this time are a flood."""
FLOOD_SEEN = FLOOD_POSTS + 2
"""Posts that show whether a flood begins with the newest of them."""
REPEATED_WITHIN = timedelta(days=14)
"""How long a text is looked for elsewhere."""
_HREF = re.compile(r'<a\b[^>]*?\shref="(https?://[^"]*)"')


class Sign(StrEnum):
    """Why somebody might look at a post."""

    LINKS = "links"
    """A new member has put links in it that lead elsewhere."""
    REPEATED = "repeated"
    """Much the same stands in another topic."""
    FLOOD = "flood"
    """It is one of many in a short time."""
    WORD = "word"
    """A blocked word stands in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sign, and what it is read from: JSON, by names that `words` knows."""

    sign: Sign
    details: Mapping[str, Any] = field(default_factory=dict)


def links(html: str, own_host: str, joined_at: datetime, posted_at: datetime) -> Sequence[Found]:
    """Whether a new member sends readers elsewhere.

    Args:
        html: of the post, rendered.
        own_host: where the forum is.
        joined_at: when the author did.
        posted_at: when the post was written.
    """
    if posted_at - joined_at > NEW_FOR:
        return []
    hosts = {urlsplit(url).hostname or "" for url in _HREF.findall(html)} - {own_host, ""}
    return [Found(Sign.LINKS, {"hosts": sorted(hosts)[:10]})] if hosts else []


def flood(times: Sequence[datetime]) -> Sequence[Found]:
    """Whether somebody begins to write more than anybody reads: a flood is said once.

    Args:
        times: of their newest posts, the newest first, `FLOOD_SEEN` at most.
    """
    if not _is_flood(times) or _is_flood(times[1:]):
        return []
    minutes = int(FLOOD_WITHIN.total_seconds() // 60)
    return [Found(Sign.FLOOD, {"posts": FLOOD_POSTS, "minutes": minutes})]


def _is_flood(times: Sequence[datetime]) -> bool:
    return len(times) > FLOOD_POSTS and times[0] - times[FLOOD_POSTS] <= FLOOD_WITHIN


def words(found: Sequence[str]) -> Sequence[Found]:
    """Whether blocked words stand in a text, given those that do."""
    return [Found(Sign.WORD, {"words": list(found)[:10]})] if found else []


def repeated(post_id: int | None) -> Sequence[Found]:
    """Whether a post says much the same as another one, given its number."""
    return [] if post_id is None else [Found(Sign.REPEATED, {"post_id": post_id})]
