"""Glossaries for programs."""

from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import StreamingResponse

from forum.core.errors import Forbidden, InvalidInput, NotFound, TooLarge, UnsupportedMediaType
from forum.core.permissions import Permission, Scope
from forum.db.unit import Unit
from forum.glossaries import actions, queries
from forum.glossaries.files import CSV, FORMATS, LARGEST, TMX
from forum.glossaries.reading import sought
from forum.glossaries.rules import TermLoops, TermTaken
from forum.glossaries.schemas import (
    FileSent,
    Retranslated,
    TermChange,
    TermDraft,
    TermOut,
    TermQuery,
    TermsFile,
    TermsTaken,
)
from forum.runtime import runtime
from forum.translations import anew
from forum.web.body import allow_body
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.lists import ListOut, listed
from forum.web.openapi import RawBody, Reply, operation

_PATH = "/admin/translations/glossary"


async def _drafts(request: Request[Any]) -> list[TermDraft]:
    actor_of(request).require(Permission.GLOSSARY_MANAGE)
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    found = next((one for one in FORMATS.values() if one.media_type == declared), None)
    if found is None:
        raise UnsupportedMediaType(expected=f"{CSV}, {TMX}")
    allow_body(request, LARGEST)
    return list(await to_thread.run_sync(found.read, await request.body()))


_FILE = RawBody(_drafts, {CSV: {"schema": {"type": "string"}}, TMX: {"schema": {"type": "string"}}})


@operation(
    "GET",
    _PATH,
    query=TermQuery,
    answer=ListOut[TermOut],
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def list_terms(request: Request[Any], *, query: TermQuery) -> Reply:
    """List the terms of glossaries, in the order of the alphabet."""
    actor, window = actor_of(request), query.window(queries.CURSOR)
    async with runtime(request).database.reading() as db:
        wanted = await sought(db, actor, query)
        return listed(request, await queries.terms_page(db, actor, wanted, window))


@operation(
    "POST",
    _PATH,
    body=TermDraft,
    answer=TermOut,
    status=201,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, TermTaken, TermLoops, InvalidInput],
)
async def add_term(_request: Request[Any], unit: Unit, *, body: TermDraft) -> TermOut:
    """Add a term, with its translation or to be kept as it is."""
    return await actions.add_term(unit, body)


@operation(
    "PATCH",
    f"{_PATH}/{{term_id:int}}",
    body=TermChange,
    answer=TermOut,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, TermLoops, InvalidInput],
)
async def change_term(request: Request[Any], unit: Unit, *, body: TermChange) -> TermOut:
    """Change what a term becomes, or the note on it."""
    return await actions.change_term(unit, row_id(request.path_params["term_id"]), body)


@operation(
    "DELETE",
    f"{_PATH}/{{term_id:int}}",
    status=204,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound],
)
async def remove_term(request: Request[Any], unit: Unit) -> Reply:
    """Remove a term."""
    await actions.remove_term(unit, row_id(request.path_params["term_id"]))
    return Reply()


@operation(
    "POST",
    f"{_PATH}/file",
    body=_FILE,
    query=FileSent,
    answer=TermsTaken,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, TermLoops, TooLarge, UnsupportedMediaType, InvalidInput],
)
async def take_terms(
    _request: Request[Any], unit: Unit, *, body: list[TermDraft], query: FileSent
) -> TermsTaken:
    """Add the terms of a CSV or TMX file to a glossary, and change those that it has."""
    return await actions.take_in(unit, query.space, body)


@operation(
    "GET",
    f"{_PATH}/file",
    query=TermsFile,
    scope=Scope.MODERATE,
    refuses=[Forbidden, NotFound, InvalidInput],
)
async def give_terms(request: Request[Any], *, query: TermsFile) -> StreamingResponse:
    """Give terms as a file: CSV, or TMX (only those of a pair of languages)."""
    actor = actor_of(request)
    actor.require(Permission.GLOSSARY_MANAGE)
    async with runtime(request).database.reading() as db:
        terms = await queries.terms_of_file(db, await sought(db, actor, query))
    kind = FORMATS[query.format]
    headers = {"content-disposition": f'attachment; filename="glossary.{kind.ending}"'}
    return StreamingResponse(kind.write(terms), media_type=kind.media_type, headers=headers)


@operation(
    "POST",
    "/admin/translations/stale",
    answer=Retranslated,
    scope=Scope.MODERATE,
    refuses=[Forbidden],
)
async def retranslate(_request: Request[Any], unit: Unit) -> Retranslated:
    """Have translated anew what edits and glossaries have outdated, at most 1,000 texts at once."""
    return Retranslated(translations=await anew.retranslate(unit))


ROUTES = [retranslate, list_terms, take_terms, give_terms, add_term, change_term, remove_term]
