"""Rules of a session's own: each value of a profile, to be changed."""

from typing import Any

from pydantic import ConfigDict, model_validator
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.db.unit import Unit
from forum.live.overrides import Overrides, profile_of, values_of
from forum.live.profiles import ProfileName
from forum.live.sessions import actions, queries
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.rules import Deed, NotYourPart
from forum.live.sessions.ruling import HINTS, LABELS, choices
from forum.live.sessions.schemas import SessionChange, SessionWhole, several
from forum.live.sessions.words import profile_choices
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, validate
from forum.web.render import page
from forum.web.shapes import QueryString
from i18n.catalogs import gettext

_TICKED = ("askers", "with_consent", "motions", "methods")
_CHOSEN = ("order", "majority", "majority_base", "quorum", "opening", "tie", "quiet_votes")


_OWN = ProfileName.CUSTOM


class RulesForm(Overrides):
    """Custom rules as a page takes them: every value, those of the base too."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _as_typed(cls, typed: Any) -> Any:
        values = dict(typed)
        values |= {name: several(values.get(name, [])) for name in _TICKED}
        parts = str(values.get("reply_seconds", "")).replace(",", " ").split()
        return values | {"reply_seconds": parts}


class RulesAsked(QueryString):
    """From which rules the form begins; none: from those of the session."""

    base: ProfileName | None = None


async def ask_rules(request: Request[Any]) -> Response:
    """Show every value of the session's rules, or of others to begin from, to be changed."""
    found, asked = await _found(request), query(request, RulesAsked).base
    name = found.profile if asked is None else asked
    overrides = found.overrides if name is found.profile else {}
    values = values_of(profile_of(name, overrides))
    values["reply_seconds"] = ", ".join(str(one) for one in values["reply_seconds"])
    values["quiet_votes"] = str(values["quiet_votes"]).lower()
    values["base"] = overrides.get("base", Overrides().base) if name is _OWN else name.value
    return await _form(request, found, Form(values))


async def set_rules(request: Request[Any]) -> Response:
    """Hold the session by rules of its own, and show what announces it."""
    sent, found = await read_form(request, RulesForm), await _found(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        own = validate(Overrides, sent.value.own())
        change = SessionChange(profile=_OWN, overrides=own)
        await actions.change_session(unit, found.id, change)
        return RedirectResponse(f"{found.url}/about#rules", 303)

    return await attempt(request, sent, act) or await _form(request, found, sent.form, 422)


async def _found(request: Request[Any]) -> SessionWhole:
    actor_of(request).require_member()
    resources, session_id = runtime(request), session_id_of(request)
    async with resources.database.reading() as db:
        found = await queries.session_whole(db, actor_of(request), session_id, resources.clock())
    if Deed.EDIT not in found.me.deeds:
        raise NotYourPart
    return found


async def _form(
    request: Request[Any], found: SessionWhole, form: Form, status: int = 200
) -> Response:
    locale = actor_of(request).locale
    context = {
        "session": found,
        "form": form,
        "bases": profile_choices(locale, has_own=False),
        "labels": {name: gettext(text, locale) for name, text in LABELS.items()},
        "hints": {name: gettext(text, locale) for name, text in HINTS.items()},
        "ticked": {name: several(form.data.get(name, [])) for name in _TICKED},
        "choices": {name: choices(name, locale) for name in (*_TICKED, *_CHOSEN)},
    }
    return await page(request, "sessions/rules.html", context, status=status)


_RULES = "/sessions/{session_id:int}/rules"
ROUTES = [
    Route(_RULES, ask_rules, name="session_rules"),
    Route(_RULES, set_rules, methods=["POST"]),
]
