"""Which language an answer is written in."""

from typing import Any

from starlette.requests import HTTPConnection

from forum.core.actor import Actor
from i18n.catalogs import available
from i18n.negotiate import negotiate

LOCALE_COOKIE = "locale"
PARAMETER = "ui"


def locale_of(connection: HTTPConnection[Any], actor: Actor) -> str:
    """The interface's language: of the address, else the member's, the cookie's, the browser's.

    The result is always one that has a catalog.
    """
    chosen = actor.locale if actor.member_id is not None else None
    return negotiate(
        available(),
        choice=connection.query_params.get(PARAMETER) or chosen,
        cookie=connection.cookies.get(LOCALE_COOKIE),
        accept=connection.headers.get("accept-language"),
    )
