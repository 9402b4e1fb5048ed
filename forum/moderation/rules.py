"""What moderation allows: plain values in, a refusal or a value out."""

from dataclasses import dataclass
from enum import StrEnum

from forum.core.actor import Actor
from forum.core.errors import N_, ForumError
from forum.core.ids import MemberId
from forum.core.permissions import Permission
from forum.discussions.rules import PostGone, PostState


class FlagReason(StrEnum):
    """What somebody finds wrong with a post."""

    SPAM = "spam"
    ABUSE = "abuse"
    OFF_TOPIC = "off_topic"
    WRONG_LANGUAGE = "wrong_language"
    OTHER = "other"


class TargetKind(StrEnum):
    """What acts are done to."""

    POST = "post"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that an act is about, written as `post:12`."""

    kind: TargetKind
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a target stands, which decides what acts fit it.

    Attributes:
        state: one of `PostState` or `TopicState`.
        pinned: of a topic: whether it stays on top of its space.
        flags: of a post: how many open flags it has.
    """

    state: str
    pinned: bool = False
    flags: int = 0


class OwnPost(ForumError):
    """Nobody flags what they wrote themselves."""

    code, status, text = "own_post", 409, N_("This post is your own: you can edit or delete it.")


class AlreadyDone(ForumError):
    """The target does not stand as the act needs it; mostly, somebody else came first."""

    code, status = "already_done", 409
    text = N_("Somebody did this already, or it no longer fits. Nothing was changed.")


def parse_target(text: str) -> Target:
    """Read a target back from its written form.

    Raises:
        ValueError: it names nothing that acts can be done to.
    """
    kind, _, digits = text.partition(":")
    if not (digits.isascii() and digits.isdecimal() and not digits.startswith("0")):
        raise ValueError(text)
    return Target(TargetKind(kind), int(digits))


def path_of(target: str) -> str | None:
    """The address of a target as written in the record; `None` if it has no page."""
    kind, _, number = target.partition(":")
    return f"{_PAGES[kind]}{number}" if kind in _PAGES else None


_PAGES = {TargetKind.POST.value: "/p/", TargetKind.TOPIC.value: "/t/", "space": "/s/"}


def check_flag(actor: Actor, author: MemberId, state: PostState) -> MemberId:
    """Return who flags a post.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not flag.
        OwnPost: the actor wrote it.
        PostGone: it is out of sight already.
    """
    reporter = actor.require(Permission.POST_FLAG)
    if reporter == author:
        raise OwnPost
    if state != PostState.VISIBLE:
        raise PostGone
    return reporter
