"""What comes in about notifications, and what goes out."""

from datetime import datetime
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from forum.accounts.schemas import MemberOut
from forum.core.errors import N_
from forum.core.ids import NotificationId, PostId, SpaceId
from forum.live.accreditation.schemas import SessionRef
from forum.moderation.schemas import TopicRef
from forum.notifications.rules import FIRST_HOUR, NotificationLevel, Rhythm
from forum.translations.schemas import TranslationOut
from forum.web.fields import Line, RowNumber
from forum.web.shapes import Input, Output

MOST_IDS = 1000


def _folded(value: str) -> str:
    tag = value.casefold().lstrip("#").strip()
    if not tag or "," in tag:
        raise ValueError(N_("A tag is one word or a few, without commas."))
    return tag


Tag = Annotated[str, Line(1, 40), AfterValidator(_folded)]


def several(value: object) -> object:
    """A single number of several, as a form gives it."""
    return [value] if isinstance(value, str) else value


class In(Input):
    """What every input has in common."""


class SubscriptionChange(In):
    """How much of a thing somebody wants to hear."""

    level: NotificationLevel


class TagAsked(In):
    """A tag that an address names."""

    tag: Tag


class LevelForm(In):
    """The same from a page; `default` takes back what was said."""

    level: Annotated[NotificationLevel | None, BeforeValidator(lambda value: value or None)] = None


class TagForm(LevelForm):
    """The same of a tag, with the tag."""

    tag: Tag
    next: Annotated[str, Line(0, 500)] = ""
    """Path of the page to go back to; the settings, where there is none."""


class AwaitForm(In):
    """To wait for a translation, or no more."""

    forget: bool = False


class TargetForm(In):
    """What to forget of what somebody said: `topic:<id>`, `space:<id>` or `tag:<tag>`."""

    target: Annotated[str, Line(1, 60)]


class ReadMark(In):
    """What somebody has read: notifications by id, all of a topic, or (neither) everything."""

    ids: Annotated[list[RowNumber], Field(max_length=MOST_IDS)] | None = None
    topic_id: RowNumber | None = None


class ReadForm(In):
    """The same from a page."""

    topic_id: Annotated[RowNumber | None, BeforeValidator(lambda value: value or None)] = None
    ids: Annotated[list[RowNumber] | None, BeforeValidator(several)] = None


class MailSettings(In):
    """How and when mail goes to a member.

    Attributes:
        direct: when mail goes about what is meant for the member.
        watched: when mail goes about what the member watches.
        hour: of the day, in the member's zone, at which digests go out.
        weekday: on which a weekly digest goes out; Monday is 0.
    """

    direct: Rhythm = Rhythm.AT_ONCE
    watched: Rhythm = Rhythm.DAILY
    hour: Annotated[int, Field(ge=0, le=23)] = FIRST_HOUR
    weekday: Annotated[int, Field(ge=0, le=6)] = 0


class Empty(In):
    """A form with nothing in it but its button."""


class Out(Output):
    """What every output has in common."""


class MailSettingsOut(Out):
    """The same as it stands, and whether mail arrives at all.

    Attributes:
        refused: what the mail server said when it refused the member's address for good; "" if it
            did not.
    """

    direct: Rhythm
    watched: Rhythm
    hour: int
    weekday: int
    refused: str


class SubscriptionOut(Out):
    """What a member said of one thing.

    Attributes:
        target: `topic:<id>`, `space:<id>` or `tag:<tag>`.
        name: the topic's title, the space's name, or the tag.
        language: BCP 47 tag of the name; "" for a tag.
    """

    target: str
    url: str
    name: str
    language: str
    level: NotificationLevel
    since: datetime


class SpaceRef(Out):
    """A space that something is about."""

    id: SpaceId
    url: str
    title: str
    """Its name."""
    language: str
    translated_title: TranslationOut | None = None


About: TypeAlias = TopicRef | SessionRef | SpaceRef


class NotificationOut(Out):
    """One thing that a member was told.

    Attributes:
        kind: a name of `kinds.KINDS`.
        url: where it can be seen.
        topic, session, space: what it is about, one of them.
        member: whose doing it is; null for a moderator's.
        reason: a moderator's, or of who decided about a request, in their own words; else "".
        decision_url: of a moderator's decision: where the reader can answer it; else "".
        read_at: null while it is unread.
    """

    id: NotificationId
    kind: str
    url: str
    topic: TopicRef | None
    session: SessionRef | None = None
    space: SpaceRef | None = None
    post_id: PostId | None
    member: MemberOut | None
    reason: str
    decision_url: str = ""
    made_at: datetime
    read_at: datetime | None

    @property
    def about(self) -> About:
        """The topic, the session or the space."""
        found = self.topic or self.session or self.space
        assert found is not None  # noqa: S101 (one of them is there)
        return found

    @property
    def place(self) -> str:
        """The same as one word, such as `topic-3`."""
        kind = "topic" if self.topic else "session" if self.session else "space"
        return f"{kind}-{self.about.id}"
