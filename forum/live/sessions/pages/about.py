"""What announces a session: times, agenda, rules, who takes part; and its next steps."""

from collections.abc import Sequence
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.db.unit import Unit
from forum.live.overrides import profile_of
from forum.live.sessions import actions, queries
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.naming import ask_for_missing, told, with_translations
from forum.live.sessions.pages.clocks import clocks
from forum.live.sessions.presence import attendance
from forum.live.sessions.quorum import waivable
from forum.live.sessions.rules import Deed
from forum.live.sessions.ruling import facts
from forum.live.sessions.schemas import ParticipantOut, SessionStep, SessionWhole
from forum.live.sessions.states import TRANSITIONS
from forum.live.sessions.words import STEPS, part_names, state_name
from forum.runtime import runtime
from forum.text.markdown import render
from forum.translations.asking import language_wanted
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from i18n.catalogs import gettext
from i18n.collation import collated


async def show_about(request: Request[Any]) -> Response:
    """Show what announces a session."""
    return await _about(request, Form(), 200)


async def step(request: Request[Any]) -> Response:
    """Move a session on, and show what announces it."""
    sent, session_id = await read_form(request, SessionStep), session_id_of(request)

    here = (await attendance(request, session_id)).members

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.step_session(unit, session_id, sent.value, here)
        return RedirectResponse(f"/sessions/{session_id}/about", 303)

    return await attempt(request, sent, act) or await _about(request, sent.form, 422)


async def _about(request: Request[Any], form: Form, status: int) -> Response:
    actor, resources, session_id = actor_of(request), runtime(request), session_id_of(request)
    language = language_wanted(request)
    async with resources.database.reading() as db:
        whole = await queries.session_whole(db, actor, session_id, resources.clock())
        people = await queries.participants(db, session_id, actor.locale)
        (found,) = await with_translations(db, [whole], language)
    await ask_for_missing(request, [found], language)
    profile = profile_of(found.profile, found.overrides)
    locale = actor.locale
    context = {
        "session": found,
        "form": form,
        "state": state_name(found.state, locale),
        "clocks": clocks(found, locale),
        "zone": actor.zone,
        "text": await to_thread.run_sync(render, found.description),
        "told": await told(found.agenda),
        "profile": gettext(profile.title, locale),
        "rules": gettext(profile.explanation, locale),
        "facts": facts(profile, locale),
        "delegations": by_delegation(people, locale),
        "others": [one for one in people if one.delegation is None],
        "parts": part_names(locale),
        "steps": _steps(found, locale),
        "waivable": waivable(found.state, profile),
        "deeds": set(found.me.deeds),
    }
    return await page(request, "sessions/about.html", context, status=status)


def by_delegation(
    people: Sequence[ParticipantOut], locale: str
) -> Sequence[tuple[ParticipantOut, Sequence[ParticipantOut]]]:
    """Those who act for delegations, under one of each, by the delegations' names."""
    found: dict[int, list[ParticipantOut]] = {}
    for one in people:
        if one.delegation is not None:
            found.setdefault(one.delegation.id, []).append(one)
    return collated(((some[0], some) for some in found.values()), locale, _name)


def _name(pair: tuple[ParticipantOut, Sequence[ParticipantOut]]) -> str:
    delegation = pair[0].delegation
    return "" if delegation is None else delegation.name


def _steps(found: SessionWhole, locale: str) -> Sequence[tuple[str, str]]:
    """The states that the reader can move the session on to, and what the buttons say."""
    if Deed.ADVANCE not in found.me.deeds:
        return []
    return [(one.value, gettext(STEPS[one], locale)) for one in TRANSITIONS[found.state]]


ROUTES = [
    Route("/sessions/{session_id:int}/about", show_about, name="session"),
    Route("/sessions/{session_id:int}/step", step, methods=["POST"]),
]
