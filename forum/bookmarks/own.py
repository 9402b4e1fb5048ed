"""What stands about bookmarks on pages that are made for many; see `forum.web.own`."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

from forum.bookmarks import queries
from forum.core.ids import TopicId
from forum.runtime import runtime
from forum.web.identity import actor_of


async def bookmarked(request: Request[Any], ids: Sequence[int]) -> Mapping[int, str]:
    """Rules of style that mark the posts of topics which the reader keeps."""
    member_id = actor_of(request).require_member()
    styles = {}
    for topic in ids:
        async with runtime(request).database.reading() as db:
            posts = await queries.bookmarked_posts(db, member_id, TopicId(topic))
        if posts:
            which = ",".join(f"#p{post} [href$=keep]::after" for post in posts)
            styles[topic] = f'{which}{{content:" ✓"}}'
    return styles
