"""What a reader gets at each place where posts are shown."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from forum.accounts.identity import by_token
from forum.core.actor import SYSTEM, Actor
from forum.core.errors import NotFound
from forum.discussions.channels import SpaceChannel, TopicChannel
from forum.notifications.mailing import Mailing
from forum.notifications.rules import Rhythm
from forum.notifications.tables import Notification, NotificationSettings
from forum.runtime import Runtime
from realtime.channel import Channel
from tests.client import API
from tests.direct import Direct
from tests.factories import NOON
from tests.forum.notifications.stage import Postbox
from tests.forum.visibility.stage import Staged


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reader of a situation got.

    Attributes:
        common: what is the same for all its readers: what is hidden stands there without words.
        alone: each post opened by itself.
        listed: the list of posts that a program reads.
        translations: the translation of each, asked for by itself.
        found: what search finds, by its place in the topic.
        names_topic: whether lists of its space name the topic.
        admitted: the channels that let the reader in.
        mail: all that is said in mails about the posts, one about each.
    """

    common: Mapping[str, str]
    alone: Mapping[str, str]
    listed: str
    translations: str
    found: set[int]
    names_topic: Mapping[str, bool]
    admitted: set[str]
    mail: str


async def look(runtime: Runtime, direct: Direct, staged: Staged) -> Seen:
    """Go to every place."""
    topic, posts, mark = staged.topic, staged.posts, staged.mark

    async def get(path: str) -> str:
        return await _get(direct, staged, path)

    async def each(path: str) -> str:
        return "".join([await get(path.format(one)) for one in posts])

    found = json.loads(await get(f"{API}/search?q={mark}all"))["items"]
    lists = {"topics": f"{API}/topics?space={mark}", "feed": f"/s/{mark}/feed.atom"}
    return Seen(
        common={
            "page": await get(f"/t/{topic}?order=flat&view=both&lang=de"),
            "fragment": await get(f"/p/{posts[-1]}/fragment?view=both&lang=de"),
            "feed": await get(f"/t/{topic}/feed.atom"),
        },
        alone={
            "page": await each("/p/{}?view=both&lang=de"),
            "JSON": await each(f"{API}/posts/{{}}?lang=de"),
        },
        listed=await get(f"{API}/topics/{topic}/posts?lang=de"),
        translations=await each(f"{API}/posts/{{}}/translations/de"),
        found={posts.index(one["id"]) for one in found},
        names_topic={name: f"{mark}tx" in await get(path) for name, path in lists.items()},
        admitted=await _admitted(runtime, staged),
        mail=await _mailed(runtime, staged),
    )


async def _get(direct: Direct, staged: Staged, path: str) -> str:
    """What is at an address; nothing where nothing is there for the reader."""
    answer = await direct.ask("GET", path, staged.headers)
    if answer.status == 301:  # to the readable address
        answer = await direct.ask("GET", answer.headers["location"], staged.headers)
    assert answer.status in {200, 303, 401, 404}, (path, answer.status)
    return answer.text if answer.status == 200 else ""


async def _admitted(runtime: Runtime, staged: Staged) -> set[str]:
    word = staged.headers.get("authorization", "").removeprefix("Bearer ")
    actor = await by_token(runtime, word) if word else Actor()
    assert actor is not None
    channels: Mapping[str, tuple[Channel[Actor], Any]] = {
        "topic": (TopicChannel(runtime), staged.topic),
        "space": (SpaceChannel(runtime), staged.mark),
    }
    found = set()
    for name, (channel, key) in channels.items():
        with suppress(NotFound):
            await channel.admit(actor, str(key))
            found.add(name)
    return found


async def _mailed(runtime: Runtime, staged: Staged) -> str:
    box = Postbox()
    for at, post in enumerate(staged.posts):
        due = NOON + timedelta(days=at)
        await _tell(runtime, staged, post, due)
        data = {"member_id": staged.member.id, "rhythm": Rhythm.AT_ONCE, "at": due.isoformat()}
        await Mailing(box).send(runtime, data)
    return "".join(mail.text for mail in box.mails)


async def _tell(runtime: Runtime, staged: Staged, post: Any, due: Any) -> None:
    """Tell the reader of a post, as if it had been there for them; a mail is due about it."""
    told = Notification(
        member_id=staged.member.id, thing=f"post:{post}", kind="reply", topic_id=staged.topic,
        post_id=post, made_at=NOON,
    )  # fmt: skip
    async with runtime.unit(SYSTEM) as unit:
        unit.db.add(told)
        await unit.db.merge(NotificationSettings(member_id=staged.member.id, soon_due=due))
