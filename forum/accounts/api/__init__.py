"""Accounts for programs."""

from forum.accounts.api import managing, own

ROUTES = [*own.ROUTES, *managing.ROUTES]
