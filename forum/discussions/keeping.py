"""Which announcements make an answer about discussions stale."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import NotFound
from forum.spaces.rules import is_slug


async def topic_channels(request: Request[Any]) -> list[str]:
    """Of an answer about the topic that the address names."""
    return ["site", f"topic:{request.path_params['topic_id']}"]


async def space_channels(request: Request[Any]) -> list[str]:
    """Of an answer about the space that the address names.

    Raises:
        NotFound: no space can have that name.
    """
    slug = request.path_params["slug"]
    if not is_slug(slug):
        raise NotFound
    return ["site", f"space:{slug}"]
