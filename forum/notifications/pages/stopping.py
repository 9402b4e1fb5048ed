"""Stopping mail by the link in it: by the reader's mail program in one step (RFC 8058), or here."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.actor import SYSTEM
from forum.core.ids import MemberId
from forum.notifications import actions
from forum.notifications.rules import Group
from forum.notifications.words import read_word
from forum.runtime import runtime
from forum.web.render import page

TEMPLATE = "notifications/unsubscribe.html"


async def show_unsubscribe(request: Request[Any]) -> Response:
    """Ask whether mail is to stop: programs that look at links for safety press no buttons."""
    _, groups = _read(request)
    return await _page(request, groups, done=False)


async def unsubscribe(request: Request[Any]) -> Response:
    """Stop mail. No sign-in and no form of ours is needed: the link is the proof."""
    member_id, groups = _read(request)
    async with runtime(request).unit(SYSTEM) as unit:
        await actions.unsubscribe(unit, member_id, groups)
    return await _page(request, groups, done=True)


def _read(request: Request[Any]) -> tuple[MemberId, Sequence[Group]]:
    resources = runtime(request)
    return read_word(resources.key, request.path_params["word"], resources.clock())


async def _page(request: Request[Any], groups: Sequence[Group], *, done: bool) -> Response:
    context = {"groups": [group.value for group in groups], "done": done}
    return await page(request, TEMPLATE, context, headers={"referrer-policy": "no-referrer"})


ROUTES = [
    Route("/unsubscribe/{word}", show_unsubscribe, methods=["GET"]),
    Route("/unsubscribe/{word}", unsubscribe, methods=["POST"]),
]
