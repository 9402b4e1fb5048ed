"""Accounts for people."""

from starlette.routing import BaseRoute

from forum.accounts.pages import (
    joining,
    language,
    mailbox,
    passwords,
    profile,
    settings,
    sign_ins,
    tokens,
)

ROUTES: list[BaseRoute] = [
    *joining.ROUTES,
    *sign_ins.ROUTES,
    *passwords.ROUTES,
    *settings.ROUTES,
    *tokens.ROUTES,
    *profile.ROUTES,
    *language.ROUTES,
    *mailbox.ROUTES,
]
