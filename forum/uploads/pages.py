"""Uploading a file by a form, for those who write without scripts."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import Fault, ForumError, InvalidInput
from forum.runtime import runtime
from forum.uploads import actions
from forum.uploads.intake import FIELD, admit, deposit, sent_file
from forum.uploads.rules import EmptyFile
from forum.uploads.schemas import UploadOut
from forum.web import csrf
from forum.web.forms import Form, explain
from forum.web.identity import actor_of
from forum.web.render import page

TEMPLATE = "uploads/new.html"


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
        deposited = await deposit(request, file.file, file.filename or "")
    async with runtime(request).unit(actor_of(request)) as unit:
        return await actions.add_upload(unit, deposited.file, deposited.name)


ROUTES = [
    Route("/uploads/new", new_upload),
    Route("/uploads/new", upload_file, methods=["POST"]),
]
