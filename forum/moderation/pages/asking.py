"""The fields of an act, as a form asks for them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request

from forum.core.errors import N_
from forum.discussions.rules import Kind
from forum.moderation.acts.base import Act, Ask
from forum.moderation.pages.words import SANCTIONS
from forum.moderation.rules import Standing
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.web.choices import language_choices
from forum.web.identity import actor_of
from i18n.catalogs import gettext

Options = Sequence[tuple[str, str]]
"""What a field offers to choose from: values and words; none where it is typed."""


async def fields(
    request: Request[Any], act: type[Act], standing: Standing
) -> Sequence[Mapping[str, Any]]:
    """What a template shows for each field of an act beside the reason."""
    return [await _field(request, ask, standing) for ask in act.asks]


async def _field(request: Request[Any], ask: Ask, standing: Standing) -> Mapping[str, Any]:
    locale = actor_of(request).locale
    find = _OPTIONS.get(ask.kind)
    return {
        "name": ask.name,
        "kind": ask.kind,
        "text": gettext(ask.text, locale),
        "hint": gettext(ask.hint, locale) if ask.hint else "",
        "needed": ask.needed,
        "options": await find(request, standing) if find else (),
    }


async def _sanctions(request: Request[Any], standing: Standing) -> Options:
    locale = actor_of(request).locale
    return [(kind.value, gettext(SANCTIONS[kind], locale)) for kind in standing.sanctions]


async def _spaces(request: Request[Any], _standing: Standing) -> Options:
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        return [(space.slug, space.name) for space in await spaces.spaces(db, actor)]


async def _languages(request: Request[Any], _standing: Standing) -> Options:
    return [("", "–"), *language_choices(actor_of(request).reads)]


async def _kinds(request: Request[Any], _standing: Standing) -> Options:
    locale = actor_of(request).locale
    return [(kind.value, gettext(text, locale)) for kind, text in _KINDS.items()]


_KINDS = {
    Kind.DISCUSSION: N_("Discussion"),
    Kind.QUESTION: N_("Question"),
    Kind.ANNOUNCEMENT: N_("Announcement"),
}
_OPTIONS: Mapping[str, Callable[[Request[Any], Standing], Awaitable[Options]]] = {
    "kind": _kinds,
    "language": _languages,
    "sanction": _sanctions,
    "space": _spaces,
}
