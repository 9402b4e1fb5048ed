"""A member's own settings."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, cookies, queries
from forum.accounts.pages.common import notice
from forum.accounts.partners import partner_names, zones
from forum.accounts.reading import sign_ins
from forum.accounts.rules import Skill
from forum.accounts.schemas import ProfileChange, SettingsForm, SignInOut
from forum.accounts.tables import Member
from forum.core.errors import N_
from forum.core.permissions import GRANTS, NEEDS_SCOPE, Scope
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from i18n import catalogs
from i18n.collation import collated
from i18n.languages import LANGUAGES

SCOPES = {
    Scope.READ: N_("Read what you can read"),
    Scope.WRITE: N_("Write posts and change settings in your name"),
    Scope.MODERATE: N_("Moderate"),
    Scope.ADMIN: N_("Administer the site"),
}
DAYS = {"30": N_("30 days"), "90": N_("90 days"), "365": N_("A year"), "": N_("No end")}
"""How long a token lasts that is made on the page."""
UNKNOWN_DEVICE = N_("Unknown device")


async def show_settings(request: Request[Any]) -> Response:
    """Show all settings."""
    actor_of(request).require_member()
    notice(request)
    return await settings_page(request)


async def save_settings(request: Request[Any]) -> Response:
    """Change what a member says about themselves."""
    actor_of(request).require_member()
    sent = await read_form(request, SettingsForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.change_profile(unit, ProfileChange(**sent.value.model_dump()))
        return RedirectResponse("/settings?done=profile", 303)

    answer = await attempt(request, sent, act)
    return answer or await settings_page(request, form=sent.form, status=422)


async def settings_page(
    request: Request[Any],
    *,
    form: Form | None = None,
    status: int = 200,
    token_form: Form | None = None,
    new_token: str = "",
) -> Response:
    """The page; a form that was refused comes with what was typed, a new token with its word."""
    resources, member_id = runtime(request), actor_of(request).require_member()
    async with resources.database.reading() as db:
        member = await queries.member_by_id(db, member_id)
        tokens = [queries.token_out(row) for row in await queries.tokens(db, member_id)]
    token_form = token_form or Form({"days": "90"})
    context = {
        "form": form or _filled(member),
        "email": member.email,
        "has_factor": member.second_factor_at is not None,
        "reads": _listed(form.data.get("reads", [])) if form else member.languages,
        "known": _known(member, form),
        "sign_ins": await _sign_ins(request),
        "tokens": tokens,
        "token_form": token_form,
        "token_scopes": _listed(token_form.data.get("scopes", [Scope.READ])),
        "new_token": new_token,
        **_choices(request, member),
    }
    headers = {"cache-control": "no-store"} if new_token else {}
    return await page(request, "accounts/settings.html", context, status=status, headers=headers)


def _known(member: Member, form: Form | None) -> Sequence[tuple[str, str]]:
    """The languages that the member reads, and how well they say that they know each."""
    said = _listed(form.data.get("skills", [])) if form else []
    typed = dict(one.partition(":")[::2] for one in said)
    return [(tag, typed.get(tag) or member.skills.get(tag, Skill.GOOD)) for tag in member.languages]


def _filled(member: Member) -> Form:
    return Form(
        {
            "name": member.name,
            "organisation": member.organisation,
            "country": member.partner,
            "locale": member.locale,
            "zone": member.zone,
            "bio": member.bio,
        }
    )


def _choices(request: Request[Any], member: Member) -> dict[str, object]:
    actor = actor_of(request)
    granted = GRANTS[actor.role].union(*(one.permissions for one in actor.grants))
    carried = {NEEDS_SCOPE[permission] for permission in granted} | {Scope.READ}
    return {
        "countries": partner_names(actor.locale),
        "locales": [
            (tag, LANGUAGES[tag].own)
            for tag in collated(catalogs.available(), "", lambda tag: LANGUAGES[tag].own)
        ],
        "languages": language_choices(member.languages),
        "zones": [(zone, zone.replace("_", " ")) for zone in _zones(member.zone)],
        "days": [(days, catalogs.gettext(text, actor.locale)) for days, text in DAYS.items()],
        "scopes": [
            (scope, catalogs.gettext(text, actor.locale))
            for scope, text in SCOPES.items()
            if scope in carried
        ],
    }


def _zones(own: str) -> Sequence[str]:
    return zones() if own in zones() else sorted([*zones(), own])


async def _sign_ins(request: Request[Any]) -> list[SignInOut]:
    here, actor = await cookies.this_sign_in(request), actor_of(request)
    unknown = catalogs.gettext(UNKNOWN_DEVICE, actor.locale)
    found = await sign_ins(runtime(request), actor, here)
    return [one.model_copy(update={"device": one.device or unknown}) for one in found]


def _listed(value: object) -> Sequence[str]:
    """What was ticked, as a form gives it: one value or several."""
    return value if isinstance(value, list) else [str(value)]


ROUTES = [
    Route("/settings", show_settings, methods=["GET"]),
    Route("/settings", save_settings, methods=["POST"]),
]
