"""Who is told of what, and when: plain values in, a value out."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from forum.core.errors import N_, ForumError
from forum.core.ids import PostId, SpaceId, TopicId

FIRST_HOUR = 8
"""When digests go out, in the reader's zone, until the reader chooses another hour."""
MOST_NAMED = 50
"""Members that one post can call by name; those named after them are not told."""
MOST_FOLLOWED = 1000
"""Things that one member can watch, follow or mute."""
BATCH = 200
"""Members who are told in one transaction."""
MOST_COUNTED = 100
"""Unread notifications are counted up to here."""
READ_KEPT = timedelta(days=90)
"""How long a notification that was read stays in the list."""
KEPT = timedelta(days=400)
"""How long any notification stays."""
STALE = timedelta(days=3)
"""What is older when its turn comes is no news: nobody is told any more."""
SOON = timedelta(minutes=1)
"""Mail that goes at once waits so long for more that is new: one mail, however many replies."""
OVERDUE = timedelta(days=2)
"""Mail that was due so long ago could not be sent; it is waited for no more."""


class NotificationLevel(StrEnum):
    """How much of a thing somebody wants to hear."""

    MUTE = "mute"
    """Nothing."""
    FOLLOW = "follow"
    """What is meant for oneself: replies, mentions, quotes."""
    WATCH = "watch"
    """Everything."""


class Part(StrEnum):
    """What somebody has to do with a topic."""

    NONE = "none"
    WROTE = "wrote"
    STARTED = "started"


class Rhythm(StrEnum):
    """When mail goes out."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Group(StrEnum):
    """What kinds of notifications have in common for those who choose their mail."""

    DIRECT = "direct"
    """Meant for the reader."""
    WATCHED = "watched"
    """From what the reader watches."""


class TooMuchFollowed(ForumError):
    """The member follows as many things as anybody can look through."""

    code, status = "too_much_followed", 409
    text = N_("You watch, follow or mute {most} things already. Please take one away first.")


_STRENGTH = (NotificationLevel.MUTE, NotificationLevel.FOLLOW, NotificationLevel.WATCH)


def level(
    topic: NotificationLevel | None,
    tags: Collection[NotificationLevel],
    space: NotificationLevel | None,
    part: Part,
) -> NotificationLevel:
    """How much of a topic a member hears.

    What they said of the topic itself counts first, then what they said of its tags (where one is
    muted, it is muted), then of its space. Who takes part hears at least of replies, and of
    everything in topics of their own, unless they said otherwise of the topic itself.
    """
    if topic is not None:
        return topic
    said = min(tags, key=_STRENGTH.index) if tags else space
    by_part = {
        Part.NONE: None,
        Part.WROTE: NotificationLevel.FOLLOW,
        Part.STARTED: NotificationLevel.WATCH,
    }[part]
    known = [one for one in (said, by_part) if one is not None]
    return max(known, key=_STRENGTH.index, default=NotificationLevel.FOLLOW)


def topic_target(topic_id: TopicId) -> str:
    """How a topic is named in a subscription."""
    return f"topic:{topic_id}"


def space_target(space_id: SpaceId) -> str:
    """How a space is named in a subscription."""
    return f"space:{space_id}"


def tag_target(tag: str) -> str:
    """How a tag is named in a subscription."""
    return f"tag:{tag.casefold()}"


def post_name(post_id: PostId) -> str:
    """How a post's text is named where texts are translated."""
    return f"post:{post_id}"


def translation_target(subject: str, language: str) -> str:
    """How a translation that somebody waits for is named in a subscription.

    Args:
        subject: name of a text.
        language: BCP 47 tag.
    """
    return f"translation:{subject}:{language}"


def next_digest(now: datetime, zone: tzinfo, hour: int, weekday: int | None = None) -> datetime:
    """The next moment after `now` at which a digest goes out.

    On a day on which clocks skip the hour, it goes out when the skipped hour would have begun
    (PEP 495); on a day that has the hour twice, at the first.

    Args:
        now: aware.
        zone: the reader's.
        hour: of the day in `zone`, 0–23.
        weekday: on which a weekly one goes out, Monday is 0; `None` for a daily one.
    """
    day = now.astimezone(zone).date()
    while True:
        found = _instant(day, hour, zone)
        if found > now and weekday in (None, day.weekday()):
            return found
        day += timedelta(days=1)


def _instant(day: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def hears(heard: NotificationLevel, group: Group) -> bool:
    """Whether somebody who hears so much of a topic is told of such things in it."""
    return heard == NotificationLevel.WATCH or (
        heard == NotificationLevel.FOLLOW and group == Group.DIRECT
    )
