"""Captions as files: WebVTT of one language, whole, or in segments with their playlist.

Times count from when the session was to begin, or from an instant that the address gives: that at
which a recording begins.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.core.ids import SessionId
from forum.live.captions import vtt
from forum.live.captions.queries import Caption
from forum.live.captions.reading import captions_in
from forum.live.captions.schemas import FileQuery
from forum.live.sessions.doing import milliseconds
from forum.live.sessions.states import LIVE
from forum.live.sessions.tables import LiveSession
from forum.live.speech.reading import session_seen
from forum.live.speech.texts import Translations
from forum.runtime import runtime
from forum.translations.asking import language_asked
from forum.web.answers import compress
from forum.web.inputs import query
from i18n.languages import direction

SEGMENT_MS = 10_000
"""How long a segment is; a program that follows a session asks for the next one as often."""
LONGEST_MS = 24 * 3_600_000
"""How long a session can be, for this."""


async def whole(request: Request[Any]) -> Response:
    """All captions of a session so far, in one language."""
    return await _file(request, (0, LONGEST_MS))


async def segment(request: Request[Any]) -> Response:
    """The captions of ten seconds; one that reaches over a border is in both segments."""
    start = _index(request) * SEGMENT_MS
    return await _file(request, (start, start + SEGMENT_MS))


async def playlist(request: Request[Any]) -> Response:
    """Which segments there are (RFC 8216): complete ones only, and an end when the session has."""
    asked, language = query(request, FileQuery), language_asked(request)
    house = runtime(request)
    async with house.database.reading() as db:
        session = await session_seen(db, request)
        zero = _zero(session, asked)
        found, _ = await captions_in(db, _id(session), language, (zero, zero + LONGEST_MS))
    is_over = session.state not in LIVE
    last = max((one.ended for one in found), default=zero)
    until = last + SEGMENT_MS - 1 if is_over else milliseconds(house.clock())
    count = max(0, min(until - zero, LONGEST_MS) // SEGMENT_MS)
    tail = f"?from={asked.start.isoformat().replace('+', '%2B')}" if asked.start else ""
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:3",
        f"#EXT-X-TARGETDURATION:{SEGMENT_MS // 1000}",
        "#EXT-X-MEDIA-SEQUENCE:0",
    ]
    for index in range(count):
        lines += [f"#EXTINF:{SEGMENT_MS / 1000:.3f},", f"{language}/{index}.vtt{tail}"]
    lines += ["#EXT-X-ENDLIST"] if is_over else []
    text = "\n".join(lines) + "\n"
    return _answer(request, text, "application/vnd.apple.mpegurl")


async def _file(request: Request[Any], between: tuple[int, int]) -> Response:
    asked, language = query(request, FileQuery), language_asked(request)
    async with runtime(request).database.reading() as db:
        session = await session_seen(db, request)
        zero = _zero(session, asked)
        times = (zero + between[0], zero + between[1])
        found, made = await captions_in(db, _id(session), language, times)
    lines = vtt.without_overlaps(
        one for caption in found if (one := _line(caption, language, made, zero)) is not None
    )
    text = vtt.write(lines, is_right_to_left=direction(language) == "rtl")
    return _answer(request, text, "text/vtt")


def _line(caption: Caption, language: str, made: Translations, zero: int) -> vtt.Caption | None:
    """A caption in a language, in the original where there is no translation; `None`: too early."""
    began, ended = max(0, caption.began - zero), caption.ended - zero
    if ended <= began:
        return None
    line = vtt.Caption(caption.id, began, ended, caption.row.text, caption.row.heard)
    if caption.language == language:
        return line
    if (translation := made.get(caption.subject.subject)) is None:
        return replace(line, language=caption.language)
    via = f" by way of {translation.via}" if translation.via else ""
    how = (
        f"{caption.language} > {language}, {translation.engine}{via}" if translation.engine else ""
    )
    return replace(line, text=translation.text, via=how)


def _answer(request: Request[Any], text: str, media_type: str) -> Response:
    headers = {"cache-control": "private, no-cache"}
    media = f"{media_type}; charset=utf-8"
    return compress(request, Response(text, 200, headers, media))


def _zero(session: LiveSession, asked: FileQuery) -> int:
    return milliseconds(asked.start or session.starts_at)


def _index(request: Request[Any]) -> int:
    index: int = request.path_params["index"]
    if index >= LONGEST_MS // SEGMENT_MS:
        raise NotFound
    return index


def _id(session: LiveSession) -> SessionId:
    assert session.id is not None  # noqa: S101 (it was read)
    return session.id


_FILES = "/sessions/{session_id:int}/subtitles/{language}"
ROUTES: Sequence[Route] = [
    Route(f"{_FILES}.vtt", whole, name="captions_file"),
    Route(f"{_FILES}.m3u8", playlist),
    Route(f"{_FILES}/{{index:int}}.vtt", segment),
]
