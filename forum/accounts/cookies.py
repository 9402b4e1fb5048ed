"""The cookie that a browser stays signed in by."""

from http.cookies import SimpleCookie
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import Response

from forum.accounts.identity import SignedIn, signed_in
from forum.accounts.rules import SIGN_IN_IDLE
from forum.runtime import runtime
from forum.web.identity import SIGN_IN_COOKIE, actor_of


def give(connection: HTTPConnection[Any], response: Response, word: str) -> None:
    """Sign the browser in."""
    response.set_cookie(
        SIGN_IN_COOKIE,
        word,
        max_age=int(SIGN_IN_IDLE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=runtime(connection).settings.secure,
    )


def take(connection: HTTPConnection[Any], response: Response) -> None:
    """Sign the browser out."""
    secure = runtime(connection).settings.secure
    response.delete_cookie(SIGN_IN_COOKIE, httponly=True, samesite="lax", secure=secure)


async def this_sign_in(connection: HTTPConnection[Any]) -> SignedIn | None:
    """The sign-in that a request came with; `None` for visitors and programs."""
    cookie, actor = connection.cookies.get(SIGN_IN_COOKIE), actor_of(connection)
    if not cookie or actor.member_id is None or actor.scopes is not None:
        return None
    return await signed_in(runtime(connection), cookie)


def header(response: Response) -> tuple[bytes, bytes]:
    """The first cookie of a response, as a raw header."""
    return next(pair for pair in response.raw_headers if pair[0] == b"set-cookie")


def sets_sign_in(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether raw headers sign a browser in or out already."""
    cookies = (value.decode("latin-1") for name, value in headers if name == b"set-cookie")
    return any(SIGN_IN_COOKIE in SimpleCookie(cookie) for cookie in cookies)
