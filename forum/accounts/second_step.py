"""Between password and second factor: a word in a cookie that lets nobody in by itself."""

import re
from datetime import UTC, datetime
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import Response

from forum.accounts import queries, recovery, totp, words
from forum.accounts.credentials import check_usable
from forum.accounts.rules import SECOND_STEP_LASTS, SecondStepOver, WrongCode
from forum.accounts.tables import Authenticator, Member
from forum.core.actor import SYSTEM
from forum.core.ids import MemberId
from forum.runtime import Runtime, runtime
from forum.web.sealing import unseal
from forum.web.signing import is_signed, sign

COOKIE = "second_step"
PATH = "/sign-in"
SECRET = "authenticator"  # noqa: S105 (the purpose that secrets of apps are sealed for)
_PURPOSE = "second-step"
_WORD = re.compile(r"([1-9]\d{0,17})\.(\d{1,12})\.([A-Za-z0-9_-]{22})", re.ASCII)


def begin(connection: HTTPConnection[Any], response: Response, member: Member) -> None:
    """Remember in the browser that the first step has been taken, for five minutes."""
    resources = runtime(connection)
    issued = int(resources.clock().timestamp())
    word = sign(resources.key, _PURPOSE, _said(member, issued))
    response.set_cookie(
        COOKIE,
        f"{member.id}.{issued}.{word}",
        max_age=int(SECOND_STEP_LASTS.total_seconds()),
        path=PATH,
        httponly=True,
        samesite="lax",
        secure=resources.settings.secure,
    )


def end(connection: HTTPConnection[Any], response: Response) -> None:
    """Forget it again."""
    secure = runtime(connection).settings.secure
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="lax", secure=secure)


async def waiting(connection: HTTPConnection[Any]) -> Member:
    """The member who has taken the first step in this browser.

    Raises:
        SecondStepOver: nobody has, or too long ago; or password or factors changed since.
        SuspendedUntil, AccountBanned, AccountLeaving, WrongCredentials: it is closed by now.
    """
    resources = runtime(connection)
    parts = _WORD.fullmatch(connection.cookies.get(COOKIE, ""))
    if parts is None:
        raise SecondStepOver
    issued = int(parts[2])
    age = resources.clock() - datetime.fromtimestamp(issued, UTC)
    async with resources.database.reading() as db:
        member = await queries.find_by_id(db, MemberId(int(parts[1])))
    if member is None or age >= SECOND_STEP_LASTS:
        raise SecondStepOver
    if not is_signed(resources.key, _PURPOSE, _said(member, issued), parts[3]):
        raise SecondStepOver
    await check_usable(resources, member)
    return member


def _said(member: Member, issued: int) -> str:
    return f"{member.id}.{issued}.{words.digest(member.password_hash)}.{member.second_factor_at}"


async def check_code(runtime: Runtime, member_id: MemberId, typed: str) -> None:
    """Make sure that `typed` is a code of the member's app or a recovery code, and spend it.

    Raises:
        WrongCode: it is neither, or it was used before.
    """
    code = recovery.normal(typed)
    async with runtime.unit(SYSTEM) as unit:
        if len(code) == totp.DIGITS:
            row = await queries.authenticator(unit.db, member_id)
            step = step_now(runtime, row, code) if row else None
            good = step is not None and await queries.take_step(unit.db, member_id, step)
        else:
            good = await queries.spend_code(unit.db, member_id, words.digest(code))
        if not good:
            raise WrongCode


def step_now(runtime: Runtime, row: Authenticator, code: str) -> int | None:
    """The step that a code of an app belongs to; `None` if it is of none about now."""
    secret = unseal(runtime.key, f"{SECRET} {row.member_id}", row.sealed)
    return totp.step_of(secret, code, runtime.clock())
