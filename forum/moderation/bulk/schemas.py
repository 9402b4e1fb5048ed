"""Bulk acts, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from forum.accounts.schemas import MemberOut
from forum.core.errors import N_
from forum.discussions.schemas import PostOut
from forum.moderation.acts import ActName
from forum.moderation.bulk.rules import RunState
from forum.moderation.schemas import Moment, Reason
from forum.web.fields import Line
from forum.web.inputs import LARGEST_ID
from i18n.wordlists import key_of

CaseNumber = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class BulkQuery(BaseModel):
    """Which posts: all conditions count together, and there is one at least."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    author: Annotated[str, Line(0, 60)] = ""
    """Handle of who wrote them."""
    space: Annotated[str, Line(0, 60)] = ""
    """The end of a space's address."""
    since: Moment = None
    until: Moment = None
    words: Annotated[str, Line(0, 200)] = ""
    """That stand in them side by side, whatever their case and accents."""
    cases: Annotated[list[CaseNumber], Field(max_length=1_000)] = []
    """Numbers of cases of the queue that they are about."""

    @model_validator(mode="after")
    def _says_something(self) -> "BulkQuery":
        if self.words and not key_of(self.words):
            raise ValueError(N_("What is looked for needs letters or digits."))
        if not (self.author or self.space or self.words or self.cases):
            raise ValueError(N_("Say which posts: of a member, of a space, with words, of cases."))
        return self


class BulkIn(BaseModel):
    """An act, why, and the posts it is done to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: ActName
    reason: Reason
    query: BulkQuery


class BulkOut(BaseModel):
    """A run over many posts, or in a dry run what it would be about.

    Attributes:
        id: null in a dry run.
        total: posts that it is about.
        done: of those, on how many it was carried out.
        refused: on how many it could not be, as they had changed, or are not for who asked.
        sample: in a dry run, some of the posts.
        refusals: the first that were refused, and why.
        undoes: the run that this one undoes.
        undone_by: the run that undoes this one.
    """

    model_config = ConfigDict(frozen=True)

    id: int | None
    url: str | None
    act: Annotated[str, Field(examples=["hide_post"])]
    reason: str
    query: dict[str, Any]
    state: RunState
    by: MemberOut | None
    made_at: datetime | None
    finished_at: datetime | None
    total: int
    done: int
    refused: int
    sample: Sequence[PostOut]
    refusals: Sequence["RefusalOut"]
    undoes: int | None
    undone_by: int | None
    dry_run: bool


class RefusalOut(BaseModel):
    """A post on which an act was not carried out, and the code of the reason."""

    model_config = ConfigDict(frozen=True)

    target: Annotated[str, Field(examples=["post:12"])]
    code: str
