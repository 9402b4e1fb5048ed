"""Accounts for people."""

from starlette.routing import Route

from forum.accounts.pages import (
    addresses,
    joining,
    language,
    leaving,
    mailbox,
    passwords,
    settings,
    sign_ins,
    tokens,
)

ROUTES: list[Route] = [
    *joining.ROUTES,
    *sign_ins.ROUTES,
    *passwords.ROUTES,
    *settings.ROUTES,
    *addresses.ROUTES,
    *leaving.ROUTES,
    *tokens.ROUTES,
    *language.ROUTES,
    *mailbox.ROUTES,
]
