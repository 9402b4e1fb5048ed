"""From a request to bytes in the store; the row that names them is for an action to add."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from anyio import to_thread
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as SentFile
from starlette.requests import Request

from forum.core.limits import Act
from forum.core.permissions import Permission
from forum.runtime import runtime
from forum.uploads import queries
from forum.uploads.inspecting import SPOOL, Inspected, inspect
from forum.uploads.keys import copy_key, key
from forum.uploads.rules import DAY, EmptyFile, check_quota
from forum.uploads.store import Store, store_of
from forum.uploads.tables import UploadFile
from forum.web.body import allow_body, check_size
from forum.web.idempotency import stands_for_body
from forum.web.identity import actor_of
from forum.web.limits import check

FIELD = "file"
"""Name of the field of a form that holds the file."""
BESIDE = 200_000
"""Bytes that a form may take beside its file."""


@dataclass(frozen=True, slots=True)
class Deposited:
    """A file in the store: its row, stored already, and the name that its upload gets."""

    file: UploadFile
    name: str


def admit(request: Request[Any]) -> None:
    """Let a request bring a file.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not upload.
    """
    actor_of(request).require(Permission.UPLOAD_ADD)
    allow_body(request, runtime(request).settings.upload_bytes + BESIDE)


async def read_upload(request: Request[Any]) -> Deposited:
    """Take the file that a program sends, as a form's field or as the body itself.

    Two requests with one idempotency key are the same where their files are.

    Raises:
        TooLarge: it is over the limit; what comes behind the limit is not read.
        TooOften: the member has uploaded too much in a short time.
        EmptyFile and other refusals: see `deposit`.
    """
    admit(request)
    await check(request, Act.UPLOAD)  # it is counted when it is added, once for each key
    deposited = await _received(request)
    stands_for_body(request, f"{deposited.file.digest} {deposited.name}")
    return deposited


async def _received(request: Request[Any]) -> Deposited:
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form(max_files=1, max_fields=10) as form:
            sent = sent_file(form)
            if sent is None:
                raise EmptyFile
            return await deposit(request, sent.file, sent.filename or "")
    with tempfile.SpooledTemporaryFile(max_size=SPOOL) as file:
        body = SentFile(file, size=0)  # type: ignore[arg-type]
        async for chunk in request.stream():
            await body.write(chunk)  # in a thread as soon as it goes to disk
        return await deposit(request, file, request.query_params.get("name", ""))


def sent_file(form: FormData) -> SentFile | None:
    """The file of a form; `None` where none was chosen."""
    found = form.get(FIELD)
    chosen = isinstance(found, SentFile) and (found.filename or found.size)
    return found if chosen else None  # type: ignore[return-value]


async def deposit(request: Request[Any], file: IO[bytes], name: str) -> Deposited:
    """Inspect a file and store it.

    Raises:
        TooLarge: it is over the limit.
        UploadQuotaReached: the member has uploaded enough.
        EmptyFile, FileTypeRefused, FileTypeMismatch, FileDamaged, FileUnsafe, PictureTooLarge:
            it is not taken.
    """
    resources, store = runtime(request), store_of(request)
    size = file.seek(0, 2)
    check_size(size, resources.settings.upload_bytes)
    await _check_quota(request, size)
    with ExitStack() as stack:
        found = await to_thread.run_sync(inspect, file, name, stack, limiter=store.at_work)
        row = _row(found, resources.clock())
        async with resources.unit(actor_of(request)) as unit:
            await queries.touch_file(unit.db, row)
        await _store(store, found)
    return Deposited(row, found.name)


async def _check_quota(request: Request[Any], size: int) -> None:
    resources, member = runtime(request), actor_of(request).require_member()
    async with resources.database.reading() as db:
        check_quota(await queries.used(db, member, resources.clock() - DAY), size)


def _row(found: Inspected, now: datetime) -> UploadFile:
    return UploadFile(
        digest=found.digest,
        kind=found.kind,
        size=found.size,
        width=found.width,
        height=found.height,
        moving=found.moving,
        touched_at=now,
    )


async def _store(store: Store, found: Inspected) -> None:
    for width, copy in found.copies.items():
        await store.put(copy_key(found.digest, width), copy)
    await store.put(key(found.digest), found.file)
