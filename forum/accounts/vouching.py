"""A sealed word that an address was invited, for who comes from a provider a moment later."""

import json
from datetime import UTC, datetime
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import Response

from forum.accounts.rules import ATTEMPT_LASTS, email_key
from forum.runtime import runtime
from forum.web.sealing import NotSealedHere, seal, unseal

COOKIE = "invited"
PATH = "/sign-in/with"
_PURPOSE = "invited"


def vouch(connection: HTTPConnection[Any], response: Response, email: str) -> None:
    """Remember in the browser for ten minutes that the owner of `email` may register."""
    resources = runtime(connection)
    issued = int(resources.clock().timestamp())
    response.set_cookie(
        COOKIE,
        seal(resources.key, _PURPOSE, json.dumps([email_key(email), issued])),
        max_age=int(ATTEMPT_LASTS.total_seconds()),
        path=PATH,
        httponly=True,
        samesite="lax",
        secure=resources.settings.secure,
    )


def is_vouched_for(connection: HTTPConnection[Any], email: str) -> bool:
    """Whether this browser has just opened an invitation that was sent to `email`."""
    resources = runtime(connection)
    try:
        told = unseal(resources.key, _PURPOSE, connection.cookies.get(COOKIE, ""))
    except NotSealedHere:
        return False
    key, issued = json.loads(told)
    age = resources.clock() - datetime.fromtimestamp(issued, UTC)
    return age < ATTEMPT_LASTS and bool(email) and key == email_key(email)
