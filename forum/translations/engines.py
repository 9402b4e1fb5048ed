"""The translation engines that the settings name, opened once a process."""

import asyncio
import ipaddress
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from forum.db.engine import Database
from forum.settings import Settings
from forum.translations.budget import budget_of
from forum.translations.calls import Calls
from forum.translations.counters import count_characters
from forum.translations.rules import NoTranslation, Reach
from i18n.translate import open_translators
from i18n.translate.base import Options, Translator
from i18n.translate.engine import Engine
from i18n.translate.hooks import Hooks, installed_hooks
from i18n.translate.refusals import NoTranslation as NoRoute
from i18n.translate.refusals import TranslationFailed
from i18n.translate.router import Router

_NEED_NO_NETWORK = frozenset({"memory", "pseudo"})
_NOWHERE = Router([])
_PATIENCE = 2.0
"""Seconds that somebody who asks for one translation waits for a list of languages."""
_GLANCE = 0.05
"""The same for whoever only wants a page."""


@dataclass(frozen=True, slots=True)
class Engines:
    """All engines in order of preference, and those whose texts stay in the house.

    Attributes:
        translators: the engines themselves.
        inside_names: which of them are run by the house itself.
        anywhere: chooses among all of them.
        inside: chooses among those of the house.
        calls: counts how calls go; none where nothing is stored.
    """

    translators: Sequence[Translator]
    inside_names: frozenset[str]
    anywhere: Router
    inside: Router
    calls: Calls | None = None

    def router(self, reach: Reach) -> Router:
        """What chooses among the engines that may be sent a text."""
        match reach:
            case Reach.ANY:
                return self.anywhere
            case Reach.INSIDE:
                return self.inside
            case Reach.NONE:
                return _NOWHERE

    async def check_pair(self, source: str, target: str, reach: Reach) -> None:
        """Do nothing if a translation can be had, or if an engine that may know does not answer.

        Raises:
            NoTranslation: no engine that may see the text translates this pair.
        """
        if not await self._may_have(source, target, self.router(reach)):
            raise NoTranslation

    async def might_have(self, source: str, target: str) -> bool:
        """Whether to hope for a translation; answered at once, from what is known already."""
        try:
            async with asyncio.timeout(_GLANCE):
                return await self._may_have(source, target, self.anywhere, patience=0.0)
        except TimeoutError:
            return True

    async def _may_have(
        self, source: str, target: str, router: Router, *, patience: float = _PATIENCE
    ) -> bool:
        try:
            await router.routes(source, target, deadline=time.monotonic() + patience)
        except NoRoute:
            # Who sets up the memory as an engine wants it asked, whatever the pair.
            return any(one.name == "memory" for one in self.translators)
        except TranslationFailed:
            return True
        return True

    async def aclose(self) -> None:
        """Let go of connections."""
        for translator in self.translators:
            await translator.aclose()


def open_engines(
    settings: Settings, *, inside: Collection[str] = (), database: Database | None = None
) -> Engines:
    """Open the engines that the settings name; nothing is sent yet. The caller closes them.

    Args:
        settings: name the engines, and say where they are.
        inside: names of further engines that are run by the house itself. Those that need no
            network, and those at an address of this machine, are in any case.
        database: counts what is spent of the budgets; without one there are none.

    Raises:
        UnknownTranslator: an engine is not known.
        WrongOptions: an engine lacks its address.
    """
    options = _options(settings)
    translators = open_translators(settings.translators, options)
    own = frozenset(
        name
        for name in settings.translators
        if name in inside
        or name in _NEED_NO_NETWORK
        or _is_this_machine(options.get(name, {}).get("url", ""))
    )
    hooks = installed_hooks()
    calls = None
    if database is not None:
        hooks += Hooks(before=(budget_of(settings, database, own).reserve,))
        calls = Calls(database)
    pivot = settings.translate_pivot
    return engines_of(translators, own, pivot=pivot, hooks=hooks, calls=calls)


def engines_of(
    translators: Sequence[Translator],
    inside_names: Collection[str],
    *,
    pivot: str = "en",
    hooks: Hooks | None = None,
    calls: Calls | None = None,
) -> Engines:
    """The same of engines that are open; `hooks` come before the house's own."""
    hooks = (hooks or Hooks()) + Hooks(after=(count_characters,))
    watch = calls.note if calls else None
    engines = [Engine(one, hooks=hooks, watch=watch) for one in translators]
    own = [engine for engine in engines if engine.name in inside_names]
    return Engines(
        translators,
        frozenset(inside_names),
        Router(engines, pivots=(pivot,)),
        Router(own, pivots=(pivot,)),
        calls,
    )


def engines(connection: HTTPConnection[Any]) -> Engines:
    """The process's engines, from a request."""
    found: Engines = connection.scope["state"]["engines"]
    return found


def _options(settings: Settings) -> Mapping[str, Options]:
    key = settings.libretranslate_key.get_secret_value()
    named = {
        "apertium": {"url": settings.apertium_url},
        "libretranslate": {"url": settings.libretranslate_url} | ({"key": key} if key else {}),
    }
    given = {
        engine: {name: value.get_secret_value() for name, value in options.items()}
        for engine, options in settings.translator_options.items()
    }
    return {engine: named.get(engine, {}) | given.get(engine, {}) for engine in {*named, *given}}


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
