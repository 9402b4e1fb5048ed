"""Delegations and organisations for programs."""

from forum.delegations.api import delegations, mandates, organisations

ROUTES = [*delegations.ROUTES, *mandates.ROUTES, *organisations.ROUTES]
