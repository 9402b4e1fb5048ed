"""Kinds of notifications: what each says, and whom its mail is for. To add one, add its row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from forum.core.errors import N_
from forum.notifications.rules import Group
from i18n.catalogs import ngettext


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind.

    Attributes:
        name: word of the kind in rows and in the API; never given a second meaning.
        group: with which others it shares a choice of when mail goes out.
        told: gives the sentence for so many of them in one topic, in a language; `{name}` is the
            newest one's author, `{num}` how many there are.
        subject: the same as the subject of a mail about one; `{title}` is the topic's.
        is_own: whether it is about the reader's own post, which they see whatever becomes of it.
        is_mailed: whether mail tells of it here; otherwise a mail of its own does.
    """

    name: str
    group: Group
    told: Callable[[int, str], str]
    subject: str
    is_own: bool = False
    is_mailed: bool = True


MENTION = Kind(
    "mention",
    Group.DIRECT,
    lambda n, to: ngettext(
        "{name} mentioned you", "{num} mentions of you, the newest by {name}", n, to
    ),
    N_("{name} mentioned you in “{title}”"),
)
QUOTE = Kind(
    "quote",
    Group.DIRECT,
    lambda n, to: ngettext("{name} quoted you", "{num} quotes of you, the newest by {name}", n, to),
    N_("{name} quoted you in “{title}”"),
)
REPLY = Kind(
    "reply",
    Group.DIRECT,
    lambda n, to: ngettext(
        "{name} replied to you", "{num} replies to you, the newest by {name}", n, to
    ),
    N_("{name} replied to you in “{title}”"),
)
POST = Kind(
    "post",
    Group.WATCHED,
    lambda n, to: ngettext("{name} wrote a post", "{num} new posts, the newest by {name}", n, to),
    N_("{name} wrote in “{title}”"),
)
TOPIC = Kind(
    "topic",
    Group.WATCHED,
    lambda n, to: ngettext("{name} started this topic", "{name} started this topic", n, to),
    N_("{name} started “{title}”"),
)
ACCEPTED = Kind(
    "answer_accepted",
    Group.DIRECT,
    lambda n, to: ngettext(
        "{name} accepted your answer", "{num} answers of yours were accepted", n, to
    ),
    N_("{name} accepted your answer to “{title}”"),
)
TRANSLATION = Kind(
    "translation_ready",
    Group.DIRECT,
    lambda n, to: ngettext(
        "The translation you asked for is there",
        "{num} translations you asked for are there",
        n,
        to,
    ),
    N_("A translation you asked for is there: “{title}”"),
)
HIDDEN = Kind(
    "post_hidden",
    Group.DIRECT,
    lambda n, to: ngettext(
        "A moderator hid a post of yours", "Moderators hid {num} posts of yours", n, to
    ),
    N_("A moderator hid your post in “{title}”"),
    is_own=True,
)
RESTORED = Kind(
    "post_restored",
    Group.DIRECT,
    lambda n, to: ngettext(
        "A moderator showed a post of yours again",
        "Moderators showed {num} posts of yours again",
        n,
        to,
    ),
    N_("A moderator showed your post in “{title}” again"),
    is_own=True,
)

DECIDED = Kind(
    "decision",
    Group.DIRECT,
    lambda n, to: ngettext(
        "A moderator decided about something of yours",
        "Moderators decided {num} times about something of yours",
        n,
        to,
    ),
    N_("A moderator decided about something of yours in “{title}”"),
    is_own=True,
)

PROPOSAL = Kind(
    "proposal_decided",
    Group.DIRECT,
    lambda n, to: ngettext(
        "{name} decided about a translation you proposed",
        "{num} translations you proposed were decided about",
        n,
        to,
    ),
    N_("{name} decided about a translation you proposed in “{title}”"),
)

ADMITTED = Kind(
    "request_approved",
    Group.DIRECT,
    lambda n, to: ngettext(
        "You take part in this session now", "You take part in this session now", n, to
    ),
    "",
    is_own=True,
    is_mailed=False,
)
TURNED_DOWN = Kind(
    "request_declined",
    Group.DIRECT,
    lambda n, to: ngettext(
        "Your request to take part was declined",
        "{num} requests of yours to take part were declined",
        n,
        to,
    ),
    "",
    is_own=True,
    is_mailed=False,
)
DISMISSED = Kind(
    "participation_ended",
    Group.DIRECT,
    lambda n, to: ngettext("You take part no more", "You take part no more", n, to),
    "",
    is_own=True,
    is_mailed=False,
)

_ROWS: Sequence[Kind] = (
    MENTION,
    QUOTE,
    REPLY,
    TOPIC,
    POST,
    ACCEPTED,
    TRANSLATION,
    PROPOSAL,
    HIDDEN,
    RESTORED,
    DECIDED,
    ADMITTED,
    TURNED_DOWN,
    DISMISSED,
)
"""The stronger first: of several reasons to tell somebody of one post, the first counts."""

NEWS = frozenset(kind.name for kind in (MENTION, QUOTE, REPLY, TOPIC, POST))
"""Names of the kinds that tell of a new post."""
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ROWS}


def strongest(kinds: Iterable[Kind]) -> Kind:
    """The reason that somebody is told, of several."""
    return min(kinds, key=_ROWS.index)


def own_names() -> list[str]:
    """Names of the kinds that are about what is the reader's own."""
    return [kind.name for kind in _ROWS if kind.is_own]


def mailed_names(group: Group) -> list[str]:
    """Names of the kinds of a group of which mail tells."""
    return [kind.name for kind in _ROWS if kind.group is group and kind.is_mailed]
