"""From a template and its context to a page."""

import secrets
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property, partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from forum.core.actor import FORMER_MEMBER, Actor
from forum.core.version import VERSION
from forum.runtime import Face, Runtime, runtime
from forum.settings import Settings
from forum.text.files import without_pictures
from forum.text.plain import html_text
from forum.web import csrf
from forum.web.answers import compress
from forum.web.assets import asset_url
from forum.web.choices import in_order
from forum.web.countries import country_name
from forum.web.headers import content_policy
from forum.web.icons import icon
from forum.web.idempotency import FORM_FIELD
from forum.web.identity import actor_of
from forum.web.limits import WAIT
from forum.web.own import blank, filled, mark
from i18n import catalogs, formats, locales
from i18n.languages import LANGUAGES, direction

TEMPLATES = Path(__file__).parent.parent / "templates"
_FACE = "face"
_PLAIN = Face()


@dataclass(frozen=True)
class PageContext:
    """What every template knows of the request, as `page`."""

    request: Request[Any]
    actor_or_visitor: Actor
    settings: Settings

    @property
    def actor(self) -> Actor | None:
        """The member; `None` for a visitor."""
        return self.actor_or_visitor if self.actor_or_visitor.member_id is not None else None

    @property
    def locale(self) -> str:
        """The interface's language, a BCP 47 tag."""
        return self.actor_or_visitor.locale

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return direction(self.locale)

    @property
    def path(self) -> str:
        """The address's path, without the query."""
        return self.request.url.path

    @property
    def url(self) -> str:
        """The canonical address."""
        return self.settings.public_url + self.path

    @cached_property
    def csrf(self) -> Markup:
        """The hidden fields of every form which changes something: ours, and sent only once."""
        field = Markup('<input type="hidden" name="{}" value="{}">')
        once = field.format(FORM_FIELD, secrets.token_urlsafe(12))
        return field.format(csrf.FIELD, csrf.token(self.request)) + once

    def own(self, name: str, about: int = 0) -> Markup:
        """A place for what the reader alone is shown; see `web.own`."""
        return mark(name, about)

    @cached_property
    def nonce(self) -> str:
        """Admits this page's one style element."""
        return secrets.token_urlsafe(9)

    @property
    def locales(self) -> list[tuple[str, str]]:
        """The interface's languages: tag and own name, in the order of these."""
        return _locales(catalogs.available())

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """This page in each of the interface's languages: tag and address."""
        return [(tag, f"{self.url}?ui={tag}") for tag, _ in self.locales]

    @property
    def mode(self) -> str:
        """`demo` or `production`."""
        return self.settings.mode

    @property
    def face(self) -> Face:
        """What every page says of the site."""
        found: Face = self.request.scope.get(_FACE, _PLAIN)
        return found

    @property
    def title_suffix(self) -> str:
        """The site's name, in the reader's language where it is the product's own."""
        return self.face.name or catalogs.gettext(self.settings.site_name, self.locale)

    @property
    def save_data(self) -> bool:
        """Whether the reader asked for few bytes (`Save-Data: on`)."""
        return self.request.headers.get("save-data", "").lower() == "on"

    @property
    def notices(self) -> list[dict[str, str]]:
        """Short messages about what has just happened."""
        return self.request.scope.get("notices", [])  # type: ignore[no-any-return]


_shown: ContextVar[PageContext] = ContextVar("page")
"""The page being filled: imported macros see no context, and speak the reader's language too."""


@cache
def _locales(tags: frozenset[str]) -> list[tuple[str, str]]:
    return [(tag, LANGUAGES[tag].own) for tag in in_order(tags)]


