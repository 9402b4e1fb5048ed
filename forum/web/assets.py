"""Style sheets, scripts and pictures: read once, compressed once, cached by browsers for a year."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import NotFound

FOLDER = Path(__file__).parent.parent / "static"
YEAR = "public, max-age=31536000, immutable"
_SMALL = 512
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
"""Of the files there are; Python's own table is read from the system's, with a thousand others."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of `static/`, as it is sent."""

    body: bytes
    gzipped: bytes | None
    media_type: str
    version: str


@cache
def assets() -> Mapping[str, Asset]:
    """Every file of `static/` by its path in there."""
    return {
        path.relative_to(FOLDER).as_posix(): _read(path)
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file()
    }


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    media_type = _TYPES.get(path.suffix, "application/octet-stream")
    text = media_type.startswith("text/") or media_type.endswith(("javascript", "svg+xml", "json"))
    gzipped = gzip.compress(body, 9, mtime=0) if text and len(body) > _SMALL else None
    return Asset(body, gzipped, media_type, hashlib.sha256(body).hexdigest()[:10])


def asset_url(path: str) -> str:
    """The address of a file of `static/`, which changes when the file does.

    Raises:
        KeyError: there is no such file; a page that names it is wrong.
    """
    return f"/static/{path}?v={assets()[path].version}"


async def serve_asset(request: Request[Any]) -> Response:
    """Send one file."""
    found = assets().get(request.path_params["path"])
    if found is None:
        raise NotFound
    named = request.query_params.get("v") == found.version
    headers = {
        "cache-control": YEAR if named else "public, max-age=300",
        "etag": f'"{found.version}"',
        "vary": "accept-encoding",
    }
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    if found.gzipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(found.gzipped, media_type=found.media_type, headers=headers)
    return Response(found.body, media_type=found.media_type, headers=headers)


ROUTES = [Route("/static/{path:path}", serve_asset, name="static")]
