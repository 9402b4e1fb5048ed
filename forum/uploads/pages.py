"""Uploading a file by a form, for those who write without scripts; a member's own files."""

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import Fault, ForumError, InvalidInput
from forum.core.ids import UploadId
from forum.core.limits import Act
from forum.core.paging import Key, Window, decode_cursor, encode_cursor
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.uploads import actions, queries
from forum.uploads.intake import FIELD, admit, deposit, sent_file
from forum.uploads.rules import UNUSED_KEPT, EmptyFile
from forum.uploads.schemas import RemovedUpload, UploadOut
from forum.web import csrf
from forum.web.forms import Form, attempt, explain, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.limits import count, try_later
from forum.web.render import page
from forum.web.shapes import QueryString

TEMPLATE = "uploads/new.html"
PER_PAGE = 50


async def new_upload(request: Request[Any]) -> Response:
    """Show the form for a file."""
    admit(request)
    return await page(request, TEMPLATE, {"form": Form(), "made": None})


async def upload_file(request: Request[Any]) -> Response:
    """Take a file, and show what a text refers to it with."""
    admit(request)
    form = Form()
    try:
        made = await _take(request)
    except ForumError as error:
        try_later(request, error)
        fault = Fault(FIELD, error.text, tuple(error.data.items()))
        explain(request, form, InvalidInput([fault]))
        return await page(request, TEMPLATE, {"form": form, "made": None}, status=error.status)
    return await page(request, TEMPLATE, {"form": form, "made": made})


async def _take(request: Request[Any]) -> UploadOut:
    async with request.form(max_files=1, max_fields=10) as sent:
        word, file = sent.get(csrf.FIELD, ""), sent_file(sent)
        csrf.check(request, word if isinstance(word, str) else "")
        if file is None:
            raise EmptyFile
        await count(request, Act.UPLOAD)
        deposited = await deposit(request, file.file, file.filename or "")
    async with runtime(request).unit(actor_of(request)) as unit:
        return await actions.add_upload(unit, deposited.file, deposited.name)


class FilesQuery(QueryString):
    """Which page of the list."""

    after: str | None = None
    before: str | None = None


async def list_uploads(request: Request[Any]) -> Response:
    """Show the member's own files."""
    return await _list(request, Form(), 200)


async def _list(request: Request[Any], form: Form, status: int) -> Response:
    member, asked = actor_of(request).require_member(), query(request, FilesQuery)
    after, before = (
        decode_cursor(one, queries.CURSOR) if one else None for one in (asked.after, asked.before)
    )
    window = Window(PER_PAGE, after=None if before else after, before=before)
    async with runtime(request).database.reading() as db:
        found = await queries.uploads_of(db, member, window)
    context = {
        "files": found.items,
        "form": form,
        "hours": UNUSED_KEPT // timedelta(hours=1),
        "pager": {
            "first": "/uploads" if found.previous else None,
            "previous": _at("before", found.previous),
            "next": _at("after", found.next),
            "last": None,
        },
    }
    return await page(request, "uploads/list.html", context, status=status)


def _at(side: str, key: Key | None) -> str | None:
    return f"/uploads?{side}={encode_cursor(key)}" if key else None


async def remove_upload(request: Request[Any]) -> Response:
    """Remove a file that no post shows, and go back to the others."""
    sent = await read_form(request, RemovedUpload)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.remove_upload(unit, UploadId(sent.value.upload))
        return RedirectResponse("/uploads", 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


ROUTES = [
    Route("/uploads", list_uploads),
    Route("/uploads/remove", remove_upload, methods=["POST"]),
    Route("/uploads/new", new_upload),
    Route("/uploads/new", upload_file, methods=["POST"]),
]
