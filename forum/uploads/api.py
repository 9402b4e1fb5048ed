"""Uploads for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import Forbidden, InvalidInput, NotFound, TooLarge
from forum.core.ids import UploadId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.uploads import actions, queries
from forum.uploads.intake import Deposited, read_upload
from forum.uploads.rules import (
    EmptyFile,
    FileDamaged,
    FileTypeMismatch,
    FileTypeRefused,
    FileUnsafe,
    PictureTooLarge,
    UploadInUse,
    UploadQuotaReached,
)
from forum.uploads.schemas import OwnUpload, UploadOut, UploadQuery
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import RawBody, Reply, operation

_BYTES = {"type": "string", "format": "binary"}
_FORM = {"type": "object", "properties": {"file": _BYTES}, "required": ["file"]}
_FILE = RawBody(
    read_upload,
    {"multipart/form-data": {"schema": _FORM}, "application/octet-stream": {"schema": _BYTES}},
)
_REFUSES = (
    EmptyFile,
    FileDamaged,
    FileTypeMismatch,
    FileTypeRefused,
    FileUnsafe,
    PictureTooLarge,
    TooLarge,
    UploadQuotaReached,
)


@operation(
    "POST",
    "/uploads",
    body=_FILE,
    query=UploadQuery,
    answer=UploadOut,
    status=201,
    scope=Scope.WRITE,
    refuses=_REFUSES,
)
async def create_upload(
    _request: Request[Any],
    unit: Unit,
    *,
    body: Deposited,
    query: UploadQuery,  # noqa: ARG001 (the body is read with it)
) -> Reply:
    """Upload a file: as the body, named by `name`, or as the field `file` of a form."""
    made = await actions.add_upload(unit, body.file, body.name)
    return Reply(made, headers={"location": f"/api/v1/uploads/{made.id}"})


@operation(
    "GET",
    "/uploads",
    query=ListQuery,
    answer=ListOut[OwnUpload],
    scope=Scope.READ,
    refuses=(InvalidInput,),
)
async def list_uploads(request: Request[Any], *, query: ListQuery) -> Reply:
    """List your files, the newest first, and whether a post shows them."""
    member, window = actor_of(request).require_member(), query.window(queries.CURSOR)
    async with runtime(request).database.reading() as db:
        return listed(request, await queries.uploads_of(db, member, window))


@operation("GET", "/uploads/{upload_id:int}", answer=UploadOut, refuses=(NotFound,))
async def read_upload_row(request: Request[Any]) -> UploadOut:
    """Read what is known of an uploaded file."""
    resources = runtime(request)
    async with resources.database.reading() as db:
        found = await queries.upload(db, actor_of(request), _upload_id(request), resources.clock())
    return queries.upload_out(found.upload, found.file)


@operation(
    "DELETE",
    "/uploads/{upload_id:int}",
    status=204,
    scope=Scope.WRITE,
    refuses=(NotFound, Forbidden, UploadInUse),
)
async def delete_upload(request: Request[Any], unit: Unit) -> None:
    """Remove a file of one's own that no post shows."""
    await actions.remove_upload(unit, _upload_id(request))


def _upload_id(request: Request[Any]) -> UploadId:
    return UploadId(row_id(request.path_params["upload_id"]))


ROUTES = [create_upload, list_uploads, read_upload_row, delete_upload]
