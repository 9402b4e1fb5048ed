"""A topic for translators' tools, and back, by forms."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import ForumError
from forum.core.permissions import Permission
from forum.discussions import queries as discussions
from forum.exchange import actions, memory_pages
from forum.exchange.reading import LARGEST
from forum.exchange.schemas import FileTaken, XliffQuery
from forum.exchange.transfer import given, prepared, topic_asked
from forum.runtime import runtime
from forum.translations.asking import language_asked
from forum.uploads.intake import FIELD, sent_file
from forum.uploads.rules import EmptyFile
from forum.web import csrf
from forum.web.body import allow_body
from forum.web.failures import say_all
from forum.web.forms import Form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.limits import try_later
from forum.web.render import page

_PATH = "/t/{topic_id:int}/xliff/{language}"


async def show(request: Request[Any]) -> Response:
    """Show what there is to download, and the form for a file."""
    return await _page(request, Form(), None, 200)


async def download(request: Request[Any]) -> Response:
    """Give the texts of a topic as a file."""
    return await given(request, query(request, XliffQuery).source)


async def upload(request: Request[Any]) -> Response:
    """Take a file, and say what came of each text in it."""
    actor_of(request).require(Permission.TRANSLATION_CORRECT)
    allow_body(request, LARGEST)
    form = Form()
    try:
        taken = await _take(request)
    except ForumError as error:
        try_later(request, error)
        form.errors[FIELD] = say_all(error, actor_of(request).locale)
        return await _page(request, form, None, error.status)
    return await _page(request, form, taken, 200)


async def _take(request: Request[Any]) -> FileTaken:
    async with request.form(max_files=1, max_fields=10) as sent:
        word, file = sent.get(csrf.FIELD, ""), sent_file(sent)
        csrf.check(request, word if isinstance(word, str) else "")
        if file is None:
            raise EmptyFile
        ready = await prepared(request, file.file)
    async with runtime(request).unit(actor_of(request)) as unit:
        return await actions.take_in(unit, language_asked(request), ready)


async def _page(
    request: Request[Any], form: Form, taken: FileTaken | None, status: int
) -> Response:
    actor, number = actor_of(request), topic_asked(request)
    actor.require(Permission.TRANSLATION_CORRECT)
    async with runtime(request).database.reading() as db:
        topic = await discussions.topic(db, actor, number)
    language = language_asked(request)
    context = {
        "topic": topic,
        "language": language,
        "sources": [tag for tag in topic.languages if tag != language],
        "form": form,
        "taken": taken,
    }
    return await page(request, "exchange/topic.html", context, status=status)


ROUTES = [
    *memory_pages.ROUTES,
    Route(_PATH, show, name="topic_xliff"),
    Route(_PATH, upload, methods=["POST"]),
    Route(f"{_PATH}/file", download),
]
