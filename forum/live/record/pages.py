"""The page of a session's record, and its transcript as files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.live.record.files import Names, as_markdown, as_webvtt
from forum.live.record.reading import Account, account_of
from forum.live.record.showing import record_out, transcript_out
from forum.live.record.transcript import Kind, Moment
from forum.live.record.words import kind_names
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.doing import milliseconds
from forum.live.sessions.words import state_name
from forum.runtime import runtime
from forum.web.answers import compress
from forum.web.identity import actor_of
from forum.web.render import page
from i18n.catalogs import gettext


async def show(request: Request[Any]) -> Response:
    """Show the record; each moment has an anchor by which it is cited."""
    found, locale = await _account(request), actor_of(request).locale
    counted = record_out(found)
    context = {
        "session": found.session,
        "state": state_name(found.session.state, locale),
        "held": None
        if found.held is None
        else [moment(found.held.began), moment(found.held.ended)],
        "attendance": [
            {"one": one, "began": moment(one.began), "ended": moment(one.ended)}
            for one in counted.attendance
        ],
        "statistics": counted.statistics,
        "minutes": minutes,
        "words": found.names.words,
        "kinds": kind_names(locale),
        "moments": [_row(one, found.names) for one in found.moments],
    }
    return await page(request, "live/record.html", context)


def _row(one: Moment, names: Names) -> Mapping[str, object]:
    return {
        "anchor": one.anchor,
        "at": moment(one.at),
        "kind": one.kind.value,
        "is_item": one.kind is Kind.ITEM and bool(one.id),
        "who": one.said.heard or names.speaker(one.who),
        "text": names.line(one),
        "language": one.said.language,
        "via": names.words.get(one.said.via, one.said.via),
        "engine": one.said.engine,
    }


async def as_json_file(request: Request[Any]) -> Response:
    """The transcript as JSON."""
    text = transcript_out(await _account(request)).model_dump_json()
    return _file(request, text, "application/json")


async def as_markdown_file(request: Request[Any]) -> Response:
    """The transcript as Markdown, with names in the reader's language."""
    found = await _account(request)
    say: Callable[[str], str] = partial(gettext, locale=actor_of(request).locale)
    text = as_markdown(found.session.title, found.moments, found.names, say)
    return _file(request, text, "text/markdown; charset=utf-8")


async def as_webvtt_file(request: Request[Any]) -> Response:
    """The transcript as captions whose times count from the opening of the meeting."""
    found = await _account(request)
    zero = milliseconds(found.session.starts_at) if found.held is None else found.held.began
    text = as_webvtt(found.moments, found.names, zero)
    return _file(request, text, "text/vtt; charset=utf-8")


def moment(ms: int) -> datetime:
    """An instant of so many ms since 1970."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def minutes(ms: int) -> str:
    """A length of so many ms as `62:05`."""
    whole, seconds = divmod(ms // 1000, 60)
    return f"{whole}:{seconds:02}"


async def _account(request: Request[Any]) -> Account:
    house = runtime(request)
    async with house.database.reading() as db:
        return await account_of(db, actor_of(request), session_id_of(request), house.clock())


def _file(request: Request[Any], text: str, media_type: str) -> Response:
    headers = {"cache-control": "private, no-cache"}
    return compress(request, Response(text, 200, headers, media_type))


_RECORD = "/sessions/{session_id:int}/record"
ROUTES: Sequence[Route] = [
    Route(_RECORD, show, name="record"),
    Route(f"{_RECORD}/transcript.json", as_json_file),
    Route(f"{_RECORD}/transcript.md", as_markdown_file),
    Route(f"{_RECORD}/transcript.vtt", as_webvtt_file),
]
