"""Who asks for what, made up at random; and who sees which of it, by rules written once more."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from forum.core.permissions import Role, Scope
from forum.discussions.rules import PostState, TopicState
from forum.spaces.rules import Access

LANGUAGES = ("en", "th")
HERE, ELSEWHERE = "here", "elsewhere"


@dataclass(frozen=True, slots=True)
class Given:
    """A role that somebody was given beside their own.

    Attributes:
        place: the space that all of it is about, another one, or "" for every space.
        language: for texts of one language; "": for all.
        hides: whether it carries the permission to hide posts; else another one.
    """

    place: str
    language: str
    hides: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who asks.

    Attributes:
        role: `None` for a visitor.
        scopes: of the token by which they ask.
        belongs: whether they were added to the space.
        given: roles beside their own.
        silenced: whether they may only read.
    """

    role: Role | None
    scopes: tuple[Scope, ...] = tuple(Scope)
    belongs: bool = False
    given: Sequence[Given] = ()
    silenced: bool = False

    def hides(self, language: str) -> bool:
        """Whether they may hide, and so see hidden, a text of a language in the space."""
        if self.role is None or Scope.MODERATE not in self.scopes:
            return False
        if self.role != Role.MEMBER:
            return True
        return any(
            one.hides and one.place != ELSEWHERE and one.language in ("", language)
            for one in self.given
        )

    def hides_everywhere(self) -> bool:
        """Whether that is so in every space and language."""
        if self.role is None or Scope.MODERATE not in self.scopes:
            return False
        wide = any(one.hides and not (one.place or one.language) for one in self.given)
        return self.role != Role.MEMBER or wide


@dataclass(frozen=True, slots=True)
class Text:
    """A post as it was made: the first of its topic, or one after it.

    Attributes:
        own: whether the reader wrote it.
    """

    state: PostState
    language: str
    own: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """One topic in one space, and somebody who asks for it."""

    reader: Reader
    access: Access
    state: TopicState
    language: str
    posts: Sequence[Text]

    @property
    def sees_space(self) -> bool:
        """Whether the space is there for the reader."""
        reader = self.reader
        if self.access == Access.PUBLIC or reader.hides_everywhere():
            return True
        if reader.role is None or self.access == Access.MEMBERS:
            return reader.role is not None
        return reader.belongs or any(one.place == HERE for one in reader.given)

    @property
    def sees_topic(self) -> bool:
        """Whether the topic is."""
        shown = self.state != TopicState.HIDDEN or self.reader.hides(self.language)
        return self.sees_space and shown

    def reads(self, post: Text) -> bool:
        """Whether the reader may read what a post says."""
        if not self.sees_topic or post.state == PostState.DELETED:
            return False
        mine = post.own and self.reader.role is not None
        return post.state == PostState.VISIBLE or mine or self.reader.hides(post.language)

    def is_listed(self, post: Text) -> bool:
        """Whether a list gives what a post says: its author opens what is hidden by itself."""
        return self.reads(post) and (
            post.state == PostState.VISIBLE or self.reader.hides(post.language)
        )

    def is_for_all(self, post: Text) -> bool:
        """Whether the reader reads it as everybody does: what is mailed, fed and translated."""
        return self.sees_topic and post.state == PostState.VISIBLE


_READERS = st.builds(
    Reader,
    role=st.sampled_from([Role.MEMBER, Role.MEMBER, Role.MODERATOR, Role.ADMIN]),
    scopes=st.sampled_from([tuple(Scope), tuple(Scope), (Scope.READ,), (Scope.READ, Scope.WRITE)]),
    belongs=st.booleans(),
    given=st.lists(
        st.builds(
            Given,
            place=st.sampled_from(["", HERE, ELSEWHERE]),
            language=st.sampled_from(["", *LANGUAGES]),
            hides=st.booleans(),
        ),
        max_size=2,
        unique=True,
    ),
    silenced=st.booleans(),
)
_TEXTS = st.builds(
    Text,
    state=st.sampled_from(PostState),
    language=st.sampled_from(LANGUAGES),
    own=st.booleans(),
)
SITUATIONS = st.builds(
    Situation,
    reader=st.just(Reader(None, ())) | _READERS | _READERS | _READERS,
    access=st.sampled_from(Access),
    state=st.sampled_from([*TopicState, TopicState.OPEN]),
    language=st.sampled_from(LANGUAGES),
    posts=st.lists(_TEXTS, min_size=2, max_size=3),
)
NARROW = Situation(
    Reader(Role.MEMBER, (Scope.READ,), given=[Given("", "", hides=True)]),
    Access.PRIVATE,
    TopicState.OPEN,
    "en",
    [Text(PostState.VISIBLE, "en", own=False)] * 2,
)
"""Somebody who may hide whatever there is, by a token that is not for that: they see as others."""
