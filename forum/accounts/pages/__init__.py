"""Accounts for people."""

from starlette.routing import Route

from forum.accounts.pages import (
    addresses,
    approving,
    confirming,
    elsewhere,
    joining,
    language,
    leaving,
    mailbox,
    managing,
    passkeys,
    passwords,
    second_step,
    security,
    settings,
    sign_ins,
    tokens,
    waiting,
)

ROUTES: list[Route] = [
    *joining.ROUTES,
    *sign_ins.ROUTES,
    *second_step.ROUTES,
    *elsewhere.ROUTES,
    *passkeys.ROUTES,
    *passwords.ROUTES,
    *confirming.ROUTES,
    *security.ROUTES,
    *settings.ROUTES,
    *addresses.ROUTES,
    *leaving.ROUTES,
    *tokens.ROUTES,
    *language.ROUTES,
    *mailbox.ROUTES,
    *managing.ROUTES,
    *approving.ROUTES,
    *waiting.ROUTES,
]
