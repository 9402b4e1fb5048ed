"""What is said in the demonstration, by whom, and when: plain values, checked as they are read."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import accumulate

from forum.discussions.rules import Kind
from forum.moderation.rules import FlagReason
from forum.resources.schemas import ResourceDraft
from forum.spaces.rules import Access
from forum.translations.rules import Reach
from forum.web.shapes import Input


class Part(Input):
    """What every part of the script has in common."""


class FlagScript(Part):
    """That somebody reports a post.

    Attributes:
        by: handle of who does.
    """

    by: str
    reason: FlagReason
    remark: str


class PostScript(Part):
    """One post.

    Attributes:
        by: handle of its author.
        body: Markdown.
        language: BCP 47 tag; the author's own where it is empty.
        hours: after the post before.
        to: number, from 1, of the post of the topic that it answers.
        others: the same text by BCP 47 tags of other languages.
    """

    by: str
    body: str
    language: str = ""
    hours: float = 0
    to: int = 1
    others: Mapping[str, str] = {}
    flagged: Sequence[FlagScript] = ()


class TopicScript(Part):
    """One topic with all its posts, the first of which begins it.

    Attributes:
        space: slug of the space that it is in.
        language: BCP 47 tag of the title.
        titles: the title by BCP 47 tags of other languages.
        days: before the demonstration is made, when the topic begins.
        resource: the card of a topic of that kind.
        version_of: address on the card of an older topic, which is the same in another language.
    """

    space: str
    kind: Kind
    title: str
    language: str
    days: float
    posts: Sequence[PostScript]
    titles: Mapping[str, str] = {}
    tags: Sequence[str] = ()
    pinned: bool = False
    locked: bool = False
    resource: ResourceDraft | None = None
    version_of: str = ""

    def ages(self) -> Sequence[timedelta]:
        """How long before the demonstration is made each post is written."""
        hours = accumulate(post.hours for post in self.posts)
        return [timedelta(days=self.days) - timedelta(hours=after) for after in hours]


class SpaceScript(Part):
    """One space.

    Attributes:
        members: handles of those who belong to it, where it is private.
    """

    slug: str
    name: str
    description: str
    access: Access
    engines: Reach = Reach.ANY
    members: Sequence[str] = ()


class Script(Part):
    """Spaces, and the topics in them."""

    spaces: Sequence[SpaceScript]
    topics: Sequence[TopicScript]
