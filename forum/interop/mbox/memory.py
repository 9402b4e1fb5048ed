"""What was imported before, kept in memory: for rehearsing an import."""

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from datetime import datetime

from forum.interop.mbox.mails import Mail
from forum.interop.mbox.subjects import topic_key
from forum.interop.mbox.threads import Placement, ancestors_of, place


@dataclass(slots=True)
class Remembered:
    """The mails placed so far; the port `threads.Known` in memory."""

    _places: dict[str, Placement] = field(default_factory=dict)
    _named: dict[str, str] = field(default_factory=dict)
    _under: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)

    def placement(self, message_id: str) -> Placement | None:
        """See `Known`."""
        return self._places.get(message_id)

    def topic_named(self, message_id: str) -> str | None:
        """See `Known`."""
        return self._named.get(message_id)

    def last_under(self, topic: str, since: datetime, until: datetime) -> Placement | None:
        """See `Known`."""
        dated = self._under.get(topic, [])
        end = bisect_right(dated, until, key=lambda pair: pair[0])
        if not end or dated[end - 1][0] < since:
            return None
        return self._places[dated[end - 1][1]]

    def add(self, mail: Mail) -> Placement:
        """Place a mail and remember it; a mail that is there already changes nothing."""
        found = place(mail, self)
        if found.message_id not in self._places:
            self._places[found.message_id] = found
            insort(self._under.setdefault(topic_key(mail.topic), []), (mail.date, found.message_id))
            for named in (found.root, *ancestors_of(mail)):
                self._named.setdefault(named, found.root)
        return found
