"""Who waits for the secretariat and has shown who they are: a sealed word that lets nobody in."""

import json
from datetime import UTC, datetime
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

from forum.accounts import queries, words
from forum.accounts.rules import WAITING_SHOWN, MemberState
from forum.accounts.tables import Member
from forum.core.ids import MemberId
from forum.runtime import runtime
from forum.web.sealing import NotSealedHere, seal, unseal

COOKIE = "registration"
PAGE = "/registration"
_PURPOSE = "registration"


def lead_there(connection: HTTPConnection[Any], member: Member) -> Response:
    """Lead the browser to the page of its registration, and remember for an hour whose it is."""
    resources = runtime(connection)
    issued = int(resources.clock().timestamp())
    word = json.dumps([member.id, issued, words.digest(member.password_hash)])
    answer = RedirectResponse(PAGE, 303)
    answer.set_cookie(
        COOKIE,
        seal(resources.key, _PURPOSE, word),
        max_age=int(WAITING_SHOWN.total_seconds()),
        path=PAGE,
        httponly=True,
        samesite="lax",
        secure=resources.settings.secure,
    )
    return answer


async def who_waits(connection: HTTPConnection[Any]) -> Member | None:
    """Who has shown who they are in this browser, and still waits; `None` for anybody else."""
    resources = runtime(connection)
    try:
        told = unseal(resources.key, _PURPOSE, connection.cookies.get(COOKIE, ""))
    except NotSealedHere:
        return None
    member_id, issued, digest = json.loads(told)
    if resources.clock() - datetime.fromtimestamp(issued, UTC) >= WAITING_SHOWN:
        return None
    async with resources.database.reading() as db:
        member = await queries.find_by_id(db, MemberId(member_id))
    if member is None or member.state != MemberState.WAITING:
        return None
    return member if words.digest(member.password_hash) == digest else None


def forget(connection: HTTPConnection[Any], response: Response) -> None:
    """Forget it again."""
    secure = runtime(connection).settings.secure
    response.delete_cookie(COOKIE, path=PAGE, httponly=True, samesite="lax", secure=secure)
