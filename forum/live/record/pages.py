"""The page of a session's record, and its transcript as files."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.db.unit import Unit
from forum.live.record import actions, queries
from forum.live.record.account import Account, account_of
from forum.live.record.files import Names, Say, as_markdown, as_webvtt
from forum.live.record.reviewed import Reviewed, reviewed_in
from forum.live.record.schemas import Nothing
from forum.live.record.showing import record_out, transcript_out
from forum.live.record.transcript import Kind, Moment
from forum.live.record.words import kind_names
from forum.live.sessions import queries as sessions
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.doing import milliseconds
from forum.live.sessions.rules import Deed, may
from forum.live.sessions.states import AFTER, SessionState
from forum.live.sessions.words import state_name
from forum.runtime import runtime
from forum.translations.asking import language_wanted
from forum.translations.schemas import Reading
from forum.web.answers import compress
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.render import page
from i18n.catalogs import gettext


async def show(request: Request[Any]) -> Response:
    """Show the record; each moment has an anchor by which it is cited."""
    return await _show(request, Form(), 200)


async def hand_over(request: Request[Any]) -> Response:
    """Make topics of the items, and show the record with them."""
    sent, session_id = await read_form(request, Nothing), session_id_of(request)

    async def act(unit: Unit) -> Response:
        await actions.hand_over(unit, session_id)
        return RedirectResponse(f"/sessions/{session_id}/record#topics", 303)

    return await attempt(request, sent, act) or await _show(request, sent.form, sent.status)


async def _show(request: Request[Any], form: Form, status: int) -> Response:
    house, actor, session_id = runtime(request), actor_of(request), session_id_of(request)
    locale = actor.locale
    async with house.database.reading() as db:
        found = await account_of(db, actor, session_id, house.clock())
        language = language_wanted(request)
        translated = await reviewed_in(db, found.session, found.moments, language)
        standing = await sessions.standing_of(db, found.session, actor, house.clock())
        made = await queries.handed_over(db, session_id)
    counted = record_out(found, is_known=actor.member_id is not None)
    state = found.session.state
    context = {
        "session": found.session,
        "form": form,
        "state": state_name(state, locale),
        "has_summary": state in AFTER - {SessionState.CLOSED},
        "draft": _draft(found, partial(gettext, locale=locale)),
        "topics": [(found.names.items.get(item, ""), topic) for item, topic in made.items()],
        "may_hand_over": may(standing, Deed.HAND_OVER) and state in AFTER,
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
        "moments": [_row(one, found.names, translated) for one in found.moments],
    }
    return await page(request, "live/record.html", context, status=status)


def _draft(found: Account, say: Say) -> Sequence[tuple[str, str]]:
    """The items and sentences of the draft; an item has its name at its first sentence only."""
    shown: list[tuple[str, str]] = []
    last: int | None = None
    for one in found.draft:
        name = found.names.items.get(one.item or 0, "") if one.item != last else ""
        shown.append((name, one.said(say)))
        last = one.item
    return shown


def _row(one: Moment, names: Names, translated: Reviewed) -> Mapping[str, object]:
    return {
        "anchor": one.anchor,
        "at": moment(one.at),
        "kind": one.kind.value,
        "is_item": one.kind is Kind.ITEM and bool(one.id),
        "who": one.said.heard or names.speaker(one.who),
        "about": one.said.about,
        "text": names.line(one),
        "translation": translated.get((one.kind, one.id)),
        "language": one.said.language,
        "via": names.words.get(one.said.via, one.said.via),
        "engine": one.said.engine,
    }


async def as_json_file(request: Request[Any]) -> Response:
    """The transcript as JSON."""
    found = await _account(request)
    async with runtime(request).database.reading() as db:
        language = query(request, Reading).lang
        made = await reviewed_in(db, found.session, found.moments, language)
    text = transcript_out(found, made).model_dump_json()
    return _file(request, text, "application/json")


async def as_markdown_file(request: Request[Any]) -> Response:
    """The transcript as Markdown, with names in the reader's language."""
    found = await _account(request)
    say: Say = partial(gettext, locale=actor_of(request).locale)
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
    Route(f"{_RECORD}/hand-over", hand_over, methods=["POST"]),
    Route(f"{_RECORD}/transcript.json", as_json_file),
    Route(f"{_RECORD}/transcript.md", as_markdown_file),
    Route(f"{_RECORD}/transcript.vtt", as_webvtt_file),
]
