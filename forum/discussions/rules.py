"""What discussions allow: plain values in, a refusal or a value out."""

from collections.abc import Sequence
from enum import StrEnum

from forum.core.actor import Actor
from forum.core.errors import N_, Forbidden, ForumError
from forum.core.ids import MemberId
from forum.core.permissions import Permission

LONGEST_PATH = 2000
"""Bytes; PostgreSQL cannot index more than about 2,700 in one row."""
_LONGEST_KEY = 9
TAKEN_SLUGS = frozenset({"follow", "moderate", "reply"})
"""Words that are addresses of their own below a topic's, and so cannot be its readable end."""


class Kind(StrEnum):
    """What a topic is for."""

    DISCUSSION = "discussion"
    QUESTION = "question"
    ANNOUNCEMENT = "announcement"
    RESOURCE = "resource"


class TopicState(StrEnum):
    """Whether a topic takes replies, and who sees it."""

    OPEN = "open"
    LOCKED = "locked"
    HIDDEN = "hidden"
    ARCHIVED = "archived"
    """Can be read; takes nothing more from anybody."""


class PostState(StrEnum):
    """Whether a post's text can be read."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    DELETED = "deleted"


class ReactionName(StrEnum):
    """What a member can say to a post by one press."""

    THANKS = "thanks"
    AGREE = "agree"
    INSIGHTFUL = "insightful"
    SAME_HERE = "same_here"


class HeldState(StrEnum):
    """What became of a text that waited for a moderator."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


class TopicLocked(ForumError):
    """The topic takes no more replies."""

    code, status, text = "topic_locked", 409, N_("This topic is locked.")


class TopicArchived(TopicLocked):
    """Nobody adds to the topic or edits what is in it, until it is taken out of the archive."""

    code, text = "topic_archived", N_("This topic is archived: it can only be read.")


class PostGone(ForumError):
    """The post was deleted or hidden; nothing more can be done with its text."""

    code, status, text = "post_gone", 409, N_("This post was deleted or hidden.")


class UnderApproval(ForumError):
    """Who is under approval changes nothing that others read already."""

    code, status = "under_approval", 403
    text = N_("Moderators read what you write before others do. You cannot change texts meanwhile.")


class TopicOutOfSight(ForumError):
    """A reply is not approved into a topic that nobody reads."""

    code, status = "topic_out_of_sight", 409
    text = N_("The topic is hidden. Restore it first, or decline the reply.")


class StillRead(ForumError):
    """Only what waits, or was declined, is withdrawn; a post is deleted."""

    code, status = "still_read", 409
    text = N_("This was approved: you can edit or delete the post.")


class NothingToMove(ForumError):
    """A topic is not split at its first post, nor merged into itself."""

    code, status = "nothing_to_move", 409
    text = N_("There is nothing to move: choose another post or topic.")


class TooMuchToMove(ForumError):
    """More posts hang together than one change takes elsewhere."""

    code, status = "too_much_to_move", 409
    text = N_("This has more than {most} posts, which is too much to move at once.")


class PostsCameSince(ForumError):
    """Others have answered posts that were moved, so they cannot go back."""

    code, status = "posts_came_since", 409
    text = N_("There are new answers to these posts: they cannot be put back.")


class ParentElsewhere(ForumError):
    """The post to reply to is not of this topic, or nobody sees any more that it was."""

    code, status = "parent_elsewhere", 422
    text = N_("The post you reply to is not in this topic, or not any more.")


class NotAQuestion(ForumError):
    """Only questions have an accepted answer."""

    code, status, text = "not_a_question", 409, N_("This topic does not ask a question.")


class NotAnAnswer(ForumError):
    """The first post of a topic asks; it cannot be the answer."""

    code, status = "not_an_answer", 409
    text = N_("The post that asks the question cannot be its answer.")


class ReactionToOwnPost(ForumError):
    """Members do not react to what they wrote themselves."""

    code, status, text = "reaction_to_own_post", 409, N_("You wrote this post yourself.")


class ReactionNotOffered(ForumError):
    """The reaction does not fit what the topic is for."""

    code, status = "reaction_not_offered", 409
    text = N_("This reaction is not offered here.")


def reactions_offered(kind: Kind) -> Sequence[ReactionName]:
    """What a member can say by one press to posts of a topic; `same_here`: we use it too."""
    everywhere = [one for one in ReactionName if one != ReactionName.SAME_HERE]
    return list(ReactionName) if kind == Kind.RESOURCE else everywhere


def state_in(state: TopicState, *, archived: bool) -> TopicState:
    """How a topic stands that is in an archived space, or in one that is not."""
    return TopicState.ARCHIVED if archived and state != TopicState.HIDDEN else state


def check_react(actor: Actor, author: MemberId, state: PostState) -> MemberId:
    """Return the member who reacts to a post.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
        ReactionToOwnPost: it is theirs.
        PostGone: its text cannot be read.
    """
    member = actor.require(Permission.POST_REPLY)
    if member == author:
        raise ReactionToOwnPost
    if state != PostState.VISIBLE:
        raise PostGone
    return member


