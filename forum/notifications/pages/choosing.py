"""How and when a member is told, and what they follow."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from babel.dates import get_day_names
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.notifications import actions, reading
from forum.notifications.levels import CHOICES
from forum.notifications.rules import Rhythm
from forum.notifications.schemas import MailSettings, MailSettingsOut
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from i18n import formats
from i18n.catalogs import gettext
from i18n.locales import cldr

RHYTHMS = {
    Rhythm.AT_ONCE: N_("At once"),
    Rhythm.DAILY: N_("Once a day"),
    Rhythm.WEEKLY: N_("Once a week"),
    Rhythm.NEVER: N_("Never"),
}
DONE = {
    "saved": N_("Your settings are saved."),
    "sent": N_("A mail is on its way. Please open the link in it, then mail comes to you again."),
    "proven": N_("Your address is proven. Mail comes to you again."),
}
"""What has just happened, by the word that an address carries after a form was sent."""


async def show_settings(request: Request[Any]) -> Response:
    """Show how the member is told, and what they follow."""
    if done := DONE.get(request.query_params.get("done", "")):
        text = gettext(done, actor_of(request).locale)
        request.scope["notices"] = [{"kind": "success", "text": text}]
    return await settings_page(request)


async def settings_page(
    request: Request[Any],
    *,
    form: Form | None = None,
    follow_form: Form | None = None,
    status: int = 200,
) -> Response:
    """The page; a form that was refused comes with what was typed."""
    actor = actor_of(request)
    member_id = actor.require_member()
    async with runtime(request).database.reading() as db:
        chosen = await reading.mail_settings(db, member_id)
        followed = await reading.followed(db, actor)
    context = {
        "form": form or _filled(chosen),
        "follow_form": follow_form or Form(),
        "refused": chosen.refused,
        "followed": followed,
        "levels": _levels(actor.locale),
        **_choices(actor.locale),
    }
    return await page(request, "notifications/settings.html", context, status=status)


def _filled(chosen: MailSettingsOut) -> Form:
    values = chosen.model_dump(mode="json", exclude={"refused"})
    return Form({name: str(value) for name, value in values.items()})


def _levels(locale: str) -> Sequence[tuple[str, str]]:
    return [(one.value, gettext(text, locale)) for one, (text, _) in CHOICES.items()]


def _choices(locale: str) -> dict[str, object]:
    days = get_day_names("wide", "stand-alone", cldr(locale))
    hours = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in range(24)]
    return {
        "rhythms": [(one.value, gettext(text, locale)) for one, text in RHYTHMS.items()],
        "hours": [(str(at.hour), formats.time(at, locale, UTC)) for at in hours],
        "weekdays": [(str(day), days[day]) for day in range(7)],
    }


async def save_settings(request: Request[Any]) -> Response:
    """Choose when mail goes to the member."""
    actor_of(request).require_member()
    sent = await read_form(request, MailSettings)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.change_mail(unit, sent.value)
        return RedirectResponse("/settings/notifications?done=saved", 303)

    answer = await attempt(request, sent, act)
    return answer or await settings_page(request, form=sent.form, status=422)


ROUTES = [
    Route("/settings/notifications", show_settings, methods=["GET"]),
    Route("/settings/notifications", save_settings, methods=["POST"]),
]
