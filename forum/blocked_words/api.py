"""Blocked words for programs."""

from typing import Any

from starlette.requests import Request

from forum.blocked_words import actions, queries
from forum.blocked_words.queries import WordFilter
from forum.blocked_words.rules import TooManyWords, WordTaken
from forum.blocked_words.schemas import WordChange, WordDraft, WordOut, WordQuery
from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation

_PATH = "/admin/blocked-words"
_ONE = f"{_PATH}/{{word_id:int}}"


@operation(
    "GET",
    _PATH,
    query=WordQuery,
    answer=ListOut[WordOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def list_words(request: Request[Any], *, query: WordQuery) -> Reply:
    """List blocked words, in the order of the alphabet; `space=` alone asks for the site's."""
    actor, window = actor_of(request), query.window(queries.CURSOR)
    async with runtime(request).database.reading() as db:
        space_id = None
        if query.space is not None:
            space_id = await queries.space_id(db, actor, query.space)
        wanted = WordFilter(space_id, query.language or "", query.word)
        return listed(request, await queries.words_page(db, actor, wanted, window))


@operation(
    "POST",
    _PATH,
    body=WordDraft,
    answer=WordOut,
    status=201,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, WordTaken, TooManyWords, InvalidInput],
)
async def add_word(_request: Request[Any], unit: Unit, *, body: WordDraft) -> WordOut:
    """Block a word or phrase: give moderators a hint, let texts with it wait, or refuse them.

    It is found whatever its case, width and accents, in every script, and never inside of a longer
    word.
    """
    return await actions.add_word(unit, body)


@operation(
    "PATCH",
    _ONE,
    body=WordChange,
    answer=WordOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def change_word(request: Request[Any], unit: Unit, *, body: WordChange) -> WordOut:
    """Change what a blocked word does."""
    return await actions.change_word(unit, row_id(request.path_params["word_id"]), body)


@operation("DELETE", _ONE, status=204, scope=Scope.MODERATE, refuses=[Forbidden, NotFound])
async def remove_word(request: Request[Any], unit: Unit) -> Reply:
    """Take a word off its list."""
    await actions.remove_word(unit, row_id(request.path_params["word_id"]))
    return Reply()


ROUTES = [list_words, add_word, change_word, remove_word]
