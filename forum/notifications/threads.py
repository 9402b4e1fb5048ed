"""Which mails a mail program shows together (RFC 5322 §3.6.4). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.ids import PostId
from forum.notifications.kinds import NEWS
from forum.notifications.schemas import NotificationOut


@dataclass(frozen=True, slots=True)
class Thread:
    """What a mail client puts a mail beside: ids of messages, without angle brackets."""

    own: str
    root: str
    parent: str | None = None

    def of(self, end: str) -> "Thread":
        """The same with an end to each id."""
        parent = self.parent + end if self.parent is not None else None
        return Thread(self.own + end, self.root + end, parent)

    def headers(self) -> list[tuple[str, str]]:
        """As headers."""
        before = [self.root] + ([self.parent] if self.parent else [])
        return [
            ("In-Reply-To", f"<{before[-1]}>"),
            ("References", " ".join(f"<{one}>" for one in before)),
        ]


def thread_of_one(told: NotificationOut, answered: PostId | None) -> Thread:
    """The thread of a mail about one notification: its topic's.

    Args:
        told: the notification.
        answered: the post that its post replies to.
    """
    own = f"post-{told.post_id}" if told.kind in NEWS else f"told-{told.id}"
    parent = f"post-{answered}" if answered else None
    return Thread(own, told.place, parent)


def thread_of_many(told: Sequence[NotificationOut], rhythm: str, number: int) -> Thread:
    """The thread of a digest: its topic's where it tells of one, else that of all digests.

    Args:
        told: what it tells of.
        rhythm: in which it goes out.
        number: of this digest, the same when it is sent again.
    """
    places = {one.place for one in told}
    root = places.pop() if len(places) == 1 else f"digest-{rhythm}"
    return Thread(f"{rhythm}-{number}", root)
