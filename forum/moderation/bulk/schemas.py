"""Bulk acts, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, JsonValue, model_validator

from forum.accounts.schemas import MemberOut
from forum.core.errors import N_
from forum.discussions.schemas import HeldOut, PostOut, TopicOut
from forum.moderation.acts import ActName
from forum.moderation.bulk.rules import RunState
from forum.moderation.schemas import MemberStandingOut, Moment, Reason
from forum.web.fields import Line, RowNumber
from forum.web.shapes import Input, Output
from i18n.wordlists import key_of


class BulkQuery(Input):
    """Which posts, topics, texts that wait or members, as the act is for.

    All conditions count together, and there is one at least.
    """

    author: Annotated[str, Line(0, 60)] = ""
    """Handle of who wrote them; of a member."""
    space: Annotated[str, Line(0, 60)] = ""
    """The end of the address of the space that they are in; that members have written in."""
    since: Moment = None
    """From when on they were written; members joined."""
    until: Moment = None
    words: Annotated[str, Line(0, 200)] = ""
    """That stand in texts, titles or names side by side, whatever their case and accents."""
    cases: Annotated[list[RowNumber], Field(max_length=1_000)] = Field(default_factory=list)
    """Numbers of cases of the queue that they are about; that members wrote what they are about."""

    @model_validator(mode="after")
    def _says_something(self) -> "BulkQuery":
        if self.words and not key_of(self.words):
            raise ValueError(N_("What is looked for needs letters or digits."))
        if not (self.author or self.space or self.words or self.cases):
            raise ValueError(N_("Say which ones: of a member, of a space, with words, of cases."))
        return self


class BulkIn(Input):
    """An act, why, and what it is done to."""

    act: ActName
    reason: Reason
    fields: dict[str, JsonValue] = Field(default_factory=dict)
    """Of the act's own, the same for all; `GET /admin/acts` tells them."""
    query: BulkQuery


Sampled = PostOut | TopicOut | HeldOut | MemberStandingOut


class BulkOut(Output):
    """A run over many things, or in a dry run what it would be about.

    Attributes:
        id: null in a dry run.
        fields: of the act's own.
        total: what it is about.
        done: of those, on how many it was carried out.
        refused: on how many it could not be, as they had changed, or are not for who asked.
        sample: in a dry run, some of them.
        refusals: the first that were refused, and why.
        undoes: the run that this one undoes.
        undone_by: the run that undoes this one.
    """

    id: int | None
    url: str | None
    act: Annotated[str, Field(examples=["hide_post"])]
    reason: str
    fields: dict[str, Any]
    query: dict[str, Any]
    state: RunState
    by: MemberOut | None
    made_at: datetime | None
    finished_at: datetime | None
    total: int
    done: int
    refused: int
    sample: Sequence[Sampled]
    refusals: Sequence["RefusalOut"]
    undoes: int | None
    undone_by: int | None
    dry_run: bool


class RefusalOut(Output):
    """Something on which an act was not carried out, and the code of the reason."""

    target: Annotated[str, Field(examples=["post:12"])]
    code: str
