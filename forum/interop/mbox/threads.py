"""Where a mail belongs: the topic it is part of, and the mail it answers.

After J. Zawinski's description of message threading (jwz.org/doc/threading.html), made to decide
for one mail at a time from what was imported before: importing again, or going on after a break,
gives the same result.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from forum.interop.mbox.identifiers import derived
from forum.interop.mbox.mails import Mail
from forum.interop.mbox.subjects import topic_key

WINDOW = timedelta(days=90)
"""How long after the last mail of a topic a reply without references may still join it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a mail stands. All are identifiers.

    `root` names the topic: its first mail, or the mail that its first reply answers, even if that
    mail is missing or comes later. `parent` is `None` for a mail that answers none we have.
    """

    message_id: str
    digest: str
    root: str
    parent: str | None = None


class Known(Protocol):
    """What was imported before."""

    def placement(self, message_id: str) -> Placement | None:
        """Return where an imported mail stands."""
        ...

    def topic_named(self, message_id: str) -> str | None:
        """Return the root of the topic in which an imported mail refers to `message_id`."""
        ...

    def last_under(self, topic: str, since: datetime, until: datetime) -> Placement | None:
        """Return the last mail between two dates whose `topic_key` is `topic`."""
        ...


def place(mail: Mail, known: Known) -> Placement:
    """Find the place of a mail; one that was imported before keeps the place it has.

    Parents are looked for among the mails it refers to, nearest first; then among the topics that
    wait for a missing mail; then, for a reply without any reference, under its subject. A parent
    is always an earlier import, so no mail can become its own ancestor.
    """
    message_id = _own_id(mail, known)
    if known_place := known.placement(message_id):
        return known_place
    ancestors = ancestors_of(mail)
    parent = next((found for one in ancestors if (found := known.placement(one))), None)
    if parent:
        return Placement(message_id, mail.digest, parent.root, parent.message_id)
    waiting = (known.topic_named(one) for one in (message_id, *ancestors))
    if root := next((root for root in waiting if root), None):
        return Placement(message_id, mail.digest, root)
    if not ancestors and (parent := _by_subject(mail, known)):
        return Placement(message_id, mail.digest, parent.root, parent.message_id)
    return Placement(message_id, mail.digest, ancestors[-1] if ancestors else message_id)


def ancestors_of(mail: Mail) -> tuple[str, ...]:
    """Return what a mail refers to, nearest first: what it answers, then its references upwards."""
    nearest = [mail.in_reply_to] if mail.in_reply_to else []
    return tuple(dict.fromkeys([*nearest, *reversed(mail.references)]))


def _own_id(mail: Mail, known: Known) -> str:
    """Return the identifier to store: another one, if a different mail has it already."""
    taken = known.placement(mail.message_id)
    return derived(mail.digest) if taken and taken.digest != mail.digest else mail.message_id


def _by_subject(mail: Mail, known: Known) -> Placement | None:
    key = topic_key(mail.topic)
    if not mail.is_reply or not key:
        return None
    return known.last_under(key, mail.date - WINDOW, mail.date)
