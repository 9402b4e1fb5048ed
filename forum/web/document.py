"""The API's own description, for programs and for people."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import refusals
from forum.runtime import runtime
from forum.web.answers import compress
from forum.web.description import document
from forum.web.identity import actor_of
from forum.web.openapi import PREFIX
from forum.web.render import page
from forum.web.routing import every
from i18n.catalogs import gettext


def _described(request: Request[Any]) -> str:
    """The OpenAPI document, made when it is first asked for: routes do not change."""
    state = request.app.state
    if not hasattr(state, "described"):
        server = runtime(request).settings.public_url
        found = document(every(request.app.routes), server=server)
        state.described = json.dumps(found, ensure_ascii=False)
    described: str = state.described
    return described


async def openapi(request: Request[Any]) -> Response:
    """Give the OpenAPI document."""
    return compress(request, Response(_described(request), media_type="application/json"))


async def docs(request: Request[Any]) -> Response:
    """Show the same to people, with every code that a refusal can carry."""
    locale = actor_of(request).locale
    described = json.loads(_described(request))  # knows all modules, and so all refusals
    codes = {kind.code: (kind.status, gettext(kind.text, locale)) for kind in refusals()}
    context = {"document": described, "codes": dict(sorted(codes.items()))}
    return await page(request, "developers.html", context)


ROUTES = [
    Route(f"{PREFIX}/openapi.json", openapi, name="openapi"),
    Route(f"{PREFIX}/docs", docs, name="docs"),
]
