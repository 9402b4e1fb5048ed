"""Setting up a session, and changing one."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts.partners import zones
from forum.core.errors import Forbidden
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.live.parts import Part
from forum.live.profiles import ProfileName
from forum.live.sessions import actions, queries
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.rules import Deed, NotYourPart
from forum.live.sessions.schemas import SessionChange, SessionDraft, SessionForm, SessionWhole
from forum.live.sessions.times import instant
from forum.live.sessions.words import access_choices, profile_choices
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page

WRITTEN = "%Y-%m-%dT%H:%M"
"""How `datetime-local` writes a time."""


async def ask_new(request: Request[Any]) -> Response:
    """Show the form for a new session."""
    actor = actor_of(request)
    tomorrow = runtime(request).clock().astimezone(ZoneInfo(actor.zone)) + timedelta(days=1)
    begins = tomorrow.replace(hour=10, minute=0)
    form = Form(
        {
            "language": actor.locale,
            "languages": [actor.locale],
            "access": "public",
            "profile": ProfileName.ASEM_INFORMAL.value,
            "zone": actor.zone,
            "starts_at": begins.strftime(WRITTEN),
            "ends_at": (begins + timedelta(hours=2)).strftime(WRITTEN),
        }
    )
    return await _form(request, None, form, 200)


async def make(request: Request[Any]) -> Response:
    """Set up a session, and show what announces it."""
    sent = await read_form(request, SessionForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        row = await actions.make_session(unit, SessionDraft(**_values(sent.value)))
        return RedirectResponse(f"/sessions/{row.id}/about", 303)

    return await attempt(request, sent, act) or await _form(request, None, sent.form, 422)


async def ask_change(request: Request[Any]) -> Response:
    """Show a session as it stands, to be changed."""
    found = await _found(request)
    zone = ZoneInfo(found.zone)
    names = ("title", "description", "language", "video_url", "zone")
    form = Form(
        {
            **{name: getattr(found, name) for name in names},
            "languages": list(found.languages),
            "access": found.access.value,
            "profile": found.profile.value,
            "delegates": found.quotas.get(Part.DELEGATE, ""),
            "starts_at": found.starts_at.astimezone(zone).strftime(WRITTEN),
            "ends_at": found.ends_at.astimezone(zone).strftime(WRITTEN),
        }
    )
    return await _form(request, found, form, 200)


async def change(request: Request[Any]) -> Response:
    """Change a session, and show what announces it."""
    sent, found = await read_form(request, SessionForm), await _found(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        values = _values(sent.value)
        del values["space"]
        values["quotas"] = {**found.quotas, Part.DELEGATE: 0, **values["quotas"]}
        if sent.value.delegates is None:
            del values["quotas"][Part.DELEGATE]
        await actions.change_session(unit, found.id, SessionChange(**values))
        return RedirectResponse(f"{found.url}/about", 303)

    return await attempt(request, sent, act) or await _form(request, found, sent.form, 422)


def _values(given: SessionForm) -> dict[str, Any]:
    """What a form says, with instants for the times of its zone's clocks.

    Raises:
        InvalidInput: clocks there never show one of them.
    """
    times: dict[str, datetime] = {"starts_at": given.starts_at, "ends_at": given.ends_at}
    found = {name: instant(name, local, given.zone) for name, local in times.items()}
    quotas = {} if given.delegates is None else {Part.DELEGATE: given.delegates}
    return {**given.model_dump(exclude={"delegates"}), "quotas": quotas, **found}


async def _found(request: Request[Any]) -> SessionWhole:
    resources, session_id = runtime(request), session_id_of(request)
    async with resources.database.reading() as db:
        return await queries.session_whole(db, actor_of(request), session_id, resources.clock())


async def _form(
    request: Request[Any], found: SessionWhole | None, form: Form, status: int
) -> Response:
    actor = actor_of(request)
    actor.require_member()
    if found is None and not actor.may_somewhere(Permission.SESSION_MANAGE):
        raise Forbidden
    if found is not None and Deed.EDIT not in found.me.deeds:
        raise NotYourPart
    async with runtime(request).database.reading() as db:
        offered = await spaces.spaces(db, actor)
    chosen = form.data.get("languages", [])
    has_own = found is not None and found.profile is ProfileName.CUSTOM
    context = {
        "session": found,
        "form": form,
        "chosen": [chosen] if isinstance(chosen, str) else chosen,
        "accesses": access_choices(actor.locale),
        "profiles": profile_choices(actor.locale, has_own=has_own),
        "spaces": [(one.slug, one.name) for one in offered if not one.archived],
        "languages": language_choices(actor.reads),
        "zones": [(one, one.replace("_", " ")) for one in zones()],
    }
    return await page(request, "sessions/edit.html", context, status=status)


ROUTES = [
    Route("/sessions/new", ask_new, name="new_session"),
    Route("/sessions/new", make, methods=["POST"]),
    Route("/sessions/{session_id:int}/settings", ask_change, name="session_settings"),
    Route("/sessions/{session_id:int}/settings", change, methods=["POST"]),
]
