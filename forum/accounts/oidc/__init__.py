"""Signing in with an account elsewhere (OpenID Connect Core 1.0, code flow with PKCE)."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import HTTPConnection

from forum.accounts.oidc.asking import Asking
from forum.accounts.oidc.provider import Provider
from forum.core.clock import Clock
from forum.core.errors import NotFound
from forum.settings import Settings
from forum.web.outside import Outside

Providers = Mapping[str, Provider]
"""By the name that addresses call each by."""


def open_providers(settings: Settings, clock: Clock) -> Providers:
    """Those that the settings name; nothing is asked of them before somebody signs in there."""
    outside = Outside(settings.public_url)
    return {
        name: Provider(name, told, Asking(outside, inside=told.inside), clock)
        for name, told in settings.oidc.items()
    }


def providers(connection: HTTPConnection[Any]) -> Providers:
    """The process's own, which `app.lifespan` puts into the ASGI state."""
    found: Providers = connection.scope["state"]["providers"]
    return found


def provider(connection: HTTPConnection[Any], name: str) -> Provider:
    """One of them.

    Raises:
        NotFound: there is none of that name.
    """
    if (found := providers(connection).get(name)) is None:
        raise NotFound
    return found
