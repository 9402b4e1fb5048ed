"""Topics and posts, as they come in and go out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
)

from forum.accounts.schemas import MemberOut
from forum.core.errors import N_
from forum.core.ids import HeldId, PostId, SpaceId, TopicId
from forum.discussions.rules import HeldState, Kind, PostState, ReactionName, TopicState
from forum.drafts.rules import LARGEST_VERSION
from forum.resources.schemas import LanguageVersionOut, ResourceDraft, ResourceOut
from forum.translations.schemas import TranslationOut, WordsOut
from forum.web.fields import COUNTED, LanguageTag, Line, Slug, Text
from forum.web.shapes import Input, Output

LONGEST_POST = 20_000
MOST_TAGS = 5


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _split(value: object) -> object:
    """Tags as a form gives them: words parted by commas."""
    if isinstance(value, str):
        return [
            part for part in value.replace("،", ",").replace("、", ",").split(",") if part.strip()
        ]
    return value


def _distinct(tags: list[str]) -> list[str]:
    folded = [tag.casefold().lstrip("#").strip() for tag in tags]
    if any(not tag or "," in tag for tag in folded):
        raise ValueError(N_("A tag is one word or a few, without commas."))
    return list(dict.fromkeys(folded))


Body = Annotated[str, Text(1, LONGEST_POST)]
Title = Annotated[str, Line(1, 200)]
Tags = Annotated[
    list[Annotated[str, Line(1, 40)]],
    BeforeValidator(_split),
    AfterValidator(_distinct),
    Field(max_length=MOST_TAGS),
]
OptionalLanguage = Annotated[LanguageTag | None, BeforeValidator(_none_if_empty)]
DraftVersion = Annotated[int, Field(ge=0, le=LARGEST_VERSION)]
"""Version of the member's draft of this text, which goes when the text is posted; 0: none."""


class PostDraft(Input):
    """A post as typed; its language is recognised where none is given."""

    body: Body
    parent_id: Annotated[PostId, COUNTED] | None = None
    language: OptionalLanguage = None
    draft: DraftVersion = 0


class TopicWords(Input):
    """What people write to begin a topic."""

    title: Title
    body: Body
    language: OptionalLanguage = None
    tags: Tags = Field(default_factory=list)


class TopicText(TopicWords):
    """What a topic begins with; a topic of kind `resource`, and no other, has a card."""

    kind: Kind = Kind.DISCUSSION
    resource: Annotated[ResourceDraft | None, Field(validate_default=True)] = None
    draft: DraftVersion = 0

    @field_validator("resource")
    @classmethod
    def _fits(cls, card: ResourceDraft | None, info: ValidationInfo) -> ResourceDraft | None:
        if "kind" in info.data and (info.data["kind"] == Kind.RESOURCE) != (card is not None):
            raise ValueError(
                N_("A topic has a card of a resource if, and only if, it is of that kind.")
            )
        return card


class TopicDraft(TopicText):
    """A topic as sent to the API."""

    space: Slug


class TopicChange(Input):
    """What is to be different about a topic; what is left out stays."""

    title: Title | None = None
    kind: Kind | None = None
    language: OptionalLanguage = None
    tags: Tags | None = None
    resource: ResourceDraft | None = None


class PostChange(Input):
    """A post's new text, made from the text of `version` (none: whatever the newest is)."""

    body: Body
    language: OptionalLanguage = None
    version: Annotated[int | None, COUNTED] = None
    draft: DraftVersion = 0


class BodyOut(Output):
    """A post's text, as written and as shown."""

    source: str
    html: str


class ParentOut(Output):
    """The post that another one answers."""

    id: PostId
    author_name: str


class PostOut(Output):
    """A post, for whoever may see it; `body` is empty where its text may not be read."""

    id: PostId
    url: str
    topic_id: TopicId
    parent_id: PostId | None
    number: int
    depth: int
    author: MemberOut
    body: BodyOut
    language: str
    version: int
    created_at: datetime
    edited_at: datetime | None
    state: PostState
    hidden_reason: str
    in_reply_to: ParentOut | None
    accepted: bool = False
    """Whether it is the accepted answer to the question that its topic asks."""
    reactions: dict[ReactionName, int] = Field(default_factory=dict)
    """How many members gave each; those that nobody gave are left out."""
    translation: TranslationOut | None = None


class SpaceRef(Output):
    """The space that a topic is in."""

    id: SpaceId
    slug: str
    name: str
    language: str
    """BCP 47 tag of the name."""
    url: str
    translated_name: TranslationOut | None = None
    names: dict[str, str] = Field(default_factory=dict, exclude=True)
    """As people have written it in further languages, by BCP 47 tag."""


class TopicOut(Output):
    """A topic, for whoever may see it."""

    id: TopicId
    url: str
    space: SpaceRef
    kind: Kind
    state: TopicState
    pinned: bool
    title: str
    translated_title: TranslationOut | None = None
    language: str
    languages: list[str]
    tags: list[str]
    translated_words: WordsOut | None = None
    """Its tags, and what its card says that one learns, in the language asked for."""
    author: MemberOut
    created_at: datetime
    last_post_at: datetime
    post_count: int
    people_count: int
    version: int
    accepted_id: PostId | None = None
    """The post that answers the question, where there is one."""
    resource: ResourceOut | None = None


class TopicWithBody(TopicOut):
    """A topic and the text of its first post; a resource's other language versions."""

    body: BodyOut
    language_versions: list[LanguageVersionOut] = Field(default_factory=list)
    countries: list[str] = Field(default_factory=list)
    """Codes of the countries of those who wrote in it, as they came."""


class HeldTopic(Output):
    """The topic that a reply waits for."""

    id: TopicId
    url: str
    title: str
    language: str


class HeldOut(Output):
    """A text that waits for a moderator, for its author and for moderators."""

    id: HeldId
    url: str
    state: HeldState
    author: MemberOut
    space: SpaceRef
    topic: HeldTopic | None
    """Of a reply, and of a new topic that was approved."""
    title: str
    """Of a new topic; empty for a reply."""
    body: BodyOut
    language: str
    made_at: datetime
    reason: str
    """Why it was declined."""
    post_url: str | None
    """Where it stands since it was approved."""


class ReadingOut(Output):
    """How far a member has read a topic."""

    last_read: int
    """Number of the last post; 0 if the topic was not opened yet."""
    unread_count: int


class ReadingChange(Input):
    """Up to which number the posts of a topic have been read."""

    last_read: Annotated[int, Field(ge=0, lt=2**31)]


class TagOut(Output):
    """A tag, and how many topics have it."""

    tag: str
    count: int


class ChangeOut(Output):
    """A stretch of Markdown that two versions of a text share, or that one of them has alone."""

    kind: Literal["same", "removed", "added"]
    text: str


class RevisionOut(Output):
    """A text that a newer one has replaced."""

    number: int
    editor: MemberOut
    made_at: datetime
    language: str
    body: BodyOut
    changes: list[ChangeOut] | None = None
    """With `?diff=true`: what the next edit made of it; "same" and "removed", joined, are this
    text, "same" and "added" the next one."""


Shape = Literal["tree", "flat"]
