"""Any text beside its translation, and what people did about that, for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import InvalidInput, NotFound
from forum.core.paging import Page
from forum.reviews import reading
from forum.reviews.api.names import POST, TEXT, post_of, text_of
from forum.reviews.schemas import DeedOut, TextOut
from forum.runtime import runtime
from forum.translations.asking import language_asked
from forum.web.identity import actor_of
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation


@operation("GET", TEXT, answer=TextOut, refuses=[NotFound, InvalidInput])
async def get_text(request: Request[Any]) -> TextOut:
    """Show any text that is translated, by its name, with its translation if there is one."""
    async with runtime(request).database.reading() as db:
        return await reading.text_out(
            db, actor_of(request), text_of(request), language_asked(request)
        )


@operation("GET", f"{TEXT}/history", answer=ListOut[DeedOut], refuses=[NotFound, InvalidInput])
async def list_text_history(request: Request[Any]) -> Reply:
    """List what people did about the translation of any text, the newest first."""
    return await _history(request, text_of(request))


@operation("GET", f"{POST}/history", answer=ListOut[DeedOut], refuses=[NotFound, InvalidInput])
async def list_translation_history(request: Request[Any]) -> Reply:
    """List what people did about a post's translation, the newest first."""
    return await _history(request, post_of(request))


async def _history(request: Request[Any], name: str) -> Reply:
    language = language_asked(request)
    async with runtime(request).database.reading() as db:
        found = await reading.shown(db, actor_of(request), name, language)
    return listed(request, Page(found.history))


ROUTES = [get_text, list_text_history, list_translation_history]
