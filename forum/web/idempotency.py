"""A repeated request gives the first answer again (draft-ietf-httpapi-idempotency-key-header)."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from forum.core.errors import N_, Fault, IdempotencyKeyReused, InvalidInput, RequestInProgress
from forum.db import answers
from forum.db.answers import Answer
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.limits import count_change

HEADER = "idempotency-key"
FORM_FIELD = "once"
_LONGEST = 200
_STANDS_FOR_BODY = "stands_for_body"

Act = Callable[[Unit], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class _Request:
    owner: str
    key: str
    digest: str


_running: set[tuple[str, str]] = set()


def stands_for_body(request: Request[Any], words: str) -> None:
    """Tell repeated requests apart by `words`, where the body is too long to be kept."""
    request.scope[_STANDS_FOR_BODY] = words.encode()


async def change(
    request: Request[Any], act: Act, *, key: str | None = None, together: str = ""
) -> Response:
    """Carry out `act` in a unit of its own, and commit.

    Args:
        request: names who asks; its `Idempotency-Key` is taken where `key` is not given.
        act: makes the change and the answer to it; the answer is plain, not yet compressed.
        key: the key that a form carries.
        together: names what is changed, where changes of it that come at the same time are made
            in one transaction; see `Runtime.change`.

    Raises:
        RequestInProgress: the first request with this key has not been answered yet.
        IdempotencyKeyReused: the key came before with another request.
        TooOften: the actor has done this too often; nothing was done.
    """
    key = key or request.headers.get(HEADER)
    if key is None or actor_of(request).member_id is None:
        await count_change(request)
        return await _make(request, act, together)
    asked = await _read(request, key)
    claim = (asked.owner, asked.key)
    if claim in _running:
        raise RequestInProgress
    _running.add(claim)
    try:
        return await _make(request, _once(request, asked, act), together)
    finally:
        _running.discard(claim)


async def _make(request: Request[Any], act: Act, together: str) -> Response:
    house, actor = runtime(request), actor_of(request)
    if together:
        return await house.change(together, actor, act)
    async with house.unit(actor) as unit:
        return await act(unit)


async def _read(request: Request[Any], key: str) -> _Request:
    if not (0 < len(key) <= _LONGEST and key.isprintable()):
        raise InvalidInput([Fault("Idempotency-Key", N_("This does not fit."))])
    owner = f"member {actor_of(request).member_id}"
    body = request.scope.get(_STANDS_FOR_BODY) or await request.body()
    text = f"{request.method} {request.url.path}\0".encode() + body
    return _Request(owner, key, hashlib.sha256(text).hexdigest())


def _once(request: Request[Any], asked: _Request, act: Act) -> Act:
    """The same act, answered from before where it was done before."""
    counted = False

    async def once(unit: Unit) -> Response:
        nonlocal counted
        if (first := await answers.claim(unit.db, asked.owner, asked.key)) is not None:
            return _again(asked, first)
        if not counted:  # once: neither what is asked again nor what is begun again counts
            await count_change(request)
            counted = True
        answer = await act(unit)
        if answer.headers.get("cache-control") != "no-store":  # nothing of a secret is stored
            await answers.keep(unit.db, _kept(asked, answer, unit.now))
        return answer

    return once


def _kept(asked: _Request, answer: Response, now: datetime) -> Answer:
    return Answer(
        owner=asked.owner,
        key=asked.key,
        digest=asked.digest,
        status=answer.status_code,
        headers={name: value for name, value in answer.headers.items() if name in _KEPT},
        body=bytes(answer.body).decode(),
        made_at=now,
    )


_KEPT = frozenset({"content-type", "location", "etag", "link"})


def _again(asked: _Request, first: Answer) -> Response:
    if first.digest != asked.digest:
        raise IdempotencyKeyReused
    return Response(first.body, first.status, {**first.headers, "idempotency-replayed": "true"})
