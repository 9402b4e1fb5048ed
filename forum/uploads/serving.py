"""Files as they are sent: as what they are, and never as a page of this site."""

import logging
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.core.ids import UploadId
from forum.runtime import runtime
from forum.uploads import queries
from forum.uploads.keys import copy_key, key
from forum.uploads.kinds import ABOUT, PICTURES, Kind
from forum.uploads.names import disposition
from forum.uploads.ranges import Unsatisfiable, span
from forum.uploads.rules import copies
from forum.uploads.store import store_of
from forum.web.identity import actor_of
from forum.web.inputs import row_id

log = logging.getLogger(__name__)

PUBLIC = "public, max-age=86400, immutable"
"""The bytes never change; a day, as a post that shows them may be hidden."""
PRIVATE = "private, no-cache"
_SAFE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "accept-ranges": "bytes",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent: the file itself, or a picture's small copy.

    Attributes:
        size: in bytes; `None` of a copy, whose size only the store knows.
    """

    key: str
    kind: Kind
    etag: str
    size: int | None


async def serve(request: Request[Any]) -> Response:
    """Send a file, or the part of it that is asked for, to whoever may see it."""
    upload_id = UploadId(row_id(request.path_params["upload_id"]))
    resources = runtime(request)
    async with resources.database.reading() as db:
        found = await queries.upload(db, actor_of(request), upload_id, resources.clock())
    sent = _chosen(found, request.query_params.get("w", ""))
    headers = _headers(found, sent)
    if _has_it(request, sent.etag):
        kept = {name: headers[name] for name in ("etag", "cache-control")}
        return Response(status_code=304, headers=kept)
    return await _answer(request, sent, headers)


def _chosen(found: queries.Found, wanted: str) -> Sent:
    file = found.file
    for width in copies(file.width, moving=file.moving):
        if wanted == str(width):
            tag = f'"{file.digest}.{width}"'
            return Sent(copy_key(file.digest, width), Kind.WEBP, tag, None)
    return Sent(key(file.digest), file.kind, f'"{file.digest}"', file.size)


def _headers(found: queries.Found, sent: Sent) -> dict[str, str]:
    name = found.upload.name
    if sent.kind != found.file.kind:
        name = f"{name.rpartition('.')[0]}.{sent.kind}"
    return {
        **_SAFE,
        "content-type": ABOUT[sent.kind].media_type,
        "content-disposition": disposition(name, shown=sent.kind in PICTURES),
        "cache-control": PUBLIC if found.is_public else PRIVATE,
        "etag": sent.etag,
    }


def _has_it(request: Request[Any], etag: str) -> bool:
    """Whether the client holds the same bytes (RFC 9110 §13.1.2)."""
    tags = request.headers.get("if-none-match", "").split(",")
    return any(tag.strip().removeprefix("W/") in {etag, "*"} for tag in tags)


async def _answer(request: Request[Any], sent: Sent, headers: dict[str, str]) -> Response:
    try:
        part = _part(request, sent)
    except Unsatisfiable:
        return Response(status_code=416, headers={**_SAFE, "content-range": f"bytes */{sent.size}"})
    if request.method == "HEAD" and sent.size is not None:
        return Response(headers={**headers, "content-length": str(sent.size)})
    try:
        opened = await store_of(request).open(sent.key, part)
    except FileNotFoundError as error:
        log.exception("the store lacks %s", sent.key)
        raise NotFound from error
    headers["content-length"] = str(opened.size)
    if part is not None:
        headers["content-range"] = f"bytes {part[0]}-{part[1] - 1}/{sent.size}"
    return StreamingResponse(opened.pieces, 200 if part is None else 206, headers)


def _part(request: Request[Any], sent: Sent) -> tuple[int, int] | None:
    """The part asked for; `If-Range` asks for it only of the same bytes (RFC 9110 §13.1.5)."""
    asked = request.headers.get("range", "")
    if sent.size is None or request.headers.get("if-range", sent.etag) != sent.etag:
        return None
    return span(asked, sent.size)


ROUTES = [Route("/u/{upload_id:int}/{name:path}", serve, name="upload")]
