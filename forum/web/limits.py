"""Limits at the edge: which request is which act, counted once, before anything is done."""

import hashlib
from collections.abc import Mapping
from typing import Any

from starlette.requests import HTTPConnection

from forum.core.errors import ForumError, TooManyRequests
from forum.core.limits import Act
from forum.runtime import runtime
from forum.web.address import address_of
from forum.web.identity import actor_of, bearer

WAIT = "seconds_to_wait"
"""Where in the scope it stands after how many seconds to try again, where it does."""
_API = "/api/v1"
ACTS: Mapping[tuple[str, str], Act] = {
    ("POST", "/p/{post_id:int}/reply"): Act.POST,
    ("POST", "/t/{topic_id:int}/reply"): Act.POST,
    ("POST", f"{_API}/topics/{{topic_id:int}}/posts"): Act.POST,
    ("POST", "/s/{slug}/new"): Act.TOPIC,
    ("POST", "/s/{slug}/share"): Act.TOPIC,
    ("POST", f"{_API}/topics"): Act.TOPIC,
    ("POST", "/p/{post_id:int}/edit"): Act.EDIT,
    ("POST", "/p/{post_id:int}/delete"): Act.EDIT,
    ("POST", "/t/{topic_id:int}/resource/edit"): Act.EDIT,
    ("PATCH", f"{_API}/posts/{{post_id:int}}"): Act.EDIT,
    ("DELETE", f"{_API}/posts/{{post_id:int}}"): Act.EDIT,
    ("PATCH", f"{_API}/topics/{{topic_id:int}}"): Act.EDIT,
    ("PUT", f"{_API}/posts/{{post_id:int}}/translations/{{language}}"): Act.EDIT,
    ("PUT", f"{_API}/texts/{{subject}}/translations/{{language}}"): Act.EDIT,
    ("POST", "/p/{post_id:int}/accept"): Act.REACTION,
    ("POST", "/p/{post_id:int}/keep"): Act.REACTION,
    ("POST", "/p/{post_id:int}/react"): Act.REACTION,
    ("PUT", f"{_API}/posts/{{post_id:int}}/accepted"): Act.REACTION,
    ("DELETE", f"{_API}/posts/{{post_id:int}}/accepted"): Act.REACTION,
    ("PUT", f"{_API}/posts/{{post_id:int}}/bookmark"): Act.REACTION,
    ("DELETE", f"{_API}/posts/{{post_id:int}}/bookmark"): Act.REACTION,
    ("PUT", f"{_API}/posts/{{post_id:int}}/reactions/{{name}}"): Act.REACTION,
    ("DELETE", f"{_API}/posts/{{post_id:int}}/reactions/{{name}}"): Act.REACTION,
    ("POST", "/p/{post_id:int}/flag"): Act.FLAG,
    ("POST", f"{_API}/posts/{{post_id:int}}/flags"): Act.FLAG,
    ("POST", f"{_API}/uploads"): Act.UPLOAD,
    ("POST", "/sessions/{session_id:int}/captions/desk"): Act.CAPTION,
    ("POST", f"{_API}/sessions/{{session_id:int}}/captions"): Act.CAPTION,
    ("POST", "/sessions/{session_id:int}/chat"): Act.CHAT,
    ("POST", "/sessions/{session_id:int}/questions"): Act.CHAT,
    ("POST", f"{_API}/sessions/{{session_id:int}}/chat"): Act.CHAT,
    ("POST", f"{_API}/sessions/{{session_id:int}}/questions"): Act.CHAT,
    ("POST", "/sessions/{session_id:int}/reactions"): Act.REACTION,
    ("POST", f"{_API}/sessions/{{session_id:int}}/reactions"): Act.REACTION,
}
"""Routes that change something, by method and pattern; all others are `Act.WRITE`."""


async def count(request: HTTPConnection[Any], act: Act) -> None:
    """Count an act of whoever asks.

    Raises:
        TooOften: it was done too often.
    """
    house, actor = runtime(request), actor_of(request)
    await house.limits.count(actor, act, _whom(request), house.clock())


async def check(request: HTTPConnection[Any], act: Act) -> None:
    """The same, without counting it: for what costs much before it can be counted.

    Raises:
        TooOften: it was done too often.
    """
    house, actor = runtime(request), actor_of(request)
    await house.limits.check(actor, act, _whom(request), house.clock())


async def count_change(request: HTTPConnection[Any]) -> None:
    """Count what a request is to change, as its route says.

    Raises:
        TooOften: it was done too often.
    """
    await count(request, act_of(request))


async def count_call(request: HTTPConnection[Any]) -> None:
    """Count a request by an access token; others are not calls of a program.

    Raises:
        TooOften: the token was used too often.
    """
    actor = actor_of(request)
    if actor.scopes is not None:
        house, word = runtime(request), bearer(request) or ""
        token = hashlib.blake2b(word.encode(), digest_size=16).hexdigest()
        await house.limits.count(actor, Act.API, token, house.clock())


def try_later(request: HTTPConnection[Any], error: ForumError) -> None:
    """Have a page that is shown again with what was typed say, to programs too, when to return."""
    if isinstance(error, TooManyRequests):
        request.scope[WAIT] = error.data["seconds"]


def act_of(request: HTTPConnection[Any]) -> Act:
    """What a request is about to do."""
    route = request.scope.get("found")
    path = "" if route is None else route.path
    return ACTS.get((request.scope["method"], path), Act.WRITE)


def _whom(request: HTTPConnection[Any]) -> str:
    member_id = actor_of(request).member_id
    return address_of(request) if member_id is None else f"m{member_id}"
