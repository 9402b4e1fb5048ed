"""Unsafe requests by cookie come from our own pages only (OWASP: signed double submit)."""

import secrets
import time
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from forum.core.errors import FormExpired
from forum.runtime import runtime
from forum.web.signing import is_signed, sign

FIELD = "csrf"
HEADER = "x-csrf-token"
VISITOR_COOKIE = "visitor"
LIFETIME = 24 * 3600
"""Seconds that a form may lie open."""


def token(request: Request[Any]) -> str:
    """A word for a form of this browser, good for a day."""
    now = f"{int(time.time()):x}"
    return f"{now}.{sign(runtime(request).key, 'csrf', f'{now}.{browser(request)}')}"


def check(request: HTTPConnection[Any], word: str) -> None:
    """Refuse a form that is not ours.

    Raises:
        FormExpired: the word is missing, old, or of another browser, or the request of another
            site.
    """
    made, _, _ = word.partition(".")
    try:
        age = time.time() - int(made[:12], 16)
    except ValueError as error:
        raise FormExpired from error
    expected = f"{made}.{browser(request)}"
    proven = is_signed(runtime(request).key, "csrf", expected, word.partition(".")[2])
    if not (proven and age + 60 >= 0 and age <= LIFETIME and same_origin(request)):
        raise FormExpired


def same_origin(request: HTTPConnection[Any]) -> bool:
    """Whether the browser says that one of our own pages sent this, or says nothing."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    public = urlsplit(runtime(request).settings.public_url).netloc
    return urlsplit(origin).netloc in {request.headers.get("host"), public}


def remember_visitor(request: Request[Any], response: Response) -> None:
    """Give a visitor the cookie that their forms are bound to."""
    if (fresh := request.scope.get("fresh_visitor")) is not None:
        secure = runtime(request).settings.secure
        response.set_cookie(VISITOR_COOKIE, fresh, httponly=True, samesite="lax", secure=secure)


def browser(request: HTTPConnection[Any]) -> str:
    """What tells this browser from others: its sign-in, else a cookie that it has or gets."""
    if (sign_in := request.scope.get("sign_in")) is not None:
        return f"sign-in {sign_in}"
    visitor = request.cookies.get(VISITOR_COOKIE) or request.scope.get("fresh_visitor")
    if visitor is None:
        visitor = request.scope["fresh_visitor"] = secrets.token_urlsafe(12)
    return f"visitor {visitor}"
