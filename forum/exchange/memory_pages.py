"""Translation memories as files, by forms."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import ForumError
from forum.exchange.memory import LARGEST, given, memory_of, take
from forum.exchange.schemas import MemoryTaken
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.uploads.intake import FIELD, sent_file
from forum.uploads.rules import EmptyFile
from forum.web import csrf
from forum.web.body import allow_body
from forum.web.failures import say_all
from forum.web.forms import Form
from forum.web.identity import actor_of
from forum.web.limits import try_later
from forum.web.render import page

_PATHS = ("/moderation/memory", "/s/{slug}/settings/memory")


def _slug(request: Request[Any]) -> str:
    return str(request.path_params.get("slug", ""))


async def show(request: Request[Any]) -> Response:
    """Show what there is to download, and the form for a file."""
    await memory_of(runtime(request), actor_of(request), _slug(request))
    return await _page(request, Form(), None, 200)


async def download(request: Request[Any]) -> Response:
    """Give the memory as a file."""
    return await given(request, _slug(request))


async def upload(request: Request[Any]) -> Response:
    """Take a file, and say how much of it is new."""
    memory = await memory_of(runtime(request), actor_of(request), _slug(request))
    allow_body(request, LARGEST)
    form = Form()
    try:
        taken = await _take(request, memory)
    except ForumError as error:
        try_later(request, error)
        form.errors[FIELD] = say_all(error, actor_of(request).locale)
        return await _page(request, form, None, error.status)
    return await _page(request, form, taken, 200)


async def _take(request: Request[Any], memory: str) -> MemoryTaken:
    async with request.form(max_files=1, max_fields=10) as sent:
        word, file = sent.get(csrf.FIELD, ""), sent_file(sent)
        csrf.check(request, word if isinstance(word, str) else "")
        if file is None:
            raise EmptyFile
        return await take(request, memory, file.file)


async def _page(
    request: Request[Any], form: Form, taken: MemoryTaken | None, status: int
) -> Response:
    slug, space = _slug(request), None
    if slug:
        async with runtime(request).database.reading() as db:
            found = await spaces.space_by_slug(db, actor_of(request), slug)
            space = spaces.space_out(found)
    context = {"space": space, "form": form, "taken": taken}
    return await page(request, "exchange/memory.html", context, status=status)


ROUTES = [
    Route(_PATHS[0], show, name="memory"),
    Route(_PATHS[0], upload, methods=["POST"]),
    Route(f"{_PATHS[0]}/file", download),
    Route(_PATHS[1], show, name="space_memory"),
    Route(_PATHS[1], upload, methods=["POST"]),
    Route(f"{_PATHS[1]}/file", download),
]
