"""What stands about notifications on pages that are made for many; see `forum.web.own`."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from forum.core.ids import TopicId
from forum.notifications import actions, queries
from forum.notifications.keeping import standing_of, unread_of
from forum.notifications.levels import shown
from forum.notifications.rules import MOST_COUNTED, NotificationLevel, tag_target
from forum.notifications.schemas import ReadMark
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.render import render
from i18n.formats import number

TAGS = "/settings/notifications/tags"
NOTHING: Mapping[str, str] = MappingProxyType({})


async def bell(request: Request[Any], _ids: Sequence[int]) -> Mapping[int, str]:
    """The way to the notifications, with the number of those unread."""
    return {0: await bell_html(request)}


async def bell_html(request: Request[Any]) -> str:
    """The same as one piece of HTML."""
    actor = actor_of(request)
    now = await standing_of(request, actor.require_member())
    count = now.unread.count
    context = {"count": count, "shown": shown_count(count, actor.locale), "offset": now.offset}
    return render(request, "notifications/_bell.html", context)


def shown_count(count: int, locale: str) -> str:
    """A number for a small place: beyond `MOST_COUNTED` nobody asks how many exactly."""
    if count >= MOST_COUNTED:
        return number(MOST_COUNTED - 1, locale) + "+"
    return number(count, locale)


async def opened(request: Request[Any], ids: Sequence[int]) -> Mapping[int, str]:
    """Nothing to show: who opens a topic has read what they were told of it.

    To stand before the bell on the page, so that the bell knows. A program that reads for somebody
    has not read as them.
    """
    actor = actor_of(request)
    if actor.scopes is None:
        unread = await unread_of(request, actor.require_member())
        for topic_id in (one for one in ids if one in unread.topics):
            async with runtime(request).unit(actor) as unit:
                await actions.mark_read(unit, ReadMark(topic_id=topic_id))
    return {}


async def follow_topic(request: Request[Any], ids: Sequence[int]) -> Mapping[int, str]:
    """How much of a topic the reader hears, and the way to change that."""
    member_id = actor_of(request).require_member()
    async with runtime(request).database.reading() as db:
        found = {one: await queries.topic_level(db, TopicId(one), member_id) for one in ids}
    return {
        one: _control(request, f"/t/{one}/follow", said, level)
        for one, (said, level) in found.items()
    }


async def follow_space(request: Request[Any], ids: Sequence[int]) -> Mapping[int, str]:
    """The same of all topics of a space."""
    member_id = actor_of(request).require_member()
    async with runtime(request).database.reading() as db:
        found = await queries.space_levels(db, member_id, ids)
    return {
        one: _control(request, f"/s/{slug}/follow", said, None)
        for one, (slug, said) in found.items()
    }


async def follow_tag(request: Request[Any], _ids: Sequence[int]) -> Mapping[int, str]:
    """The same of all topics with the tag that the list is of."""
    tag = request.query_params["tag"].strip().casefold()
    target = tag_target(tag)
    async with runtime(request).database.reading() as db:
        said = await queries.said(db, actor_of(request).require_member(), [target])
    about = {"tag": tag, "next": f"{request.url.path}?{urlencode({'tag': tag})}"}
    return {0: _control(request, TAGS, said.get(target), None, about)}


def _control(
    request: Request[Any],
    action: str,
    said: NotificationLevel | None,
    level: NotificationLevel | None,
    about: Mapping[str, str] = NOTHING,
) -> str:
    context = {"action": action, "about": about, **shown(actor_of(request).locale, said, level)}
    return render(request, "notifications/_follow.html", context)
