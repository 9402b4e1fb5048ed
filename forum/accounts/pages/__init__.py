"""Accounts for people."""

from starlette.routing import Route

from forum.accounts.pages import (
    joining,
    language,
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
    *tokens.ROUTES,
    *language.ROUTES,
    *mailbox.ROUTES,
]
