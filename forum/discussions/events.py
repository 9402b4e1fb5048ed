"""What discussions announce: ids, and what every subscriber of the channel may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from forum.core.events import Event
from forum.core.ids import MemberId, PostId, TopicId

HELD_ADDED = "discussions.held_added"
"""Kind of the job (`held_id`) that a text leaves which waits for a moderator."""
POST_ADDED = "discussions.post_added"
"""Kind of the job that a new post leaves (`post_id`) for whoever tells members of it."""
POST_EDITED = "discussions.post_edited"
"""Kind of the job that a post leaves (`post_id`) which has another text."""
POST_GONE = "discussions.post_gone"
"""Kind of the job that a deleted post leaves (`post_id`) for whoever told members of it."""
ANSWER_ACCEPTED = "discussions.answer_accepted"
"""Kind of the job that an accepted answer leaves (`post_id`, `member_id` of who accepted it)."""


@dataclass(frozen=True, slots=True)
class TopicEvent(Event):
    """Something about one topic, for those who read it and those who look at its space."""

    topic_id: TopicId
    space: str
    """Slug of the space that the topic is in."""

    def channels(self) -> Sequence[str]:
        """The topic's and its space's."""
        return (f"topic:{self.topic_id}", f"space:{self.space}")


@dataclass(frozen=True, slots=True)
class TopicStarted(TopicEvent):
    """A topic can be read."""

    name: ClassVar[str] = "topic.added"


@dataclass(frozen=True, slots=True)
class TopicChanged(TopicEvent):
    """A topic's title, tags, kind, language, state or place is another."""

    name: ClassVar[str] = "topic.changed"


@dataclass(frozen=True, slots=True)
class TopicHidden(TopicEvent):
    """A topic is out of sight, for all but moderators."""

    name: ClassVar[str] = "topic.hidden"


@dataclass(frozen=True, slots=True)
class PostEvent(TopicEvent):
    """Something about one post."""

    id: PostId


@dataclass(frozen=True, slots=True)
class PostAdded(PostEvent):
    """A post can be read."""

    name: ClassVar[str] = "post.added"
    parent_id: PostId | None
    number: int


@dataclass(frozen=True, slots=True)
class PostEdited(PostEvent):
    """A post has another text."""

    name: ClassVar[str] = "post.edited"


@dataclass(frozen=True, slots=True)
class PostDeleted(PostEvent):
    """A post's text is gone for everyone."""

    name: ClassVar[str] = "post.deleted"


@dataclass(frozen=True, slots=True)
class AnswerAccepted(PostEvent):
    """A post is the accepted answer to its topic, or no longer."""

    name: ClassVar[str] = "post.accepted"
    accepted: bool
    others: Sequence[PostId]
    """Posts that are shown differently for it: the question, and what was accepted before."""


@dataclass(frozen=True, slots=True)
class ReactionsChanged(Event):
    """How many members gave a post which reactions; lists of topics do not show it."""

    name: ClassVar[str] = "post.reactions"
    topic_id: TopicId
    id: PostId
    reactions: Mapping[str, int]
    """All sums, so that the newest event alone is enough."""

    def channels(self) -> Sequence[str]:
        """The topic's."""
        return (f"topic:{self.topic_id}",)


@dataclass(frozen=True, slots=True)
class PostHidden(PostEvent):
    """A post's text is out of sight."""

    name: ClassVar[str] = "post.hidden"


@dataclass(frozen=True, slots=True)
class PostRestored(PostEvent):
    """A hidden post can be read again."""

    name: ClassVar[str] = "post.restored"


@dataclass(frozen=True, slots=True)
class MarksMoved(Event):
    """A member has read further than before; nobody is told, but what is kept of it is stale."""

    name: ClassVar[str] = "reading.marked"
    member_id: MemberId

    def channels(self) -> Sequence[str]:
        """One of its own: on `member:<id>`, open pages would ask what is new each time."""
        return (f"read:{self.member_id}",)
