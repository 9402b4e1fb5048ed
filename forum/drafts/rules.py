"""Where drafts belong, how many there may be, and how long they are kept."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.errors import N_, ForumError, NotFound
from forum.core.ids import LARGEST_ID

KEPT = timedelta(days=90)
"""After the last time that a draft was saved."""
MOST = 100
"""Drafts of one member."""
LONGEST = 40_000
"""Characters of a draft: twice a post, so that what is too long can be cut later."""
LARGEST_VERSION = 999_999_999

_PLACE = re.compile(r"(?:topic|post|edit):[1-9][0-9]{0,18}|space:[a-z0-9][a-z0-9-]{0,59}")


class TooManyDrafts(ForumError):
    """The member keeps as many drafts as one may."""

    code, status = "too_many_drafts", 409
    text = N_("You keep {most} drafts already. Delete one that you no longer need.")


class PlaceKind(StrEnum):
    """What a draft is going to be."""

    SPACE = "space"
    """A topic in a space."""
    TOPIC = "topic"
    """A reply to a topic."""
    POST = "post"
    """A reply to a post."""
    EDIT = "edit"
    """Another text of a post."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a draft is for; written `space:<slug>`, `topic:<id>`, `post:<id>` or `edit:<id>`.

    Whether the member still sees what it names is not asked: the text is theirs in any case.
    """

    kind: PlaceKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"

    @property
    def number(self) -> int:
        """Of the topic or post; 0 for a space."""
        return 0 if self.kind == PlaceKind.SPACE else int(self.name)

    @property
    def url(self) -> str:
        """The page with the form that the draft fills."""
        return {
            PlaceKind.SPACE: f"/s/{self.name}/new",
            PlaceKind.TOPIC: f"/t/{self.name}/reply/new",
            PlaceKind.POST: f"/p/{self.name}/reply",
            PlaceKind.EDIT: f"/p/{self.name}/edit",
        }[self.kind]


def place_of(text: str) -> Place:
    """Read what `str(place)` wrote.

    Raises:
        NotFound: it names no place that there can be.
    """
    if _PLACE.fullmatch(text) is None:
        raise NotFound
    kind, _, name = text.partition(":")
    place = Place(PlaceKind(kind), name)
    if place.number > LARGEST_ID:
        raise NotFound
    return place


def first_version(now: datetime) -> int:
    """The version of a new draft, 1–999,999,999, from the clock.

    So a draft that is made anew after it was posted or deleted is not taken for the one before.
    """
    return int(now.timestamp()) % LARGEST_VERSION + 1


def check_count(others: int) -> None:
    """Let one draft more in.

    Raises:
        TooManyDrafts: there are enough `others`.
    """
    if others >= MOST:
        raise TooManyDrafts(most=MOST)
