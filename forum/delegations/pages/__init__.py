"""Delegations and organisations for people."""

from forum.delegations.pages import making, mandates, organisations, showing

ROUTES = [*making.ROUTES, *mandates.ROUTES, *showing.ROUTES, *organisations.ROUTES]
"""`/delegations/new` stands before the address of a delegation."""
