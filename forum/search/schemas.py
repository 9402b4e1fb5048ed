"""What search takes and gives."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from forum.accounts.schemas import MemberOut
from forum.core.ids import PostId, TopicId
from forum.discussions.rules import Kind, PostState
from forum.discussions.schemas import OptionalLanguage, SpaceRef
from forum.search.rules import LONGEST, Asked, Filters, Sort
from forum.web.fields import Line
from forum.web.lists import ListQuery
from forum.web.shapes import Input, Output


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


Query = Annotated[str, Line(0, LONGEST)]
Day = Annotated[
    Annotated[date, Field(ge=date(1970, 1, 1), le=date(8999, 12, 31))] | None,
    BeforeValidator(_none_if_empty),
]


class SearchQuery(ListQuery):
    """What is looked for; filters may also stand in `q`, where these do not say otherwise."""

    q: Query = ""
    kind: Annotated[Kind | None, BeforeValidator(_none_if_empty)] = None
    language: OptionalLanguage = None
    space: Annotated[str, Line(0, 60)] = ""
    author: Annotated[str, Line(0, 60)] = ""
    before: Day = None
    after: Day = None
    sort: Annotated[Sort, BeforeValidator(lambda value: value or "relevance")] = "relevance"

    def filters(self) -> Filters:
        """Those that stand beside `q`."""
        return Filters(
            kind=self.kind,
            language=self.language or "",
            space=self.space,
            author=self.author.removeprefix("@").lower(),
            before=self.before,
            after=self.after,
        )

    def over(self, asked: Asked) -> Asked:
        """What `q` asks, with the filters beside it."""
        return replace(asked, filters=self.filters().over(asked.filters))


class SuggestQuery(Input):
    """What has been typed so far."""

    q: Query


class MarkedOut(Output):
    """A text, and the same as HTML with what was looked for in `<mark>`."""

    text: str
    html: str


class FoundTopic(Output):
    """The topic that a post is in; its title in the language in which it was found."""

    id: TopicId
    url: str
    kind: Kind
    title: MarkedOut
    title_language: str


class HitOut(Output):
    """A post that was found.

    `language` is what it was written in; `found_in` the language of the translation in which the
    words stand, and in which the excerpt is, or null where they stand in the original; `outdated`
    says whether that translation is. `tags` are the topic's, at its first post.
    """

    id: PostId
    url: str
    topic: FoundTopic
    space: SpaceRef
    author: MemberOut
    created_at: datetime
    state: PostState
    language: str
    tags: Sequence[str]
    found_in: str | None
    outdated: bool
    excerpt: MarkedOut


class SuggestionOut(Output):
    """Something to go to, or to look for."""

    kind: Literal["topic", "tag", "space"]
    text: str
    language: str | None
    url: str


class SuggestionsOut(Output):
    """What fits what has been typed, the likeliest first."""

    items: Sequence[SuggestionOut]
