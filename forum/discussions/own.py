"""What stands about discussions on pages that are made for many; see `forum.web.own`."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

from forum.core.errors import N_
from forum.core.ids import TopicId
from forum.discussions import queries
from forum.discussions.seen import progress
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.render import render
from i18n.catalogs import gettext

NEW = N_("New")


async def reacted(request: Request[Any], ids: Sequence[int]) -> Mapping[int, str]:
    """Which reactions the reader gave to each post."""
    member_id = actor_of(request).require_member()
    async with runtime(request).database.reading() as db:
        found = await queries.reactions_of(db, member_id, ids)
    return {
        post: render(request, "discussions/_reacted.html", {"names": names})
        for post, names in found.items()
    }


async def unread(request: Request[Any], ids: Sequence[int]) -> Mapping[int, str]:
    """How many posts came to each topic since the reader was there; nothing of others."""
    found = await progress(request, actor_of(request).require_member(), ids)
    return {
        topic: render(
            request, "discussions/_unread.html", {"topic_id": topic, "count": one.last - one.read}
        )
        for topic, one in found.items()
        if 0 < one.read < one.last
    }


async def new_posts(request: Request[Any], ids: Sequence[int]) -> Mapping[int, str]:
    """Rules of style that mark the posts which the reader has not seen, by a quiet word."""
    actor = actor_of(request)
    found = await progress(request, actor.require_member(), ids)
    behind = {topic: one.read for topic, one in found.items() if 0 < one.read < one.last}
    word = gettext(NEW, actor.locale).replace("\\", "").replace('"', "")
    styles = {}
    for topic, read in behind.items():
        async with runtime(request).database.reading() as db:
            posts = await queries.new_posts(db, actor, TopicId(topic), read)
        if posts:
            which = ",".join(f"#p{post}::before" for post in posts)
            styles[topic] = f'{which}{{content:"{word}"}}'
    return styles
