"""Uploads as they come in and go out."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from forum.core.ids import UploadId
from forum.web.fields import COUNTED
from forum.web.shapes import Input, Output


class UploadQuery(Input):
    """What the address says of a body that is the file itself."""

    name: Annotated[str, Field(max_length=20_000)] = ""
    """The file's name; only its last 120 characters count."""


class RemovedUpload(Input):
    """The upload that is to be removed."""

    upload: Annotated[int, COUNTED]


class UploadOut(Output):
    """An uploaded file, for whoever may see it."""

    id: UploadId
    url: str
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    markdown: str
    created_at: datetime


class OwnUpload(Output):
    """A file of the member who asks, and whether a post of theirs shows it."""

    upload: UploadOut
    in_use: bool