def check_accept(actor: Actor, asker: MemberId, kind: Kind, language: str = "") -> None:
    """Return if the actor may say which post answers a topic: who asked, or a moderator.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: somebody else asked.
        NotAQuestion: the topic is of another kind.
    """
    if actor.require(Permission.POST_REPLY) != asker:
        actor.require(Permission.TOPIC_MODERATE, language)
    if kind != Kind.QUESTION:
        raise NotAQuestion


def check_answer(number: int, state: PostState) -> None:
    """Return if a post can be the answer to its topic.

    Raises:
        NotAnAnswer: it is the first one.
        PostGone: its text cannot be read.
    """
    if number == 1:
        raise NotAnAnswer
    if state != PostState.VISIBLE:
        raise PostGone


def check_reply(actor: Actor, state: TopicState) -> MemberId:
    """Return the author of a reply that the topic accepts.

    A lock stops members, not moderators: they close with a last word.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not reply.
        TopicLocked: the topic is locked and the actor does not moderate it.
    """
    author = actor.require(Permission.POST_REPLY)
    check_open(actor, state)
    return author


def check_change(actor: Actor) -> None:
    """Return if the actor may change texts that others read.

    Raises:
        UnderApproval: what they write waits for a moderator.
    """
    if actor.limits.held:
        raise UnderApproval


def check_start(actor: Actor, kind: Kind, language: str = "") -> MemberId:
    """Return the author of a new topic; announcements are for moderators.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not start such a topic.
    """
    if kind == Kind.ANNOUNCEMENT:
        actor.require(Permission.TOPIC_ANNOUNCE, language)
    return actor.require(Permission.TOPIC_START)


def check_editor(actor: Actor, author: MemberId, language: str = "") -> MemberId:
    """Return the editor of a text: its author, or a moderator.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the text is somebody else's.
    """
    editor = actor.require(Permission.POST_REPLY)
    if editor != author and not actor.may(Permission.POST_EDIT_ANY, language):
        raise Forbidden
    return editor


def check_edit(
    actor: Actor, author: MemberId, topic: TopicState, post: PostState, language: str = ""
) -> MemberId:
    """Return the editor of a post's text: its author while the topic is open, or a moderator.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the text is somebody else's.
        PostGone: there is no text any more.
        TopicLocked: it is the author's own, and the topic is locked.
    """
    editor = check_editor(actor, author, language)
    if post == PostState.DELETED:
        raise PostGone
    if post == PostState.HIDDEN and not actor.may(Permission.POST_HIDE, language):
        raise PostGone
    check_open(actor, topic, language)
    return editor


def check_open(actor: Actor, topic: TopicState, language: str = "") -> None:
    """Return if a topic takes something more from the actor.

    Raises:
        TopicLocked: it does not; of an archived one, from nobody.
    """
    if topic == TopicState.ARCHIVED:
        raise TopicArchived
    if topic == TopicState.LOCKED and not actor.may(Permission.TOPIC_MODERATE, language):
        raise TopicLocked


def child_path(parent: bytes, ordinal: int) -> bytes:
    """The place of the `ordinal`-th reply under the place `parent`.

    Comparing places byte by byte gives the order in which a tree is read, every post before its
    replies and each branch whole: one index range is one page. Ordinals below 240 take one byte;
    above, a length byte and the number follow, so that longer numbers sort later.

    Args:
        parent: place of the post replied to; empty for the topic itself.
        ordinal: from 1, counting the replies of `parent` in the order they came.

    Raises:
        ValueError: `ordinal` is below 1.
    """
    if ordinal < 1:
        raise ValueError(ordinal)
    if ordinal < _FIRST_LENGTH:
        return parent + bytes([ordinal])
    digits = (ordinal - _FIRST_LENGTH).to_bytes(_width(ordinal - _FIRST_LENGTH), "big")
    return parent + bytes([_FIRST_LENGTH + len(digits) - 1]) + digits


_FIRST_LENGTH = 240


def _width(number: int) -> int:
    return max(1, (number.bit_length() + 7) // 8)


def branch_end(path: bytes) -> bytes:
    """The first place behind everything that hangs from `path`.

    Raises:
        ValueError: nothing can stand behind it.
    """
    kept = path.rstrip(b"\xff")
    if not kept:
        raise ValueError(path)
    return kept[:-1] + bytes([kept[-1] + 1])


def has_room(path: bytes) -> bool:
    """Whether replies can still hang deeper than `path`; else they stand beside it.

    Some 2,000 replies to replies to replies: the tree is drawn flat from the seventh on anyway.
    """
    return len(path) + _LONGEST_KEY <= LONGEST_PATH


def beside_path(path: bytes, number: int) -> bytes:
    """The place of a reply to a post under which there is no more room: behind its whole branch.

    Such places are longer than every other, and follow each other by the replies' numbers.

    Args:
        path: place of the post replied to, which has no room.
        number: the reply's own number within the topic.
    """
    base = path if len(path) <= LONGEST_PATH else path[: -_LONGEST_KEY - 1]
    return base + b"\xff" + number.to_bytes(_LONGEST_KEY, "big")
