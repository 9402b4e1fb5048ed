"""Many notifications as a few lines: those of one topic and kind together. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.notifications.kinds import KINDS
from forum.notifications.schemas import About, NotificationOut
from i18n.formats import number


@dataclass(frozen=True, slots=True)
class Line:
    """What one sentence tells.

    Attributes:
        text: the sentence, in the reader's language.
        told: the notifications that it tells of, the newest first.
        url: where the oldest unread one of them, or the newest, can be seen.
    """

    text: str
    told: Sequence[NotificationOut]
    url: str

    @property
    def is_unread(self) -> bool:
        """Whether any of them has not been read."""
        return any(one.read_at is None for one in self.told)


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """What happened in one topic, in a live session, or elsewhere in a space.

    Attributes:
        topic: of what; in `is_topic` whether it is one.
    """

    topic: About
    is_topic: bool
    lines: Sequence[Line]

    @property
    def is_unread(self) -> bool:
        """Whether any of it has not been read."""
        return any(line.is_unread for line in self.lines)


def grouped(told: Sequence[NotificationOut], locale: str) -> Sequence[TopicGroup]:
    """Put together what belongs together; topics and lines in the order of their newest one.

    What a moderator did is told apart each time, as each has its reason.
    """
    topics: dict[str, dict[object, list[NotificationOut]]] = {}
    for one in told:
        apart = one.id if KINDS[one.kind].is_own else None
        key = (one.kind, one.read_at is None, apart)
        topics.setdefault(one.place, {}).setdefault(key, []).append(one)
    return [
        TopicGroup(
            next(iter(lines.values()))[0].about,
            next(iter(lines.values()))[0].topic is not None,
            [_line(found, locale) for found in lines.values()],
        )
        for lines in topics.values()
    ]


def _line(told: Sequence[NotificationOut], locale: str) -> Line:
    first = told[-1] if told[0].read_at is None else told[0]
    return Line(sentence(told, locale), told, first.url)


def sentence(told: Sequence[NotificationOut], locale: str) -> str:
    """One sentence for notifications of the same kind in the same topic, the newest first."""
    newest = told[0]
    text = KINDS[newest.kind].told(len(told), locale)
    name = newest.member.name if newest.member is not None else ""
    return text.format(name=name, num=number(len(told), locale))
