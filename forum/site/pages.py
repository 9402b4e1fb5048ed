"""Settings and texts of the site, for the secretariat, and the texts that are pages."""

from collections.abc import Mapping
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.site import actions, words
from forum.site.places import place
from forum.site.reading import CHANNELS, site_now
from forum.site.rules import NOTICES, TextKind
from forum.site.schemas import NewTextForm, SiteChange, SiteForm, TextDraft, TextForm, TextOut
from forum.text.markdown import render
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.kept import kept_for_visitors
from forum.web.render import page

LIST = "/admin/settings"
TEXTS = f"{LIST}#texts"


async def show_settings(request: Request[Any]) -> Response:
    """Show the settings as they stand, and the texts that there are."""
    actor_of(request).require(Permission.SITE_MANAGE)
    now = await site_now(runtime(request))
    form = Form(
        {
            "name": now.name,
            "registration": now.registration.value,
            "domains": "\n".join(now.domains),
            "version": now.version,
        }
    )
    return await _settings(request, form, 200)


async def save_settings(request: Request[Any]) -> Response:
    """Change the settings, and show them."""
    actor_of(request).require(Permission.SITE_MANAGE)
    sent = await read_form(request, SiteForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        change = SiteChange(**sent.value.model_dump(exclude={"version"}))
        settings, version = runtime(request).settings, sent.value.version
        await actions.change_site(unit, settings, change, version=version)
        return RedirectResponse(LIST, 303)

    return await attempt(request, sent, act) or await _settings(request, sent.form, 422)


async def _settings(request: Request[Any], form: Form, status: int) -> Response:
    locale, now = actor_of(request).locale, await site_now(runtime(request))
    context = {
        "form": form,
        "theirs": now if _is_overtaken(form, now.version) else None,
        "default_name": now.default_name,
        "modes": words.modes(locale),
        "texts": [_row(kind, now.texts.get(kind, {}), locale) for kind in TextKind],
        "kinds": [(kind.value, words.text_name(kind, locale)) for kind in TextKind],
        "languages": language_choices(actor_of(request).reads),
    }
    return await page(request, "site/settings.html", context, status=status)


def _is_overtaken(form: Form, version: int) -> bool:
    """Whether a form was filled with what is no longer the newest; sent again, it replaces that."""
    overtaken = str(form.data.get("version", "")) != str(version)
    form.data["version"] = version
    return overtaken


def _row(kind: TextKind, written: Mapping[str, TextOut], locale: str) -> Mapping[str, object]:
    return {
        "kind": kind.value,
        "name": words.text_name(kind, locale),
        "remark": words.text_remark(kind, locale),
        "languages": [*written],
    }


async def choose_text(request: Request[Any]) -> Response:
    """Go to the form of the text that was chosen."""
    asked = query(request, NewTextForm)
    return RedirectResponse(f"{LIST}/texts/{asked.kind}/{asked.language}", 303)


async def ask_text(request: Request[Any]) -> Response:
    """Show a text as it stands, to be changed."""
    actor_of(request).require(Permission.SITE_MANAGE)
    known = await _text(request)
    form = Form({"text": known.source if known else "", "version": known.version if known else 0})
    return await _text_form(request, form, 200)


async def save_text(request: Request[Any]) -> Response:
    """Write a text, or take it away where nothing is left of it; then show the settings."""
    actor_of(request).require(Permission.SITE_MANAGE)
    sent, at = await read_form(request, TextForm), place(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        text, version = sent.value.text, sent.value.version
        if text:
            draft = TextDraft(text=text)
            await actions.write_text(unit, at.kind, at.language, draft, version=version)
        elif version:
            await actions.remove_text(unit, at.kind, at.language, version=version)
        return RedirectResponse(TEXTS, 303)

    answer = await attempt(request, sent, act)
    if answer is None and sent.press == "preview":
        text = str(sent.form.data.get("text", ""))
        sent.form.beside["preview"] = (await to_thread.run_sync(render, text)).html
    return answer or await _text_form(request, sent.form, sent.status)


async def _text(request: Request[Any]) -> TextOut | None:
    at, now = place(request), await site_now(runtime(request))
    return now.texts.get(at.kind, {}).get(at.language)


async def _text_form(request: Request[Any], form: Form, status: int) -> Response:
    locale, known, at = actor_of(request).locale, await _text(request), place(request)
    overtaken = _is_overtaken(form, known.version if known else 0)
    context = {
        "form": form,
        "theirs": known if overtaken else None,
        "kind": at.kind.value,
        "language": at.language,
        "name": words.text_name(at.kind, locale),
        "remark": words.text_remark(at.kind, locale),
    }
    return await page(request, "site/text.html", context, status=status)


async def _channels(_request: Request[Any]) -> tuple[str, ...]:
    return CHANNELS


@kept_for_visitors(_channels)
async def show_notice(request: Request[Any]) -> Response:
    """Show the code of conduct, or the privacy notice.

    Raises:
        NotFound: it is written in no language.
    """
    kind, locale = TextKind(request.url.path.removeprefix("/")), actor_of(request).locale
    text = (await site_now(runtime(request))).text(kind, locale)
    if text is None:
        raise NotFound
    context = {"text": text, "name": words.text_name(kind, locale)}
    return await page(request, "site/notice.html", context)


ROUTES = [
    Route(LIST, show_settings, methods=["GET"]),
    Route(LIST, save_settings, methods=["POST"]),
    Route(f"{LIST}/texts", choose_text, methods=["GET"]),
    Route(f"{LIST}/texts/{{kind}}/{{language}}", ask_text, methods=["GET"]),
    Route(f"{LIST}/texts/{{kind}}/{{language}}", save_text, methods=["POST"]),
    *(Route(f"/{kind}", show_notice, methods=["GET"]) for kind in NOTICES),
]
