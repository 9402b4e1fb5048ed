"""Uploads as they come in and go out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from forum.core.ids import UploadId
from forum.web.inputs import LARGEST_ID


class UploadQuery(BaseModel):
    """What the address says of a body that is the file itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=20_000)] = ""
    """The file's name; only its last 120 characters count."""


class RemovedUpload(BaseModel):
    """The upload that is to be removed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    upload: Annotated[int, Field(ge=1, le=LARGEST_ID)]


class UploadOut(BaseModel):
    """An uploaded file, for whoever may see it."""

    model_config = ConfigDict(frozen=True)

    id: UploadId
    url: str
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    markdown: str
    created_at: datetime


class OwnUpload(BaseModel):
    """A file of the member who asks, and whether a post of theirs shows it."""

    model_config = ConfigDict(frozen=True)

    upload: UploadOut
    in_use: bool
