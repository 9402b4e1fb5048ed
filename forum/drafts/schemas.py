"""Drafts as they come in and go out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from forum.core.errors import N_
from forum.drafts.rules import LONGEST
from forum.web.fields import Line, Text


class DraftText(BaseModel):
    """What somebody has written so far: unlike a post, nothing of it needs to be complete."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Annotated[str, Line(0, 400)] = ""
    body: Annotated[str, Text(0, LONGEST)] = ""
    kind: Annotated[str, Line(0, 40)] = ""
    language: Annotated[str, Line(0, 40)] = ""
    tags: Annotated[str, Line(0, 400)] = ""
    base: Annotated[int | None, Field(ge=1, lt=2**31)] = None
    """Of an edit: the version of the post that it began from."""

    @model_validator(mode="after")
    def _holds_something(self) -> "DraftText":
        if not (self.title or self.body):
            raise ValueError(N_("Write something first."))
        return self


class DraftOut(BaseModel):
    """A draft, for its member alone."""

    model_config = ConfigDict(frozen=True)

    place: str
    """`space:<slug>`, `topic:<id>`, `post:<id>` or `edit:<id>`."""
    url: str
    """The page with the form that it fills."""
    text: DraftText
    version: int
    saved_at: datetime
