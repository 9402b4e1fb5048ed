"""What page and program have in common: the topic of an address as a file, and back."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from starlette.requests import Request
from starlette.responses import StreamingResponse

from forum.core.ids import TopicId
from forum.core.permissions import Permission
from forum.exchange import reading
from forum.exchange.segments import Ready
from forum.runtime import runtime
from forum.translations.asking import language_asked
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from i18n.exchange.xliff import MEDIA_TYPE


def topic_asked(request: Request[Any]) -> TopicId:
    """The number of the topic in an address."""
    return TopicId(row_id(request.path_params["topic_id"]))


async def prepared(request: Request[Any], file: BinaryIO) -> Sequence[Ready]:
    """What a file makes of the texts of the topic in an address.

    Raises:
        NotFound, SameLanguage, InvalidInput: see `reading.sheet`, `reading.read` and `prepare`.
    """
    language = language_asked(request)
    document = await reading.read(file, language)
    async with runtime(request).database.reading() as db:
        actor, number = actor_of(request), topic_asked(request)
        found = await reading.sheet(db, actor, number, document.source, language)
    return await reading.prepare(found, document)


async def given(request: Request[Any], source: str | None) -> StreamingResponse:
    """The texts of the topic in an address as a file."""
    house, actor, number = runtime(request), actor_of(request), topic_asked(request)
    actor.require(Permission.TRANSLATION_CORRECT)
    language = language_asked(request)
    async with house.database.reading() as db:
        found = await reading.sheet(db, actor, number, source, language)
    pieces = await reading.write(found, language, house.settings.public_url)
    name = f"topic-{number}-{found.language}-{language}.xlf"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPE, headers=headers)
