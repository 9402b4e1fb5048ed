"""Which language an answer is written in."""

from typing import Any

from starlette.requests import HTTPConnection

from forum.core.actor import Actor
from i18n.negotiate import negotiate

LOCALE_COOKIE = "locale"
PARAMETER = "ui"


def locale_of(connection: HTTPConnection[Any], actor: Actor) -> str:
    """The interface's language: of the address, else the member's, the cookie's, the browser's.

    The result is always one that has a catalog.
    """
    asked = connection.query_params.get(PARAMETER)
    chosen = actor.locale if actor.member_id is not None else None
    cookie = connection.cookies.get(LOCALE_COOKIE)
    return negotiate([asked, chosen, cookie], connection.headers.get("accept-language", ""))
