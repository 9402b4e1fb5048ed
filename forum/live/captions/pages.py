"""Captions as a panel of the room, as a log, and the desk of those who write them."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.paging import Window, decode_cursor, encode_cursor
from forum.db.unit import Unit
from forum.live.captions import actions, queries
from forum.live.captions.providing import missing, offered, provided
from forum.live.captions.reading import captions_page, correctable, newest_captions
from forum.live.captions.rules import Provision, Via
from forum.live.captions.schemas import DeskAsked, SegmentDraft, SegmentForm
from forum.live.captions.words import state_names, via_choices
from forum.live.panels import LanguageChoice, PanelView
from forum.live.sessions import queries as sessions
from forum.live.sessions.rules import Deed, NotYourPart, Standing, may
from forum.live.sessions.tables import LiveSession
from forum.live.speech.reading import session_number, session_seen
from forum.runtime import runtime
from forum.translations.asking import language_wanted, preferred
from forum.translations.schemas import Reading
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.render import page
from i18n.catalogs import gettext

PER_PAGE = 100
ON_DESK = 12
"""Captions that who writes them sees."""


class LogAsked(Reading):
    """The part of the log's address after `?`."""

    after: str | None = None


async def panel(request: Request[Any], session: LiveSession, standing: Standing) -> PanelView:
    """The last ten minutes in the reader's language; see `PanelView`."""
    language, locale = language_wanted(request), actor_of(request).locale
    found = await newest_captions(request, session, language)
    context = {
        "session": session,
        "language": language,
        "lines": found.lines,
        "state": found.state,
        "state_name": state_names(locale)[found.state],
        "floor": found.floor,
        "may_write": _may_write(standing),
    }
    state = {"state": found.state.value, "newest": found.newest}
    is_missing = found.state is Provision.MISSING
    summary = gettext("There are no captions in your language.", locale) if is_missing else ""
    return PanelView("live/captions_panel.html", context, state, summary)


def _may_write(standing: Standing) -> bool:
    return may(standing, Deed.CAPTION) or may(standing, Deed.INTERPRET)


async def log(request: Request[Any]) -> Response:
    """Show all captions as plain lines, for braille displays and for reading again."""
    asked, language = query(request, LogAsked), language_wanted(request)
    after = None if not asked.after else decode_cursor(asked.after, queries.CAPTION_CURSOR)
    session, found = await captions_page(request, Window(PER_PAGE, after=after), language)
    earlier = None
    if found.next is not None:
        earlier = _address(session, "", lang=language, after=encode_cursor(found.next))
    context = {
        "session": session,
        "language": language,
        "captions": found.items[::-1],
        "earlier": earlier,
        "is_newest": after is None,
        "choices": await _choices(request, session, language),
        "vias": dict(via_choices(actor_of(request).locale)),
        "correctable": await correctable(request, session, found.items),
    }
    return await page(request, "live/captions.html", context)


async def _choices(
    request: Request[Any], session: LiveSession, here: str
) -> Sequence[LanguageChoice]:
    tags = [*dict.fromkeys([here, *session.languages])]
    lacking = await missing(request, session, tags)
    return [
        LanguageChoice(one, _address(session, "", lang=one), one == here, one in lacking)
        for one in tags
    ]


async def desk(request: Request[Any]) -> Response:
    """Show the form for captions, what was written last, and which languages are missing."""
    asked = query(request, DeskAsked)
    language = asked.language or preferred(actor_of(request))
    given = {"language": language, "via": asked.via.value, "heard": asked.heard}
    return await _desk(request, Form(given), 200)


async def write(request: Request[Any]) -> Response:
    """Store a caption, and show the desk as it was, for the next one."""
    sent, session_id = await read_form(request, SegmentForm), session_number(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        given = sent.value.model_dump()
        await actions.keep(unit, session_id, SegmentDraft(**given))
        kept = {name: given[name] for name in ("language", "via", "heard")}
        return RedirectResponse(f"/sessions/{session_id}/captions/desk?{urlencode(kept)}", 303)

    return await attempt(request, sent, act) or await _desk(request, sent.form, sent.status)


async def _desk(request: Request[Any], form: Form, status: int) -> Response:
    actor, house = actor_of(request), runtime(request)
    actor.require_member()
    async with house.database.reading() as db:
        session = await session_seen(db, request)
        standing = await sessions.standing_of(db, session, actor, house.clock())
    if not _may_write(standing):
        raise NotYourPart
    form.data.setdefault("key", secrets.token_urlsafe(9))
    _, found = await captions_page(request, Window(ON_DESK), None)
    context = {
        "session": session,
        "form": form,
        "captions": found.items[::-1],
        "correctable": await correctable(request, session, found.items),
        "languages": language_choices([*session.languages, *actor.reads]),
        "vias": _vias(standing, actor.locale),
        "provided": await provided(request, session, await offered(request, session)),
        "states": state_names(actor.locale),
    }
    return await page(request, "live/caption_desk.html", context, status=status)


def _vias(standing: Standing, locale: str) -> list[tuple[str, str, str]]:
    """How those who write may do so, at a page: value, text and remark."""
    names: Mapping[str, str] = dict(via_choices(locale))
    offered = [
        via
        for via, deed in ((Via.TYPED, Deed.CAPTION), (Via.INTERPRETED, Deed.INTERPRET))
        if may(standing, deed)
    ]
    return [(via.value, names[via.value], "") for via in offered]


def _address(session: LiveSession, tail: str, **asked: str) -> str:
    return f"/sessions/{session.id}/captions{tail}?{urlencode(asked)}"


_LOG = "/sessions/{session_id:int}/captions"
ROUTES = [
    Route(_LOG, log, name="captions"),
    Route(f"{_LOG}/desk", desk, name="caption_desk"),
    Route(f"{_LOG}/desk", write, methods=["POST"]),
]
