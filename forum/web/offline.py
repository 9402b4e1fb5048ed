"""What lets a browser keep the site: its service worker, the page of what is kept, the manifest."""

import hashlib
import json
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.runtime import runtime
from forum.web.answers import compress
from forum.web.assets import asset_url, assets
from forum.web.identity import actor_of
from forum.web.render import page
from i18n.catalogs import gettext
from i18n.languages import direction

DAY = "public, max-age=86400"
COLOURS = {"background_color": "#ffffff", "theme_color": "#f4f6f5"}
ICONS = {
    "icons/mark.svg": "any",
    "icons/mark-192.png": "192x192",
    "icons/mark-512.png": "512x512",
}


@cache
def _worker() -> tuple[bytes, str]:
    """The service worker, and a word that changes with any file of `static/`."""
    versions = "".join(one.version for one in assets().values())
    version = hashlib.sha256(versions.encode()).hexdigest()[:10]
    before = (
        f'import {{ flush }} from "{asset_url("js/outbox.js")}";\nconst VERSION = "{version}";\n'
    )
    return before.encode() + assets()["js/worker.js"].body, version


async def serve_worker(request: Request[Any]) -> Response:
    """Send the service worker, for all of the site: it stands at the root for that."""
    body, version = _worker()
    headers = {"cache-control": "no-cache", "etag": f'"{version}"'}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return compress(request, Response(body, headers=headers, media_type="text/javascript"))


async def show_kept(request: Request[Any]) -> Response:
    """Show what this browser keeps: the service worker fills it in, also where there is no line."""
    return await page(request, "offline.html", {})


async def manifest(request: Request[Any]) -> Response:
    """Describe the site to a browser that puts it among its owner's programs (W3C manifest)."""
    locale = actor_of(request).locale
    described = {
        "id": "/",
        "name": gettext((await runtime(request).named_settings()).site_name, locale),
        "lang": locale,
        "dir": direction(locale),
        "start_url": "/",
        "display": "minimal-ui",
        **COLOURS,
        "icons": [
            {"src": asset_url(path), "sizes": size, "type": assets()[path].media_type}
            for path, size in ICONS.items()
        ],
    }
    text = json.dumps(described, ensure_ascii=False)
    headers = {"cache-control": DAY, "content-language": locale}
    answer = Response(text, headers=headers, media_type="application/manifest+json")
    return compress(request, answer)


ROUTES = [
    Route("/sw.js", serve_worker),
    Route("/offline", show_kept),
    Route("/manifest.webmanifest", manifest),
]
