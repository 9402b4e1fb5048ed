"""Topics for translators' tools, and back, for programs."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from starlette.requests import Request
from starlette.responses import StreamingResponse

from forum.core.errors import EditedMeanwhile, Forbidden, InvalidInput, NotFound, TooLarge
from forum.core.permissions import Permission, Scope
from forum.db.unit import Unit
from forum.discussions.rules import UnderApproval
from forum.exchange import actions, memory_api, reading
from forum.exchange.schemas import FileTaken, XliffQuery
from forum.exchange.segments import Ready
from forum.exchange.transfer import given, prepared
from forum.reviews.rules import TranslationLocked
from forum.translations.asking import language_asked
from forum.translations.rules import LanguageNotDeclared, SameLanguage
from forum.web.body import allow_body
from forum.web.identity import actor_of
from forum.web.openapi import RawBody, operation
from i18n.exchange.xliff import MEDIA_TYPE

_PATH = "/topics/{topic_id:int}/translations/{language}/xliff"


async def _sent(request: Request[Any]) -> Sequence[Ready]:
    actor_of(request).require(Permission.TRANSLATION_CORRECT)
    allow_body(request, reading.LARGEST)
    return await prepared(request, BytesIO(await request.body()))


_FILE = RawBody(_sent, {MEDIA_TYPE: {"schema": {"type": "string"}}})


@operation(
    "GET",
    _PATH,
    query=XliffQuery,
    scope=Scope.WRITE,
    refuses=[Forbidden, NotFound, SameLanguage, InvalidInput],
)
async def give_xliff(request: Request[Any], *, query: XliffQuery) -> StreamingResponse:
    """Give the texts of a topic, with their translations as far as there are any, as XLIFF 2.1."""
    return await given(request, query.source)


@operation(
    "POST",
    _PATH,
    body=_FILE,
    answer=FileTaken,
    scope=Scope.WRITE,
    refuses=[
        *(Forbidden, NotFound, EditedMeanwhile, UnderApproval, TooLarge, InvalidInput),
        *(LanguageNotDeclared, SameLanguage, TranslationLocked),
    ],
)
async def take_xliff(request: Request[Any], unit: Unit, *, body: Sequence[Ready]) -> FileTaken:
    """Correct translations by an XLIFF 2 file, taken whole or not at all."""
    return await actions.take_in(unit, language_asked(request), body)


ROUTES = [give_xliff, take_xliff, *memory_api.ROUTES]