@cache
def environment() -> Environment:
    """Jinja2, with the words, dates and numbers of whoever the page is for."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogs.gettext(text, _shown.get().locale),
        lambda one, many, n: catalogs.ngettext(one, many, n, _shown.get().locale),
        newstyle=True,
    )
    env.globals |= {"asset": asset_url, "icon": icon, "version": VERSION}
    filters: dict[str, Callable[[Any], object]] = {
        "direction": direction,
        "language_name": _language_name,
        "language_in_words": lambda tag: locales.language_name(tag, _shown.get().locale),
        "country_name": lambda code: country_name(code, _shown.get().locale),
        "person": lambda name: _person(name, _shown.get().locale),
        "time": _time,
        "day": _day,
        "moment": _moment,
        "hour": _hour,
        "number": lambda value: formats.number(value, _shown.get().locale),
        "filesize": lambda value: formats.file_size(value, _shown.get().locale),
        "pictures": _pictures,
        "in_order": in_order,
        "as_line": lambda html: " ".join(html_text(html).split()),
    }
    env.filters |= filters
    return env


def _person(name: str, locale: str) -> str:
    """The name of a member; of one who has gone, in the language of the page."""
    return catalogs.gettext(name, locale) if name == FORMER_MEMBER else name


def render(request: Request[Any], template: str, context: Mapping[str, object]) -> str:
    """Fill a template for the one who is asking."""
    shown = page_context(request)
    _shown.set(shown)
    return environment().get_template(template).render({**context, "page": shown})


def macro(request: Request[Any], template: str, name: str) -> Callable[..., Markup]:
    """What a macro of a template writes for the one who is asking, until somebody else is.

    For many small pieces: each takes half of what a template of its own would.
    """
    _shown.set(page_context(request))
    found: Callable[..., Markup] = getattr(environment().get_template(template).module, name)
    return found


async def page(
    request: Request[Any],
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a page for this one reader; caches on the way must not keep it."""
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        await look_at_face(request)
    text = render(request, template, context)
    # What broke may be what own words are asked of: such a page does without them.
    text = (
        blank(text) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else await filled(request, text)
    )
    shown = page_context(request)
    extra = {
        "cache-control": "private, no-cache",
        "content-language": shown.locale,
        **(headers or {}),
    }
    if (wait := request.scope.get(WAIT)) is not None:
        status, extra["retry-after"] = HTTPStatus.TOO_MANY_REQUESTS, str(wait)
    if "nonce" in shown.__dict__:
        extra["content-security-policy"] = content_policy(shown.settings, shown.nonce)
    media_type = "text/html; charset=utf-8"
    answer = compress(request, Response(text, status, extra, media_type))
    csrf.remember_visitor(request, answer)
    return answer


async def look_at_face(request: Request[Any]) -> None:
    """Find out what every page says of the site, for a page that is about to be rendered."""
    resources = runtime(request)
    request.scope[_FACE] = await resources.face(resources)


def page_context(request: Request[Any]) -> PageContext:
    """What templates know of this request; made once, so that its nonce is one."""
    if (found := request.scope.get("page")) is None:
        resources: Runtime = runtime(request)
        found = PageContext(request, actor_of(request), resources.settings)
        request.scope["page"] = found
    return found


def _pictures(html: str) -> Markup:
    """Sanitised HTML as it stands; for whoever asked for few bytes, with links for pictures."""
    shown = _shown.get()
    if shown.save_data:
        html = without_pictures(html, partial(_in_words, shown.locale))
    return Markup(html)  # noqa: S704 (what members wrote is sanitised when it is stored)


def _in_words(locale: str, words: str, size: tuple[int, int] | None) -> str:
    named = words or catalogs.gettext("Picture", locale)
    return f"{named} ({size[0]} × {size[1]})" if size else named


def _language_name(tag: str) -> str:
    language = LANGUAGES.get(tag)
    return language.own if language else tag


def _day(value: date) -> Markup:
    """A day of the calendar, of no time zone."""
    written = formats.calendar_date(value, _shown.get().locale)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), written)


def _time(value: datetime) -> Markup:
    """A day; the hour is told on demand."""
    return _timed(value, formats.date)


def _moment(value: datetime) -> Markup:
    """A day and its hour."""
    return _timed(value, formats.moment)


def _hour(value: datetime) -> Markup:
    """An hour, where the day goes without saying."""
    return _timed(value, formats.time)


def _timed(value: datetime, told: Callable[[datetime, str, ZoneInfo], str]) -> Markup:
    shown = _shown.get()
    zone = ZoneInfo(shown.actor_or_visitor.zone)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.strftime("%Y-%m-%dT%H:%M:%SZ"),
        f"{formats.moment(value, shown.locale, zone)} {formats.offset(value, shown.locale, zone)}",
        told(value, shown.locale, zone),
    )
