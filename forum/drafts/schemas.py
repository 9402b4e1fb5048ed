"""Drafts as they come in and go out."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, model_validator

from forum.core.errors import N_
from forum.drafts.rules import LONGEST
from forum.web.fields import Line, Text
from forum.web.shapes import Input, Output


class DraftText(Input):
    """What somebody has written so far: unlike a post, nothing of it needs to be complete."""

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


class DraftOut(Output):
    """A draft, for its member alone."""

    place: str
    """`space:<slug>`, `topic:<id>`, `post:<id>` or `edit:<id>`."""
    url: str
    """The page with the form that it fills."""
    text: DraftText
    version: int
    saved_at: datetime
